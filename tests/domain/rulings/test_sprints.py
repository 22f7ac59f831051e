"""What became of a sprint, rule by rule: points of commitment, scope change, completion, carry-over."""

from dataclasses import replace

import pytest

from domain.facts import HUNDREDTHS, SprintFlag
from domain.records import Category, Issue, SprintState
from domain.rulings.boards import board_id
from domain.rulings.sprints import Neighbours, Outcome, Tally, sprint_facts
from tests.domain.rulings.sprint_stories import (
    CLOSE,
    PROJECT,
    SPRINT,
    became,
    came,
    canceled,
    done,
    estimated,
    hour,
    issue,
    left,
    moved,
    reopened,
    sprint,
)

FIELDS = ("committed", "added", "removed", "scope", "completed", "delivered", "remaining")

CASES: dict[str, tuple[Issue, tuple[float, ...]]] = {
    # committed, added, removed, scope, completed, delivered, remaining; each in points
    "committed and done": (issue(1, done(50), estimate=3), (3, 0, 0, 3, 3, 3, 0)),
    "committed and not done": (issue(1, estimate=3), (3, 0, 0, 3, 0, 0, 3)),
    "planned at the very start": (issue(1, came(0), estimate=3), (3, 0, 0, 3, 0, 0, 3)),
    "added a minute after the start": (issue(1, came(1 / 60), estimate=3), (0, 3, 0, 3, 0, 0, 3)),
    "added and done": (issue(1, came(30), done(50), estimate=3), (0, 3, 0, 3, 3, 0, 0)),
    "removed": (issue(1, came(-9), left(30), estimate=3), (3, 0, 3, 0, 0, 0, 0)),
    "taken out by the closing itself": (issue(1, came(-9), left(CLOSE), estimate=3), (3, 0, 0, 3, 0, 0, 3)),
    "taken out by a closing that was told a little later": (
        issue(1, came(-9), left(CLOSE - 0.01), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "created there and taken out by the closing": (
        issue(1, left(CLOSE), created_at=hour(-3), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "taken out minutes before the close": (
        issue(1, came(-9), left(CLOSE - 0.1), estimate=3),
        (3, 0, 3, 0, 0, 0, 0),
    ),
    "added and removed later": (issue(1, came(30), left(40), estimate=3), (0, 3, 3, 0, 0, 0, 0)),
    "added and removed within the hour": (issue(1, came(30), left(31), estimate=3), (0, 0, 0, 0, 0, 0, 0)),
    "removed and put back within the hour": (
        issue(1, came(-9), left(30), came(30.9), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "removed and put back after more than an hour": (
        issue(1, came(-9), left(30), came(31.1), estimate=3),
        (3, 3, 3, 3, 0, 0, 3),
    ),
    "done at the very close": (issue(1, done(CLOSE), estimate=3), (3, 0, 0, 3, 3, 3, 0)),
    "done after the close counts for the next": (
        issue(1, done(CLOSE + 0.1), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "done and reopened before the close": (
        issue(1, done(50), reopened(60), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "reopened and done again": (
        issue(1, done(50), reopened(60), done(70), estimate=3),
        (3, 0, 0, 3, 3, 3, 0),
    ),
    "done before the start": (issue(1, done(-5), estimate=3), (3, 0, 0, 3, 0, 0, 0)),
    "added when it was done long ago": (issue(1, came(30), done(-5), estimate=3), (0, 3, 0, 3, 0, 0, 0)),
    "added when it was done in the sprint": (
        issue(1, came(30), done(20), estimate=3),
        (0, 3, 0, 3, 3, 0, 0),
    ),
    "estimated higher": (issue(1, estimated(30, 3, 5), done(50)), (3, 2, 0, 5, 5, 3, 0)),
    "estimated lower is no completion": (issue(1, estimated(30, 5, 1)), (5, 0, 4, 1, 0, 0, 1)),
    "estimated lower and back within the hour": (
        issue(1, estimated(30, 5, 1), estimated(30.5, 1, 5)),
        (5, 0, 0, 5, 0, 0, 5),
    ),
    "estimated after it was added": (
        issue(1, came(30), estimated(90, None, 2)),
        (0, 2, 0, 2, 0, 0, 2),
    ),
    "estimated before the start": (issue(1, estimated(-2, 8, 3)), (3, 0, 0, 3, 0, 0, 3)),
    "estimated after the close": (issue(1, estimated(CLOSE + 1, 3, 8)), (3, 0, 0, 3, 0, 0, 3)),
    "without an estimate": (issue(1, done(50)), (0, 0, 0, 0, 0, 0, 0)),
    "half a point": (issue(1, done(50), estimate=0.5), (0.5, 0, 0, 0.5, 0.5, 0.5, 0)),
    "canceled in the sprint": (issue(1, canceled(30), estimate=3), (3, 0, 3, 0, 0, 0, 0)),
    "canceled before the start": (issue(1, canceled(-30), estimate=3), (0, 0, 0, 0, 0, 0, 0)),
    "taken up again after it was canceled": (
        issue(1, canceled(-30), moved(20, Category.TO_DO, Category.CANCELED), estimate=3),
        (0, 3, 0, 3, 0, 0, 3),
    ),
    "created in the sprint": (
        issue(1, came(30), created_at=hour(30), sprint_changes=(), estimate=3),
        (0, 3, 0, 3, 0, 0, 3),
    ),
    "created in the sprint before it began": (
        issue(1, created_at=hour(-3), sprint_changes=(), estimate=3),
        (3, 0, 0, 3, 0, 0, 3),
    ),
    "of another sprint": (issue(1, came(-9, 8), estimate=3), (0, 0, 0, 0, 0, 0, 0)),
    "taken out before the start": (issue(1, came(-9), left(-8), estimate=3), (0, 0, 0, 0, 0, 0, 0)),
    "known only by a later removal": (issue(1, left(30), estimate=3), (3, 0, 3, 0, 0, 0, 0)),
}


def points(found: Outcome) -> tuple[float, ...]:
    return tuple(getattr(found, name).points / HUNDREDTHS for name in FIELDS)


@pytest.mark.parametrize("case", CASES)
def test_every_rule_in_points(case: str) -> None:
    one, expected = CASES[case]
    assert points(became(one)) == expected


@pytest.mark.parametrize("case", CASES)
def test_an_issue_counts_the_same_beside_another(case: str) -> None:
    one, expected = CASES[case]
    other = issue(2, done(50), estimate=8)
    beside = (8, 0, 0, 8, 8, 8, 0)
    assert points(became(other, one)) == tuple(sum(each) for each in zip(expected, beside, strict=True))


def test_issues_are_counted_beside_points() -> None:
    found = became(
        issue(1, done(50), estimate=3), issue(2), issue(3, came(20), estimate=1), issue(4, came(-9), left(5))
    )
    assert [getattr(found, name).issues for name in FIELDS] == [3, 1, 1, 3, 1, 1, 2]


def test_an_estimate_made_anew_changes_no_count_of_issues() -> None:
    found = became(issue(1, estimated(30, 3, 8)))
    assert (found.added, found.removed) == (Tally(500, 0), Tally())


def test_unestimated_issues_are_told() -> None:
    assert became(issue(1), issue(2, came(30)), issue(3, estimate=2)).unestimated == 2


def test_an_issue_that_was_estimated_by_the_close_is_none_of_them() -> None:
    assert became(issue(1, estimated(50, None, 3))).unestimated == 0


def test_a_tracker_may_count_one_for_an_issue_without_an_estimate() -> None:
    found = became(issue(1, done(50)), issue(2, estimate=3), default_estimate=1.0)
    assert (found.committed.points, found.completed.points) == (400, 100)
    assert found.unestimated == 1


@pytest.mark.parametrize(
    ("parent", "expected"),
    [("PAY-1", Tally(500, 1)), ("PAY-9", Tally(700, 2)), (None, Tally(700, 2))],
    ids=["parent in the sprint", "parent elsewhere", "no parent"],
)
def test_a_sub_task_is_not_added_to_its_parents_points(parent: str | None, expected: Tally) -> None:
    small = issue(2, estimate=2, is_subtask=True, parent_key=parent)
    assert became(issue(1, estimate=5), small).committed == expected


def test_a_story_of_an_epic_counts_on_its_own() -> None:
    assert became(issue(1, estimate=5), issue(2, estimate=2, parent_key="PAY-1")).committed.points == 700


def test_what_was_canceled_is_listed_and_out_of_scope() -> None:
    found = became(issue(1, canceled(30), estimate=3), issue(2, estimate=1))
    assert [each.key for each in found.canceled] == ["PAY-1"]
    assert [each.key for each in found.undone] == ["PAY-2"]


def test_a_movement_names_its_issue_and_when_it_began() -> None:
    found = became(issue(1, came(-9), left(30), estimate=3), issue(2, came(20), estimate=5))
    told = [(step.at, step.key, step.points, step.issues) for step in found.movements]
    assert told == [(hour(20), "PAY-2", 500, 1), (hour(30), "PAY-1", -300, -1)]


def test_what_nobody_took_over_is_not_carried() -> None:
    found = became(issue(1, estimate=3), around=Neighbours(onward=frozenset()))
    assert (found.carried, found.carried_again) == (Tally(), Tally())


def test_what_is_carried_is_unknown_without_a_next_sprint() -> None:
    found = became(issue(1, estimate=3))
    assert (found.carried, found.carried_again) == (None, None)


def test_undone_issues_in_the_next_sprint_are_carried_over() -> None:
    open_, finished, dropped = issue(1, estimate=3), issue(2, done(5), estimate=1), issue(3, estimate=2)
    found = became(open_, finished, dropped, around=Neighbours(onward={open_.id, finished.id}))
    assert found.carried == Tally(300, 1)


def test_what_had_come_from_the_sprint_before_is_carried_again() -> None:
    twice, once = issue(1, estimate=3), issue(2, estimate=2)
    found = became(twice, once, around=Neighbours({twice.id, once.id}, arrived={twice.id}))
    assert (found.carried, found.carried_again) == (Tally(500, 2), Tally(300, 1))


class TestSnapshotsWin:
    """What was seen at the start and the close stands, whatever histories tell later."""

    def test_an_issue_deleted_after_the_close_is_still_counted(self) -> None:
        gone, kept = issue(1, done(50), estimate=3), issue(2, estimate=2)
        assert points(became(kept, remembered=[gone, kept])) == points(became(gone, kept))

    def test_an_issue_deleted_in_the_sprint_was_taken_out_of_it(self) -> None:
        gone = issue(1, came(-9), left(80), estimate=3)
        found = became(remembered=[gone])
        assert (found.committed, found.removed, found.scope) == (Tally(300, 1), Tally(300, 1), Tally())
        assert [(step.at, step.key) for step in found.movements] == [(hour(CLOSE), "PAY-1")]

    def test_an_estimate_rewritten_afterwards_changes_nothing(self) -> None:
        then, now = issue(1, done(50), estimate=3), issue(1, done(50), estimate=13)
        assert points(became(now, remembered=[then])) == (3, 0, 0, 3, 3, 3, 0)

    def test_a_membership_rewritten_afterwards_changes_nothing(self) -> None:
        then, now = issue(1, estimate=3), issue(1, came(30), estimate=3)
        assert points(became(now, remembered=[then])) == (3, 0, 0, 3, 0, 0, 3)


class TestFacts:
    """The facts of a closed sprint."""

    def test_they_count_at_the_close(self) -> None:
        found = became(issue(1, done(50), estimate=3), issue(2, came(9), estimate=1))
        facts = sprint_facts(SPRINT, found)
        assert facts is not None
        assert (facts.id, facts.place_id, facts.at) == (SPRINT.id, PROJECT, hour(CLOSE))
        assert facts.board_id == board_id(SPRINT)
        assert (facts.committed, facts.added, facts.completed, facts.delivered) == (300, 100, 300, 300)
        assert (facts.committed_issues, facts.added_issues, facts.completed_issues) == (1, 1, 1)
        assert (facts.carried, facts.carried_issues, facts.flags) == (None, None, SprintFlag(0))

    @pytest.mark.parametrize("state", [SprintState.ACTIVE, SprintState.FUTURE])
    def test_a_sprint_that_is_not_closed_has_none(self, state: SprintState) -> None:
        found = became(issue(1, estimate=3))
        assert sprint_facts(replace(SPRINT, state=state), found) is None

    def test_one_whose_close_nobody_told_ended_as_planned(self) -> None:
        facts = sprint_facts(replace(SPRINT, closed_at=None), became(issue(1, estimate=3)))
        assert facts is not None
        assert facts.at == SPRINT.ends_at

    @pytest.mark.parametrize(
        ("issues", "expected"),
        [
            ([], SprintFlag.NO_COMMITMENT | SprintFlag.UNESTIMATED),
            ([issue(1, came(5), estimate=3)], SprintFlag.NO_COMMITMENT),
            ([issue(1), issue(2, came(5), estimate=3)], SprintFlag.NO_COMMITMENT),
            ([issue(1)], SprintFlag.UNESTIMATED),
            ([issue(1, estimate=0.0)], SprintFlag.NO_COMMITMENT),
        ],
        ids=["empty", "all added later", "estimated later only", "nothing estimated", "estimated at zero"],
    )
    def test_flags_tell_a_sprint_without_commitment(self, issues: list[Issue], expected: SprintFlag) -> None:
        facts = sprint_facts(SPRINT, became(*issues))
        assert facts is not None
        assert facts.flags == expected

    def test_a_sprint_closed_as_it_began_has_no_length(self) -> None:
        short = sprint(closed=0)
        facts = sprint_facts(short, became(issue(1, estimate=3), of=short))
        assert facts is not None
        assert facts.flags & SprintFlag.NO_LENGTH
