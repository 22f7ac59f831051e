"""The burndown steps at its events, and an even pace stands still on days off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.people import WorkingHours
from domain.records import Issue, SprintMoment
from domain.rulings.burndown import Step, burndown, guideline
from domain.rulings.scope import Stretch
from domain.rulings.snapshots import snapshot
from tests.domain.rulings.sprint_stories import (
    CLOSE,
    MONDAY,
    SPRINT,
    came,
    canceled,
    done,
    estimated,
    hour,
    issue,
    left,
    reopened,
)

LISBON = WorkingHours("Europe/Lisbon")


def steps(
    *issues: Issue, remembered: tuple[Issue, ...] | None = None, in_issues: bool = False
) -> list[tuple[float, float, float]]:
    """Hours after the start, what remains and the scope, in points."""
    seen = issues if remembered is None else remembered
    moments = {SprintMoment.START: hour(0), SprintMoment.CLOSE: hour(CLOSE)}
    start, close = (
        {each.issue_id: each for each in snapshot(SPRINT, seen, moment, at, at).items}
        for moment, at in moments.items()
    )
    found = burndown(Stretch(SPRINT.id, hour(0), hour(CLOSE)), start, close, issues, in_issues=in_issues)
    return [_told(step) for step in found]


def _told(step: Step) -> tuple[float, float, float]:
    return (step.at - MONDAY) / timedelta(hours=1), step.remaining / 100, step.scope / 100


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((done(50),), [(0, 3, 3), (50, 0, 3)]),
        ((done(50), reopened(60)), [(0, 3, 3), (50, 0, 3), (60, 3, 3)]),
        ((came(30),), [(0, 0, 0), (30, 3, 3)]),
        ((came(-9), left(30)), [(0, 3, 3), (30, 0, 0)]),
        ((canceled(30),), [(0, 3, 3), (30, 0, 0)]),
        ((done(-5),), [(0, 0, 3)]),
        ((came(-9), left(30), came(30.5)), [(0, 3, 3), (30, 0, 0), (30.5, 3, 3)]),
        ((done(CLOSE + 1),), [(0, 3, 3)]),
    ],
    ids=[
        "done",
        "done and reopened",
        "added",
        "removed",
        "canceled",
        "done before",
        "out and in, as it happened",
        "done after the close",
    ],
)
def test_it_steps_when_things_happen(
    events: tuple[object, ...], expected: list[tuple[float, float, float]]
) -> None:
    assert steps(issue(1, *events, estimate=3)) == expected


def test_an_estimate_made_anew_moves_both_lines() -> None:
    assert steps(issue(1, estimated(40, 3, 5))) == [(0, 3, 3), (40, 5, 5)]


def test_what_happens_at_one_moment_is_one_step() -> None:
    both = issue(1, done(50), estimate=3), issue(2, done(50), estimate=2)
    assert steps(*both) == [(0, 5, 5), (50, 0, 5)]


def test_an_issue_done_and_its_like_added_at_once_leave_the_line_level() -> None:
    swapped = issue(1, done(50), estimate=3), issue(2, came(50), estimate=3)
    assert steps(*swapped) == [(0, 3, 3), (50, 3, 6)]


def test_issues_are_counted_where_nothing_is_estimated() -> None:
    assert steps(issue(1, done(50)), issue(2), in_issues=True) == [(0, 2, 2), (50, 1, 2)]


def test_an_empty_sprint_has_its_first_step() -> None:
    assert steps() == [(0, 0, 0)]


def test_what_was_deleted_stays_as_the_snapshots_saw_it() -> None:
    gone = issue(1, done(50), estimate=3)
    assert steps(remembered=(gone,)) == [(0, 3, 3), (CLOSE, 0, 3)]


def test_a_history_rewritten_afterwards_moves_no_end_of_the_line() -> None:
    then, now = issue(1, done(50), estimate=3), issue(1, done(50), estimate=8)
    assert steps(now, remembered=(then,)) == [(0, 3, 3), (CLOSE, 0, 3)]


class TestGuideline:
    """An even pace over the days that are worked."""

    def at(self, corners: tuple[tuple[datetime, float], ...], moment: datetime) -> float:
        return next(share for at, share in corners if at == moment)

    def test_it_goes_from_all_to_nothing(self) -> None:
        corners = guideline(hour(0), hour(CLOSE), LISBON)
        assert corners[0] == (hour(0), 1.0)
        assert corners[-1] == (hour(CLOSE), 0.0)

    def test_it_is_flat_on_the_weekend(self) -> None:
        corners = guideline(hour(0), hour(CLOSE), LISBON)
        saturday, monday = datetime(2026, 11, 7, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
        assert self.at(corners, saturday) == self.at(corners, monday)

    def test_every_working_day_takes_as_much(self) -> None:
        """Nine working days and fifteen hours lie between nine on Monday and nine two Mondays later."""
        corners = guideline(hour(0), hour(CLOSE), LISBON)
        tuesday, wednesday = (datetime(2026, 11, day, tzinfo=UTC) for day in (3, 4))
        taken = self.at(corners, tuesday) - self.at(corners, wednesday)
        assert taken == pytest.approx(24 / (15 + 9 * 24 + 9))

    def test_days_are_those_of_the_teams_zone(self) -> None:
        corners = guideline(hour(0), hour(CLOSE), WorkingHours("Asia/Tokyo"))
        assert datetime(2026, 11, 6, 15, tzinfo=UTC) in dict(corners)

    def test_a_holiday_is_flat_too(self) -> None:
        hours = WorkingHours("Europe/Lisbon", holidays=frozenset({date(2026, 11, 4)}))
        corners = guideline(hour(0), hour(CLOSE), hours)
        begins, ends = (datetime(2026, 11, day, tzinfo=UTC) for day in (4, 5))
        assert self.at(corners, begins) == self.at(corners, ends)

    def test_without_a_working_day_it_is_straight(self) -> None:
        hours = WorkingHours("UTC", weekdays=frozenset())
        start = datetime(2026, 11, 7, tzinfo=UTC)
        corners = guideline(start, start + timedelta(days=2), hours)
        assert corners == ((start, 1.0), (start + timedelta(days=1), 0.5), (start + timedelta(days=2), 0.0))

    def test_a_sprint_without_length_has_none(self) -> None:
        assert guideline(hour(0), hour(0), LISBON) == ()

    def test_the_night_of_a_clock_change_has_its_own_length(self) -> None:
        """The last Sunday of October has 25 hours in Lisbon, and nothing is expected of it."""
        start = datetime(2026, 10, 23, 8, tzinfo=UTC)
        corners = dict(guideline(start, start + timedelta(days=4), LISBON))
        assert datetime(2026, 10, 24, 23, tzinfo=UTC) in corners
        assert datetime(2026, 10, 26, 0, tzinfo=UTC) in corners
