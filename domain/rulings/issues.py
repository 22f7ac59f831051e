"""What the rulings make of an issue's history: when it was begun and done, and how long that took.

Every ruling is told to users in docs/explain/definitions.md, "Issue cycle time".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

from domain.facts import HUNDREDTHS, IssueFacts, IssueFlag, SpanFacts
from domain.people import WorkingHours
from domain.records import Category, Issue, Transition
from domain.rulings.spans import LONGEST
from domain.working import working_seconds

_ORDER = {Category.TO_DO: 0, Category.IN_PROGRESS: 1, Category.DONE: 2, Category.CANCELED: 2}
_ENDS = (Category.DONE, Category.CANCELED)


@dataclass(frozen=True, slots=True)
class Course:
    """When an issue was first begun and last ended, None for what has not happened.

    `went_back` says that it was moved to an earlier category on the way.
    """

    began_at: datetime | None
    ended_at: datetime | None
    went_back: bool


def categorised(issue: Issue, categories: Mapping[str, Category]) -> Issue:
    """The issue with its statuses filed as `categories` says, by lower-case status.

    What they leave out is filed as the tracker filed it at the time, but for the status that it has
    now: what that means today, it meant when the issue came into it.
    """
    filed = {issue.status.casefold(): issue.category, **categories}
    return replace(
        issue,
        category=filed[issue.status.casefold()],
        transitions=tuple(
            replace(
                each,
                from_category=filed.get(each.from_status.casefold(), each.from_category),
                to_category=filed.get(each.to_status.casefold(), each.to_category),
            )
            for each in sorted(issue.transitions, key=lambda each: each.at)
        ),
    )


def course(issue: Issue) -> Course:
    """From the first time in progress to the last time that it came to be done, or canceled.

    A move between two statuses of one category is none. An issue that was created in progress began
    with its creation. One without a history of its end ended when the tracker says that it was resolved.
    """
    began = next((at for at, category in _entries(issue) if category is Category.IN_PROGRESS), None)
    ended = None
    if issue.category in _ENDS:
        entries = [at for at, category in _entries(issue) if category is issue.category]
        ended = entries[-1] if entries else issue.resolved_at or _last_move(issue)
    back = any(_ORDER[each.to_category] < _ORDER[each.from_category] for each in issue.transitions)
    return Course(began, ended, back)


def issue_facts(
    issue: Issue, hours: Collection[WorkingHours], type_id: int, *, is_linked: bool
) -> IssueFacts | None:
    """The facts of an issue that is done or was canceled, in whole seconds; None of any other.

    `hours` are those of the assignee. A span that would be negative, or longer than 68 years, is
    None, and the issue is flagged as contradictory. What was canceled has no cycle.
    """
    run = course(issue)
    if run.ended_at is None:
        return None
    is_canceled = issue.category is Category.CANCELED
    began = None if is_canceled else run.began_at
    cycle, lead = _between(began, run.ended_at), _between(issue.created_at, run.ended_at)
    stopped = _stopped(issue, began, run.ended_at) if began and cycle is not None else None
    points = _points(issue)
    noticed = {
        IssueFlag.CANCELED: is_canceled,
        IssueFlag.REOPENED: run.went_back,
        IssueFlag.UNESTIMATED: points is None,
        IssueFlag.LINKED: is_linked,
        IssueFlag.NEVER_STARTED: run.began_at is None,
        IssueFlag.BLOCKED: stopped,
        IssueFlag.SUBTASK: issue.is_subtask,
        IssueFlag.CONTRADICTORY: lead is None or (began is not None and cycle is None),
    }
    return IssueFacts(
        id=issue.id,
        place_id=issue.project_id,
        author_id=issue.assignee_id,
        at=run.ended_at,
        flags=IssueFlag(sum(flag for flag, seen in noticed.items() if seen)),
        type_id=type_id,
        cycle=cycle,
        cycle_working=None if cycle is None else working_seconds(began or run.ended_at, run.ended_at, hours),
        lead=lead,
        stopped=stopped,
        points=points,
    )


def since_creation(issue: Issue, at: datetime, hours: Collection[WorkingHours], type_id: int) -> SpanFacts:
    """An issue at a later moment of its life, with the time from its creation; None of one before it."""
    span = _between(issue.created_at, at)
    flags = IssueFlag.CANCELED if issue.category is Category.CANCELED else IssueFlag(0)
    return SpanFacts(
        id=issue.id,
        place_id=issue.project_id,
        author_id=issue.assignee_id,
        at=at,
        flags=flags | IssueFlag.LINKED | (IssueFlag.CONTRADICTORY if span is None else IssueFlag(0)),
        kind_id=type_id,
        span=span,
        span_working=None if span is None else working_seconds(issue.created_at, at, hours),
    )


def _entries(issue: Issue) -> Iterator[tuple[datetime, Category]]:
    """When it came into each category, from the one that it was created in."""
    yield issue.created_at, issue.transitions[0].from_category if issue.transitions else issue.category
    yield from ((each.at, each.to_category) for each in issue.transitions if _crosses(each))


def _crosses(move: Transition) -> bool:
    return move.from_category is not move.to_category


def _last_move(issue: Issue) -> datetime:
    return issue.transitions[-1].at if issue.transitions else issue.created_at


def _between(start: datetime | None, end: datetime) -> int | None:
    if start is None:
        return None
    seconds = int((end - start).total_seconds())
    return seconds if start <= end and seconds <= LONGEST else None


def _stopped(issue: Issue, began: datetime, ended: datetime) -> int:
    """How much of the cycle it was blocked, overlaps counted once."""
    cut = ((max(stop.began_at, began), min(stop.ended_at or ended, ended)) for stop in issue.stops)
    return int(sum((end - start).total_seconds() for start, end in _united(cut)))


def _united(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    united: list[tuple[datetime, datetime]] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _points(issue: Issue) -> int | None:
    """The estimate in hundredths; one below zero is none."""
    if (
        issue.estimate is None
        or not isfinite(issue.estimate)
        or not 0 <= issue.estimate * HUNDREDTHS <= LONGEST
    ):
        return None
    return round(issue.estimate * HUNDREDTHS)
