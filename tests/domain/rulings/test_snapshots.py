"""Snapshots show a moment by the histories, are due once it has passed, and tell when those are rewritten."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.records import Issue, Sprint, SprintMoment, SprintState
from domain.rulings.snapshots import as_closed, closing, due, has_begun, has_drifted, snapshot
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

START, CLOSED = SprintMoment.START, SprintMoment.CLOSE


def seen(*issues: Issue, at: float = 0) -> list[tuple[str, float | None, bool, bool]]:
    taken = snapshot(SPRINT, issues, START, hour(at), hour(at))
    return sorted((each.key, each.estimate, each.is_done, each.is_canceled) for each in taken.items)


def test_it_keeps_each_issue_as_it_stood() -> None:
    stories = (
        issue(1, estimated(-5, 3, 8)),
        issue(2, done(-4), estimate=1),
        issue(3, canceled(-2), estimate=2),
    )
    assert seen(*stories) == [
        ("PAY-1", 8, False, False),
        ("PAY-2", 1, True, False),
        ("PAY-3", 2, False, True),
    ]


def test_it_says_when_it_was_taken() -> None:
    taken = snapshot(SPRINT, [issue(1)], START, hour(0), hour(7))
    assert (taken.sprint_id, taken.moment, taken.taken_at) == (SPRINT.id, START, hour(7))


def test_what_happens_at_the_very_moment_has_happened() -> None:
    assert seen(issue(1, came(0), done(0), estimate=3)) == [("PAY-1", 3, True, False)]


@pytest.mark.parametrize(
    "story",
    [
        issue(1, came(1)),
        issue(1, came(-9), left(-8)),
        issue(1, came(-9, 8)),
        issue(1, created_at=hour(1), sprint_changes=()),
    ],
    ids=["comes later", "left before", "of another sprint", "not yet written"],
)
def test_what_is_not_there_is_not_kept(story: Issue) -> None:
    assert seen(story) == []


@pytest.mark.parametrize(
    ("of", "now", "expected"),
    [
        (SPRINT, 500, {START: hour(0), CLOSED: hour(CLOSE)}),
        (SPRINT, 40, {START: hour(0)}),
        (sprint(closed=None), 500, {START: hour(0)}),
        (sprint(closed=None), -1, {}),
        (sprint(closed=None, state=SprintState.FUTURE), 500, {}),
        (replace(SPRINT, closed_at=None), 500, {START: hour(0), CLOSED: hour(CLOSE)}),
        (sprint(began=None, closed=50), 500, {CLOSED: hour(50)}),
        (sprint(began=None, closed=None), 500, {}),
    ],
    ids=[
        "closed",
        "closed later than now",
        "running",
        "not begun yet",
        "planned, and late",
        "closed, nobody knows when",
        "closed, begun nobody knows when",
        "nothing known",
    ],
)
def test_a_snapshot_is_due_once_its_moment_has_passed(
    of: Sprint, now: float, expected: dict[SprintMoment, datetime]
) -> None:
    assert due(of, hour(now)) == expected


def test_a_planned_beginning_that_passed_is_none_until_somebody_starts_it() -> None:
    waiting = sprint(closed=None, state=SprintState.FUTURE)
    assert not has_begun(waiting, hour(50))
    assert has_begun(replace(waiting, state=SprintState.ACTIVE), hour(50))


def test_a_sprint_that_runs_has_no_close_even_past_its_end() -> None:
    assert closing(sprint(closed=None)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (issue(1, estimate=3), False),
        (issue(1, estimate=3, title="Other words"), False),
        (issue(1, estimate=5), True),
        (issue(1, done(-1), estimate=3), True),
        (issue(1, came(5), estimate=3), True),
        (issue(2, estimate=3), True),
    ],
    ids=["the same", "a new title", "another estimate", "done earlier", "came later", "another issue"],
)
def test_it_drifts_when_histories_tell_another_story(now: Issue, expected: bool) -> None:  # noqa: FBT001 - a case
    taken = snapshot(SPRINT, [issue(1, estimate=3)], START, hour(0), hour(0))
    assert has_drifted(taken, snapshot(SPRINT, [now], START, hour(0), hour(99))) is expected


def test_what_the_closing_took_out_was_in_scope_to_the_end() -> None:
    moved_on = as_closed(issue(1, came(-9), left(CLOSE), came(CLOSE, 8), estimate=3), SPRINT)
    kept = snapshot(SPRINT, [moved_on], CLOSED, hour(CLOSE), hour(CLOSE))
    assert [each.key for each in kept.items] == ["PAY-1"]
    assert moved_on.sprint_changes[2] == came(CLOSE, 8)


def test_a_sprint_that_runs_has_no_closing_to_allow_for() -> None:
    story = issue(1, came(-9), left(CLOSE))
    assert as_closed(story, sprint(closed=None)) == story
