"""Snapshots are taken once when they are due, and closed sprints become facts, board by board."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.facts import NO_SPAN, SPRINTS, SprintFlag
from domain.records import SprintMoment, SprintState
from domain.rulings.boards import board_id, counted_once_id
from storage.store import Store
from tests.domain.rulings.sprint_stories import (
    CLOSE,
    PROJECT,
    SPRINT,
    came,
    done,
    estimated,
    hour,
    issue,
    left,
    sprint,
    sprint_id,
)
from tests.services.seasons import LATER, LEDGER, LEDGER_SPRINT, PAY, derive, facts_of, save

DURING = hour(40)
RUNNING = sprint(closed=None)
NEXT = sprint(8, began=CLOSE, closed=2 * CLOSE)


def snapshots(store: Store, number: int = 7) -> dict[SprintMoment, list[tuple[str, float | None, bool]]]:
    with store.read() as shelves:
        taken = shelves.snapshots.of([sprint_id(number)]).get(sprint_id(number), {})
    return {
        moment: [(item.key, item.estimate, item.is_done) for item in seen.items]
        for moment, seen in taken.items()
    }


def test_a_snapshot_of_the_start_is_taken_once_the_sprint_has_begun(store: Store) -> None:
    save(store, [RUNNING], [issue(1, estimate=3), issue(2, came(5), estimate=1)], now=DURING)
    assert snapshots(store) == {SprintMoment.START: [("PAY-1", 3, False)]}


def test_a_planned_sprint_has_no_snapshot(store: Store) -> None:
    planned = sprint(closed=None, state=SprintState.FUTURE)
    save(store, [planned], [issue(1, estimate=3)], now=DURING)
    assert snapshots(store) == {}


def test_a_closed_sprint_has_both_snapshots_and_facts(store: Store) -> None:
    save(store, [SPRINT], [issue(1, done(30), estimate=3), issue(2, came(5), estimate=1)])
    taken = {moment: len(items) for moment, items in snapshots(store).items()}
    assert taken == {SprintMoment.START: 1, SprintMoment.CLOSE: 2}
    facts = facts_of(store)
    assert facts.id.tolist() == [SPRINT.id]
    assert (facts.committed[0], facts.added[0], facts.completed[0]) == (300, 100, 300)


def test_a_running_sprint_has_no_facts(store: Store) -> None:
    save(store, [RUNNING], [issue(1, estimate=3)], now=DURING)
    assert len(facts_of(store)) == 0


def test_a_snapshot_once_taken_stands_whatever_is_rewritten(store: Store) -> None:
    save(store, [RUNNING], [issue(1, estimate=3)], now=DURING)
    save(store, [SPRINT], [issue(1, came(9), estimate=8)])
    assert snapshots(store)[SprintMoment.START] == [("PAY-1", 3, False)]
    facts = facts_of(store)
    assert (facts.committed[0], facts.added[0]) == (300, 500)
    assert facts.flags[0] & SprintFlag.DRIFTED


def test_an_issue_deleted_after_the_close_stays_in_the_facts(store: Store) -> None:
    gone = issue(1, done(30), estimate=3)
    save(store, [SPRINT], [gone, issue(2, estimate=2)])
    before = facts_of(store)
    with store.write() as shelves:
        shelves.issues.remove([gone.id])
    derive(store)
    after = facts_of(store)
    assert (
        (after.committed[0], after.completed[0]) == (before.committed[0], before.completed[0]) == (500, 300)
    )
    assert not before.flags[0] & SprintFlag.DRIFTED
    assert after.flags[0] & SprintFlag.DRIFTED


def test_a_title_changed_later_is_no_drift(store: Store) -> None:
    save(store, [SPRINT], [issue(1, estimate=3)])
    save(store, [SPRINT], [issue(1, estimate=3, title="Another title")])
    assert not facts_of(store).flags[0] & SprintFlag.DRIFTED


def test_what_is_done_after_the_close_is_no_drift(store: Store) -> None:
    save(store, [SPRINT], [issue(1, estimate=3)])
    save(store, [SPRINT], [issue(1, done(CLOSE + 5), estimated(CLOSE + 6, 3, 5))])
    facts = facts_of(store)
    assert (facts.completed[0], facts.flags[0] & SprintFlag.DRIFTED) == (0, 0)


@pytest.mark.parametrize(
    ("first_seen", "expected"),
    [(DURING, 0), (LATER, SprintFlag.FROM_HISTORY)],
    ids=["while it ran", "after it had closed"],
)
def test_a_sprint_first_seen_after_its_close_is_told_from_history(
    store: Store, first_seen: object, expected: int
) -> None:
    issues = [issue(1, estimate=3)]
    if first_seen == DURING:
        save(store, [RUNNING], issues, now=DURING)
    save(store, [SPRINT], issues)
    assert facts_of(store).flags[0] & SprintFlag.FROM_HISTORY == expected


def test_a_sprint_opened_again_is_seen_anew_at_its_next_close(store: Store) -> None:
    save(store, [SPRINT], [issue(1, estimate=3)])
    save(store, [RUNNING], [issue(1, estimate=3)])
    assert list(snapshots(store)) == [SprintMoment.START]
    assert len(facts_of(store)) == 0
    later = sprint(closed=CLOSE + 48)
    save(store, [later], [issue(1, done(CLOSE + 20), estimate=3)], now=hour(CLOSE + 50))
    assert facts_of(store).completed.tolist() == [300]


class TestCarryOver:
    """What went on into the board's next sprint."""

    @pytest.mark.parametrize(
        ("gap", "expected"),
        [(0, 300), (5 * 24, 300), (5 * 24 + 1, 0), (-20, 300)],
        ids=["at once", "after five days", "after a longer pause", "begun a little early"],
    )
    def test_the_next_sprint_follows_within_five_days(self, store: Store, gap: float, expected: int) -> None:
        began = CLOSE + gap
        after = sprint(8, began=began, closed=None)
        carried = issue(1, came(-24), came(CLOSE - 21, 8), estimate=3)
        save(store, [SPRINT, after], [carried], now=hour(CLOSE + 200))
        assert facts_of(store).carried.tolist() == [expected]

    def test_without_a_next_sprint_nothing_is_known(self, store: Store) -> None:
        save(store, [SPRINT], [issue(1, estimate=3)])
        facts = facts_of(store)
        assert (facts.carried[0], facts.carried_issues[0]) == (NO_SPAN, NO_SPAN)

    def test_a_planned_sprint_tells_what_is_carried_so_far(self, store: Store) -> None:
        planned = sprint(8, began=CLOSE + 24, closed=None, state=SprintState.FUTURE)
        moved = issue(1, came(-24), left(CLOSE), came(CLOSE, 8), estimate=3)
        dropped = issue(2, came(-24), left(CLOSE), estimate=2)
        save(store, [SPRINT, planned], [moved, dropped], now=hour(CLOSE + 2))
        assert facts_of(store).carried.tolist() == [300]

    def test_what_left_the_planned_sprint_before_it_began_is_not_carried(self, store: Store) -> None:
        after = sprint(8, began=CLOSE + 24, closed=None)
        gone = issue(1, came(-24), came(CLOSE, 8), left(CLOSE + 20, 8), estimate=3)
        save(store, [SPRINT, after], [gone], now=hour(CLOSE + 30))
        assert facts_of(store).carried.tolist() == [0]

    def test_another_boards_sprint_is_not_the_next_one(self, store: Store) -> None:
        other = sprint(8, began=CLOSE, closed=None, board="Ledger")
        save(store, [SPRINT, other], [issue(1, came(-24), came(CLOSE, 8), estimate=3)])
        assert facts_of(store).carried.tolist() == [NO_SPAN]

    def test_a_parallel_sprint_is_not_the_next_one(self, store: Store) -> None:
        parallel = sprint(8, began=100, closed=None)
        save(store, [SPRINT, parallel], [issue(1, came(-24), came(100, 8), estimate=3)])
        assert facts_of(store).carried.tolist() == [NO_SPAN]

    def test_carried_twice_is_told_apart(self, store: Store) -> None:
        third = sprint(9, began=2 * CLOSE, closed=None)
        twice = issue(1, came(-24), came(CLOSE - 1, 8), came(2 * CLOSE - 1, 9), estimate=3)
        once = issue(2, came(CLOSE - 1, 8), came(2 * CLOSE - 1, 9), estimate=2)
        save(store, [SPRINT, NEXT, third], [twice, once], now=hour(2 * CLOSE + 5))
        facts = facts_of(store)
        row = facts.id.tolist().index(sprint_id(8))
        assert (facts.carried[row], facts.carried_again[row]) == (500, 300)
        assert (facts.carried_issues[row], facts.carried_again_issues[row]) == (2, 1)


