"""Where an issue stood at a moment: in which sprint, at what estimate, in which category of status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.records import Category, Issue, SnapshotItem


@dataclass(frozen=True, slots=True)
class Standing:
    """An issue at a moment, seen from one sprint."""

    is_in: bool
    estimate: float | None
    category: Category

    @property
    def is_scope(self) -> bool:
        """Whether the sprint has to do it: what is canceled is out of scope."""
        return self.is_in and self.category is not Category.CANCELED


def standing(issue: Issue, sprint_id: int, at: datetime) -> Standing:
    """The issue as its history tells it; what happened at the very moment has happened."""
    return Standing(_is_in(issue, sprint_id, at), _estimate(issue, at), category(issue, at))


def item(issue: Issue, seen: Standing) -> SnapshotItem:
    """The issue as a snapshot keeps it."""
    return SnapshotItem(
        issue.id,
        issue.key,
        seen.estimate,
        seen.category is Category.DONE,
        seen.category is Category.CANCELED,
    )


def sprints_of(issue: Issue) -> set[int]:
    """The sprints that the issue is in, or ever was."""
    return {*issue.sprint_ids, *(change.sprint_id for change in issue.sprint_changes)}


def of_sprint(issues: Sequence[Issue], sprint_id: int) -> list[Issue]:
    """The issues that count on their own in a sprint, now or once.

    Those of sub-tasks whose parent is there too are part of the parent: their points would count twice.
    """
    there = [issue for issue in issues if sprint_id in sprints_of(issue)]
    keys = {(issue.source, issue.key) for issue in there}
    return [
        issue
        for issue in there
        if not (issue.is_subtask and issue.parent_key and (issue.source, issue.parent_key) in keys)
    ]


def moments(issue: Issue, sprint_id: int, start: datetime, stop: datetime) -> list[datetime]:
    """When in `(start, stop]` anything about the issue changed that a sprint counts, in order."""
    told = {change.at for change in issue.sprint_changes if change.sprint_id == sprint_id}
    told |= {change.at for change in issue.estimate_changes}
    told |= {change.at for change in issue.transitions}
    return sorted(at for at in {issue.created_at, *told} if start < at <= stop)


def category(issue: Issue, at: datetime) -> Category:
    """The category of its status at a moment."""
    changes = sorted(issue.transitions, key=lambda change: change.at)
    past = [change.to_category for change in changes if change.at <= at]
    if past:
        return past[-1]
    return changes[0].from_category if changes else issue.category


def _is_in(issue: Issue, sprint_id: int, at: datetime) -> bool:
    """Trackers log no change for an issue that was created in the sprint: it was there from its creation."""
    changes = [change for change in issue.sprint_changes if change.sprint_id == sprint_id]
    changes.sort(key=lambda change: change.at)
    past = [change.is_added for change in changes if change.at <= at]
    if past:
        return past[-1]
    if issue.created_at > at:
        return False
    return not changes[0].is_added if changes else sprint_id in issue.sprint_ids


def _estimate(issue: Issue, at: datetime) -> float | None:
    changes = sorted(issue.estimate_changes, key=lambda change: change.at)
    past = [change.after for change in changes if change.at <= at]
    if past:
        return past[-1]
    return changes[0].before if changes else issue.estimate
