"""Sprints told in hours from their start: fourteen days of the payments board, and the issues in them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.ids import identify
from domain.records import (
    Category,
    EstimateChange,
    Issue,
    Sprint,
    SprintChange,
    SprintMoment,
    SprintState,
    Transition,
)
from domain.rulings.scope import Stretch
from domain.rulings.snapshots import as_closed, snapshot
from domain.rulings.sprints import Neighbours, Outcome, outcome
from tests.builders import Value, told

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLOSE = 14 * 24
"""The hour in which a sprint is closed."""

PROJECT = identify("jira", "project", "PAY")
STATUSES = {
    Category.TO_DO: "To Do",
    Category.IN_PROGRESS: "In Progress",
    Category.DONE: "Done",
    Category.CANCELED: "Won't do",
}


def hour(number: float) -> datetime:
    """The moment so many hours after the sprint's start; negative hours are before it."""
    return MONDAY + timedelta(hours=number)


def sprint(number: int = 7, began: float | None = 0, closed: float | None = CLOSE, **fields: Value) -> Sprint:
    """A sprint of the payments board, closed unless `closed` is None."""
    name = fields.get("name", f"Sprint {number}")
    return Sprint(
        **told(
            fields,
            id=sprint_id(number),
            source="jira",
            external_id=str(number),
            project_id=PROJECT,
            board="Payments",
            name=name,
            state=SprintState.ACTIVE if closed is None else SprintState.CLOSED,
            began_at=None if began is None else hour(began),
            ends_at=None if began is None else hour(began + CLOSE),
            closed_at=None if closed is None else hour(closed),
        )
    )


def sprint_id(number: int) -> int:
    return identify("jira", "sprint", str(number))


SPRINT = sprint()


def came(at: float, number: int = 7) -> SprintChange:
    return SprintChange(hour(at), sprint_id(number), is_added=True)


def left(at: float, number: int = 7) -> SprintChange:
    return SprintChange(hour(at), sprint_id(number), is_added=False)


def moved(at: float, to: Category, since: Category = Category.TO_DO) -> Transition:
    return Transition(hour(at), STATUSES[since], STATUSES[to], since, to)


def done(at: float) -> Transition:
    return moved(at, Category.DONE, Category.IN_PROGRESS)


def reopened(at: float) -> Transition:
    return moved(at, Category.IN_PROGRESS, Category.DONE)


def canceled(at: float) -> Transition:
    return moved(at, Category.CANCELED)


def estimated(at: float, before: float | None, after: float | None) -> EstimateChange:
    return EstimateChange(hour(at), before, after)


def _moment(event: SprintChange | Transition | EstimateChange) -> datetime:
    return event.at


def issue(number: int = 1, *events: object, estimate: float | None = None, **fields: Value) -> Issue:
    """An issue that was planned into the sprint the day before it began, unless its events say otherwise.

    The events are sprint changes, transitions and changes of estimate, in any order; `estimate` is what
    it is at last, and never was anything else without an event.
    """
    changes = sorted((each for each in events if isinstance(each, SprintChange)), key=_moment)
    transitions = sorted((each for each in events if isinstance(each, Transition)), key=_moment)
    estimates = sorted((each for each in events if isinstance(each, EstimateChange)), key=_moment)
    changes = changes or [came(-24)]
    ids = {change.sprint_id: change.is_added for change in changes}
    category = transitions[-1].to_category if transitions else Category.TO_DO
    key = f"PAY-{number}"
    return Issue(
        **told(
            fields,
            id=identify("jira", "issue", key),
            source="jira",
            external_id=key,
            project_id=PROJECT,
            key=key,
            title=f"Story {number}",
            url=f"https://jira.example/browse/{key}",
            type="Story",
            status=STATUSES[category],
            category=category,
            created_at=hour(-100),
            updated_at=hour(CLOSE),
            estimate=estimates[-1].after if estimates else estimate,
            sprint_ids=tuple(id_ for id_, is_in in ids.items() if is_in),
            transitions=tuple(transitions),
            sprint_changes=tuple(changes),
            estimate_changes=tuple(estimates),
        )
    )


def became(
    *issues: Issue,
    of: Sprint = SPRINT,
    around: Neighbours | None = None,
    default_estimate: float = 0.0,
    remembered: Sequence[Issue] | None = None,
) -> Outcome:
    """What became of the sprint; `remembered` are the issues as the snapshots saw them."""
    issues = tuple(as_closed(each, of) for each in issues)
    seen = issues if remembered is None else [as_closed(each, of) for each in remembered]
    assert of.began_at
    assert of.closed_at
    start = snapshot(of, seen, SprintMoment.START, of.began_at, of.began_at)
    close = snapshot(of, seen, SprintMoment.CLOSE, of.closed_at, of.closed_at)
    stretch = Stretch(of.id, of.began_at, of.closed_at, default_estimate)
    return outcome(stretch, start, close, issues, around or Neighbours())