class TestBoardsTogether:
    """An issue of two boards counts for each, and once for all."""

    LATE = SprintFlag.FROM_HISTORY

    def saved(self, store: Store) -> None:
        shared = issue(1, came(-24), came(-20, 20), done(50), estimate=3)
        own, theirs = issue(2, estimate=5), issue(3, came(-20, 20), estimate=8, project_id=LEDGER.id)
        save(store, [SPRINT, LEDGER_SPRINT], [shared, own, theirs], projects=[PAY, LEDGER])

    def test_each_board_counts_it(self, store: Store) -> None:
        self.saved(store)
        facts = facts_of(store, PROJECT, LEDGER.id)
        committed = dict(zip(facts.id.tolist(), facts.committed.tolist(), strict=True))
        assert (committed[SPRINT.id], committed[LEDGER_SPRINT.id]) == (800, 1100)

    def test_the_board_of_its_project_counts_it_for_all(self, store: Store) -> None:
        self.saved(store)
        facts = facts_of(store, PROJECT, LEDGER.id)
        told = {
            id_: (committed, flags)
            for id_, committed, flags in zip(
                facts.id.tolist(), facts.committed.tolist(), facts.flags.tolist(), strict=True
            )
        }
        assert told == {
            SPRINT.id: (800, self.LATE),
            LEDGER_SPRINT.id: (1100, self.LATE | SprintFlag.SHARED),
            counted_once_id(LEDGER_SPRINT.id): (800, self.LATE | SprintFlag.ONCE),
        }

    def test_sprints_one_after_the_other_share_nothing(self, store: Store) -> None:
        after = replace(sprint(20, began=CLOSE, closed=2 * CLOSE, board="Ledger"), project_id=LEDGER.id)
        moved = issue(1, came(-24), left(CLOSE), came(CLOSE, 20), estimate=3)
        save(store, [SPRINT, after], [moved], now=hour(2 * CLOSE + 1), projects=[PAY, LEDGER])
        assert facts_of(store, PROJECT, LEDGER.id).flags.tolist() == [self.LATE, self.LATE]

    def test_a_change_of_an_issue_reaches_the_other_boards_sprint(self, store: Store) -> None:
        self.saved(store)
        with store.write() as shelves:
            shelves.issues.save([issue(1, came(-24), came(-20, 20), done(50), estimate=3, title="New")])
        derive(store)
        facts = facts_of(store, LEDGER.id)
        assert sorted(facts.committed.tolist()) == [800, 1100]


