"""The view of a sprint: which one is shown, what it says, and what its outcome goes with."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import cast

import pytest

from domain.errors import Rejected
from domain.people import Asker, WorkingHours
from domain.records import Issue, Sprint, SprintState
from domain.views.sprint import Detail, Moved, SprintView
from metrics import BUILTIN
from services.answers import Answers
from services.facts import Facts
from services.grammar import Verb
from storage.store import Store
from tests.builders import source, team
from tests.domain.rulings.sprint_stories import (
    CLOSE,
    SPRINT,
    came,
    canceled,
    done,
    estimated,
    hour,
    issue,
    left,
    sprint,
)
from tests.services.asking import ANA, ANA_PERSON, API, WEB
from tests.services.asking import merged as merged_at
from tests.services.seasons import LEDGER, PAY, save

NOBODY = Asker()
PAYMENTS = team("payments", projects=("PAY",), hours=WorkingHours("Europe/Lisbon"))
RUNNING = sprint(8, began=CLOSE, closed=None)
NOW = hour(CLOSE + 100)


def see(
    store: Store, text: str = "sprint everyone", now: datetime = NOW, asker: Asker = NOBODY
) -> SprintView:
    asking = Answers(store, lambda: now, BUILTIN, "UTC")
    verb = asking.parse(text, asker)
    assert isinstance(verb, Verb)
    return cast("SprintView", asking.view(verb, asker))


def shown(store: Store, text: str = "sprint everyone", now: datetime = NOW) -> Detail:
    detail = see(store, text, now).detail
    assert detail is not None
    return detail


def tell(store: Store, *issues: Issue, sprints: tuple[Sprint, ...] = (SPRINT, RUNNING)) -> None:
    save(store, sprints, issues, now=NOW, projects=[PAY, LEDGER])


class TestWhichSprint:
    """The one that runs at the end of the window, else the last one before it."""

    def test_the_one_that_runs(self, store: Store) -> None:
        tell(store, issue(1))
        assert shown(store).sprint == RUNNING

    def test_the_last_one_where_none_runs(self, store: Store) -> None:
        tell(store, issue(1), sprints=(sprint(6, began=-CLOSE, closed=0), SPRINT))
        assert shown(store).sprint == SPRINT

    def test_the_one_of_a_window_that_is_past(self, store: Store) -> None:
        tell(store, issue(1))
        assert shown(store, "sprint everyone 2026-11-02..2026-11-10").sprint == SPRINT

    def test_a_planned_one_is_none_yet(self, store: Store) -> None:
        tell(store, issue(1), sprints=(sprint(9, began=CLOSE, closed=None, state=SprintState.FUTURE),))
        assert see(store).detail is None

    def test_nothing_without_sprints(self, store: Store) -> None:
        view = see(store)
        assert (view.detail, view.recent, view.others) == (None, (), ())
        assert [each.n for each in view.correlations] == [0, 0]

    def test_a_teams_own(self, store: Store) -> None:
        other = sprint(20, began=CLOSE + 1, closed=None, board="Ledger", project_id=LEDGER.id)
        tell(store, issue(1), sprints=(RUNNING, other))
        with store.write() as shelves:
            shelves.teams.save(PAYMENTS)
        assert shown(store, "sprint payments").sprint == RUNNING
        everyones = see(store)
        assert everyones.detail is not None
        assert (everyones.detail.sprint, everyones.others) == (other, (RUNNING,))

    def test_burndown_asks_for_the_same(self, store: Store) -> None:
        tell(store, issue(1))
        assert shown(store, "burndown everyone").sprint == RUNNING

    def test_a_persons_is_refused(self, store: Store) -> None:
        asker = Asker(slack_user="U1", person_id=ANA_PERSON.id, account_ids=(ANA.id,))
        with pytest.raises(Rejected, match="a team's, not a person's"):
            see(store, "sprint me", asker=asker)


class TestDetail:
    """What became of the sprint so far."""

    BACKLOG = (
        issue(1, came(CLOSE - 9, 8), done(CLOSE + 30), estimate=3),
        issue(2, came(-24), came(CLOSE, 8), estimate=5),
        issue(3, came(CLOSE + 40, 8), estimate=2),
        issue(4, came(CLOSE - 9, 8), left(CLOSE + 50, 8), estimate=1),
        issue(5, came(CLOSE - 9, 8), estimated(CLOSE + 60, 1, 3)),
        issue(6, came(CLOSE - 9, 8), canceled(CLOSE + 70), estimate=2),
        issue(7, came(CLOSE - 9, 8)),
    )

    def test_sizes_in_points_and_issues(self, store: Store) -> None:
        tell(store, *self.BACKLOG)
        detail = shown(store)
        assert (detail.committed.points, detail.committed.issues) == (12, 6)
        assert (detail.added.points, detail.removed.points, detail.scope.points) == (4, 3, 13)
        assert (detail.completed.points, detail.remaining.points, detail.unestimated) == (3, 10, 1)
        assert not detail.in_issues

    def test_changes_name_their_issues(self, store: Store) -> None:
        tell(store, *self.BACKLOG)
        told = [(each.how, each.issue.key, each.size) for each in shown(store).changes]
        assert told == [
            (Moved.ADDED, "PAY-3", 2),
            (Moved.REMOVED, "PAY-4", -1),
            (Moved.ESTIMATED, "PAY-5", 2),
            (Moved.REMOVED, "PAY-6", -2),
        ]

    def test_lists_of_issues(self, store: Store) -> None:
        tell(store, *self.BACKLOG)
        detail = shown(store)
        lists = (detail.undone, detail.carried_in, detail.canceled)
        assert [[line.key for line in lines] for lines in lists] == [
            ["PAY-2", "PAY-3", "PAY-5", "PAY-7"],
            ["PAY-2"],
            ["PAY-6"],
        ]
        assert detail.carried_on is None
        assert detail.undone[0].url == "https://jira.example/browse/PAY-2"

    def test_what_a_closed_sprint_carried_on(self, store: Store) -> None:
        tell(store, *self.BACKLOG)
        closed = shown(store, "sprint everyone 2026-11-02..2026-11-10")
        assert closed.carried_on is not None
        assert [line.key for line in closed.carried_on] == ["PAY-2"]

    def test_without_estimates_all_is_told_in_issues(self, store: Store) -> None:
        tell(store, issue(1, came(CLOSE - 9, 8), done(CLOSE + 20)), issue(2, came(CLOSE + 30, 8)))
        detail = shown(store)
        assert detail.in_issues
        assert [(step.remaining, step.scope) for step in detail.burndown.steps] == [(1, 1), (0, 1), (1, 2)]
        assert [each.size for each in detail.changes] == [1]

    def test_issues_are_in_the_order_of_their_numbers(self, store: Store) -> None:
        tell(store, *(issue(number, came(CLOSE - 9, 8)) for number in (10, 9, 100)))
        assert [line.key for line in shown(store).undone] == ["PAY-9", "PAY-10", "PAY-100"]

    def test_a_deleted_issue_is_known_by_its_key(self, store: Store) -> None:
        gone = issue(1, came(-9), estimate=3)
        tell(store, gone, sprints=(SPRINT,))
        with store.write() as shelves:
            shelves.issues.remove([gone.id])
        detail = shown(store)
        assert [(line.key, line.title, line.url) for line in detail.undone] == [("PAY-1", "", "")]
        assert detail.drifted


class TestBurndown:
    """The picture's lines."""

    def test_it_runs_to_now_on_an_axis_to_the_planned_end(self, store: Store) -> None:
        tell(store, issue(1, came(CLOSE - 9, 8), done(CLOSE + 30), estimate=3))
        line = shown(store).burndown
        assert (line.began_at, line.until, line.ends_at) == (hour(CLOSE), NOW, RUNNING.ends_at)
        assert [(step.at, step.remaining) for step in line.steps] == [(hour(CLOSE), 3), (hour(CLOSE + 30), 0)]
        assert (line.guideline[0][1], line.guideline[-1]) == (3, (RUNNING.ends_at, 0))

    def test_it_ends_at_the_close(self, store: Store) -> None:
        tell(store, issue(1, estimate=3), sprints=(sprint(closed=200),))
        line = shown(store).burndown
        assert line.ends_at == line.until == hour(200)
        assert line.guideline[-1][0] == hour(200)

    def test_a_sprint_past_its_end_runs_on(self, store: Store) -> None:
        tell(store, issue(1, estimate=3), sprints=(sprint(closed=None),))
        line = shown(store).burndown
        assert line.ends_at == line.until == NOW
        assert line.guideline[-1][0] == hour(CLOSE)

    def test_days_off_are_those_of_the_team(self, store: Store) -> None:
        sundays = team("payments", projects=("PAY",), hours=WorkingHours("UTC", frozenset({6})))
        tell(store, issue(1, came(CLOSE - 9, 8), estimate=3))
        with store.write() as shelves:
            shelves.teams.save(sundays)
        line = shown(store, "sprint payments").burndown.guideline
        steps = {at.weekday() for (at, high), (_, low) in pairwise(line) if high != low}
        assert steps == {6}


