"""The events of a pull request that its clocks need, gathered by what they tell."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.ids import identify
from domain.records import Comment, Commit, ReviewRequest
from integrations.accounts import Roster
from integrations.github.commits import commit
from integrations.intervals import Turn
from integrations.reading import Node, each, inside, moment, name, optional_inside


@dataclass(slots=True)
class Timeline:
    """Each list by time; a turn says whether it went into the state (True) or out of it."""

    draft_turns: list[Turn] = field(default_factory=list)
    closed_turns: list[Turn] = field(default_factory=list)
    requests: list[ReviewRequest] = field(default_factory=list)
    dismissals: dict[str, datetime] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    dropped: list[Commit] = field(default_factory=list)
    """Heads that were pushed away by force."""


def timeline(source: str, items: Node, roster: Roster) -> Timeline:
    """What the events tell; one of a kind that we did not ask for tells nothing."""
    line = Timeline()

    def take(event: Node) -> None:
        kind = event.get("__typename")
        if kind == "IssueComment":
            line.comments.append(_comment(source, event, roster))
        elif isinstance(kind, str) and kind in _TAKERS:
            _TAKERS[kind](line, event, roster)

    each(items, "nodes", take)
    return line


def _comment(source: str, event: Node, roster: Roster) -> Comment:
    return Comment(
        id=identify(source, "comment", name(event, "id")),
        author_id=roster.at(event, "author"),
        created_at=moment(event, "createdAt"),
    )


def _ready(line: Timeline, event: Node, _: Roster) -> None:
    line.draft_turns.append((moment(event, "createdAt"), False))


def _draft(line: Timeline, event: Node, _: Roster) -> None:
    line.draft_turns.append((moment(event, "createdAt"), True))


def _closed(line: Timeline, event: Node, _: Roster) -> None:
    line.closed_turns.append((moment(event, "createdAt"), True))


def _reopened(line: Timeline, event: Node, _: Roster) -> None:
    line.closed_turns.append((moment(event, "createdAt"), False))


def _dismissed(line: Timeline, event: Node, _: Roster) -> None:
    """The review may have been deleted since."""
    review = optional_inside(event, "review", lambda node: name(node, "id"))
    if review is not None:
        line.dismissals[review] = moment(event, "createdAt")


def _force_pushed(line: Timeline, event: Node, roster: Roster) -> None:
    """The head before is gone from the list of commits, and perhaps from GitHub."""
    before = optional_inside(event, "beforeCommit", lambda work: commit(work, roster))
    if before is not None:
        line.dropped.append(before)


def _requested(line: Timeline, event: Node, roster: Roster) -> None:
    line.requests.append(_request(event, roster))


def _request_removed(line: Timeline, event: Node, roster: Roster) -> None:
    """The latest standing request of this reviewer ends."""
    removal = _request(event, roster)
    standing = (removal.reviewer_id, removal.team, None)
    for index in range(len(line.requests) - 1, -1, -1):
        request = line.requests[index]
        if (request.reviewer_id, request.team, request.removed_at) == standing:
            line.requests[index] = replace(request, removed_at=removal.requested_at)
            return


def _request(event: Node, roster: Roster) -> ReviewRequest:
    """Whoever was asked: an account, a team, or somebody who is gone by now."""
    reviewer = event.get("requestedReviewer")
    is_team = isinstance(reviewer, dict) and "slug" in reviewer
    return ReviewRequest(
        requested_at=moment(event, "createdAt"),
        reviewer_id=None if is_team else roster.at(event, "requestedReviewer"),
        team=inside(event, "requestedReviewer", lambda team: name(team, "slug")) if is_team else None,
    )


_TAKERS: dict[str, Callable[[Timeline, Node, Roster], None]] = {
    "ReadyForReviewEvent": _ready,
    "ConvertToDraftEvent": _draft,
    "ClosedEvent": _closed,
    "ReopenedEvent": _reopened,
    "ReviewDismissedEvent": _dismissed,
    "HeadRefForcePushedEvent": _force_pushed,
    "ReviewRequestedEvent": _requested,
    "ReviewRequestRemovedEvent": _request_removed,
}