def test_boards_have_labels(store: Store) -> None:
    save(store, [SPRINT], [issue(1, estimate=3)])
    with store.read() as shelves:
        assert shelves.labels.names([board_id(SPRINT)]) == {board_id(SPRINT): "Payments"}


def test_a_tracker_may_count_one_for_an_issue_without_an_estimate(store: Store) -> None:
    save(store, [SPRINT], [issue(1, done(5)), issue(2)], projects=[replace(PAY, default_estimate=1.0)])
    facts = facts_of(store)
    assert (facts.committed[0], facts.completed[0], facts.unestimated[0]) == (200, 100, 2)


def test_deriving_again_changes_nothing(store: Store) -> None:
    save(store, [SPRINT, NEXT], [issue(1, came(-24), came(CLOSE, 8), estimate=3)], now=hour(2 * CLOSE + 1))
    before = facts_of(store)
    with store.write() as shelves:
        shelves.outdated.mark("sprints", [PROJECT])
    derive(store, hour(2 * CLOSE + 1) + timedelta(days=400))
    after = facts_of(store)
    assert [getattr(after, name).tolist() for name in after.__slots__] == [
        getattr(before, name).tolist() for name in before.__slots__
    ]


def test_told_of_everywhere_it_makes_every_sprint_anew(store: Store) -> None:
    save(store, [SPRINT], [issue(1, estimate=3)])
    with store.write() as shelves:
        shelves.facts.drop(SPRINTS, [SPRINT.id])
        shelves.outdated.mark("sprints", [0])
    derive(store)
    assert facts_of(store).id.tolist() == [SPRINT.id]