class TestBoard:
    """What the board's sprints come to."""

    def history(self, store: Store, count: int) -> None:
        """Sprints of a week, of which each keeps a point more of ten than the one before."""
        weeks = [sprint(number, began=168 * number, closed=168 * (number + 1)) for number in range(count)]
        issues = []
        for number in range(count):
            for place in range(10):
                start = 168 * number
                events = [came(start - 1, number)]
                kept = [done(start + 20)] if place <= number else []
                issues.append(issue(100 * number + place + 1, *events, *kept, estimate=1))
        save(store, weeks, issues, now=hour(168 * count))

    def test_the_last_sprints_behind_the_velocity(self, store: Store) -> None:
        self.history(store, 7)
        view = see(store, now=hour(168 * 7 + 1))
        assert list(view.recent) == [3, 4, 5, 6, 7]
        assert view.say_do.summary.value == pytest.approx(28 / 70)
        assert view.say_do.summary.n == 7

    def test_too_few_sprints_correlate_with_nothing(self, store: Store) -> None:
        self.history(store, 5)
        assert [each.rho for each in see(store, now=hour(168 * 5 + 1)).correlations] == [None, None]

    def test_say_do_goes_with_cycle_time(self, store: Store) -> None:
        """The more was kept, the faster were pull requests: ranks run exactly against one another."""
        self.history(store, 7)
        now = hour(168 * 7 + 1)
        prs = [
            replace(
                merged_at(number, 0, hours=100 - 10 * number),
                merged_at=hour(168 * number + 50),
                created_at=hour(168 * number + 50) - timedelta(hours=100 - 10 * number),
                commits=(),
                reviews=(),
            )
            for number in range(7)
        ]
        with store.write() as shelves:
            shelves.sources.save(source())
            shelves.repositories.save([API, WEB])
            shelves.people.save_accounts([ANA])
            made = Facts(store, lambda: now, WorkingHours()).of(prs, shelves)
            shelves.pull_requests.save(prs, made)
        beside = {each.what: each for each in see(store, now=now).correlations}
        assert beside["median cycle time"].n == 7
        assert beside["median cycle time"].rho == pytest.approx(-1)
        assert (beside["build success"].n, beside["build success"].rho) == (0, None)
