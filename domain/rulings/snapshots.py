"""Snapshots: what was in a sprint when it began and when it ended, kept whatever is edited afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.records import Issue, Snapshot, Sprint, SprintMoment, SprintState
from domain.rulings.standing import item, of_sprint, standing

CLOSING = timedelta(minutes=1)
"""What leaves a sprint this shortly before its close was taken out by the closing itself."""

_LATER = timedelta(microseconds=1)


def as_closed(issue: Issue, sprint: Sprint) -> Issue:
    """The issue with what the sprint's closing did to it told as after the close.

    Trackers move what is not done on to the next sprint as they close one: it was in scope to the end.
    """
    closed_at = closing(sprint)
    if closed_at is None:
        return issue
    changes = tuple(
        replace(change, at=closed_at + _LATER)
        if change.sprint_id == sprint.id
        and not change.is_added
        and closed_at - CLOSING <= change.at <= closed_at
        else change
        for change in issue.sprint_changes
    )
    return replace(issue, sprint_changes=changes)


def snapshot(
    sprint: Sprint, issues: Sequence[Issue], moment: SprintMoment, at: datetime, taken_at: datetime
) -> Snapshot:
    """What was in the sprint at `at`, from the issues' histories (metric definitions, section 7).

    Issues that are canceled are kept, though they are out of scope.
    """
    seen = [(issue, standing(issue, sprint.id, at)) for issue in of_sprint(issues, sprint.id)]
    items = (item(issue, where) for issue, where in seen if where.is_in)
    return Snapshot(sprint.id, moment, taken_at, tuple(sorted(items, key=lambda each: each.issue_id)))


def due(sprint: Sprint, now: datetime) -> dict[SprintMoment, datetime]:
    """Of which moments of the sprint there should be a snapshot by now, and when they were."""
    moments: dict[SprintMoment, datetime] = {}
    if has_begun(sprint, now) and sprint.began_at:
        moments[SprintMoment.START] = sprint.began_at
    closed_at = closing(sprint)
    if closed_at and closed_at <= now:
        moments[SprintMoment.CLOSE] = closed_at
    return moments


def has_begun(sprint: Sprint, now: datetime) -> bool:
    """A planned beginning in the past is none while the sprint waits to be started by hand."""
    begun = sprint.began_at is not None and sprint.began_at <= now
    return begun and sprint.state is not SprintState.FUTURE


def closing(sprint: Sprint) -> datetime | None:
    """When a closed sprint was closed; where its tracker does not say, when it was to end."""
    return (sprint.closed_at or sprint.ends_at) if sprint.state is SprintState.CLOSED else None


def has_drifted(taken: Snapshot, again: Snapshot) -> bool:
    """Whether the histories tell another story today than the snapshot that was taken."""
    return _told(taken) != _told(again)


def _told(seen: Snapshot) -> set[tuple[int, float | None, bool, bool]]:
    return {(each.issue_id, each.estimate, each.is_done, each.is_canceled) for each in seen.items}