class TestSettled:
    """Ninety days after its close a sprint is settled."""

    LONG_AFTER = hour(CLOSE) + timedelta(days=91)
    RECENT = sprint(9, began=CLOSE + 24 * 80, closed=CLOSE + 24 * 90)

    def told(self, store: Store, *, now: datetime) -> dict[int, tuple[int, int]]:
        derive(store, now)
        facts = facts_of(store)
        rows = zip(facts.id.tolist(), facts.committed.tolist(), facts.flags.tolist(), strict=True)
        return {id_: (committed, flags & SprintFlag.DRIFTED) for id_, committed, flags in rows}

    def rewrite(self, store: Store) -> None:
        with store.write() as shelves:
            shelves.issues.save([issue(1, estimate=8)])

    def test_a_settled_sprint_is_left_as_it_is(self, store: Store) -> None:
        save(store, [SPRINT], [issue(1, estimate=3)])
        self.rewrite(store)
        assert self.told(store, now=self.LONG_AFTER) == {SPRINT.id: (300, 0)}

    def test_before_that_drift_is_told(self, store: Store) -> None:
        save(store, [SPRINT], [issue(1, estimate=3)])
        self.rewrite(store)
        earlier = self.LONG_AFTER - timedelta(days=2)
        assert self.told(store, now=earlier) == {SPRINT.id: (300, SprintFlag.DRIFTED)}

    def test_asked_for_everything_it_is_looked_at_again(self, store: Store) -> None:
        save(store, [SPRINT], [issue(1, estimate=3)])
        self.rewrite(store)
        with store.write() as shelves:
            shelves.outdated.mark("sprints", [0])
        assert self.told(store, now=self.LONG_AFTER) == {SPRINT.id: (300, SprintFlag.DRIFTED)}

    def test_one_without_facts_yet_gets_them(self, store: Store) -> None:
        save(store, [self.RECENT], [issue(1, came(CLOSE + 24 * 79, 9), estimate=2)], now=self.LONG_AFTER)
        save(store, [SPRINT], [issue(2, estimate=3)], now=self.LONG_AFTER)
        assert self.told(store, now=self.LONG_AFTER) == {SPRINT.id: (300, 0), self.RECENT.id: (200, 0)}

    def test_a_recent_one_is_made_anew_beside_it(self, store: Store) -> None:
        stories = [issue(1, estimate=3), issue(2, came(CLOSE + 24 * 79, 9), estimate=2)]
        save(store, [SPRINT, self.RECENT], stories, now=self.LONG_AFTER)
        opened = replace(self.RECENT, state=SprintState.ACTIVE, closed_at=None)
        with store.write() as shelves:
            shelves.sprints.save([opened])
        assert self.told(store, now=self.LONG_AFTER) == {SPRINT.id: (300, 0)}
        with store.write() as shelves:
            shelves.sprints.save([self.RECENT])
        assert self.told(store, now=self.LONG_AFTER) == {SPRINT.id: (300, 0), self.RECENT.id: (200, 0)}
