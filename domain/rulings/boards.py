"""Boards: which sprint follows which, and which of several boards an issue is counted by once."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from domain.ids import identify
from domain.records import Issue, Sprint
from domain.rulings.snapshots import closing
from domain.rulings.standing import sprints_of, standing

CONSECUTIVE = timedelta(days=5)
"""A sprint that begins at most this long after another closed follows it (metric definitions, section 7)."""

EARLY = timedelta(days=1)
"""The next sprint may be started a little before the last one is closed."""

_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def board_id(sprint: Sprint) -> int:
    return identify("board", sprint.source, sprint.board)


def _board(sprint: Sprint) -> tuple[str, str]:
    return sprint.source, sprint.board


def counted_once_id(sprint_id: int) -> int:
    """The id under which a sprint's facts lie without the issues that another board counts."""
    return identify("sprint", "once", str(sprint_id))


def following(sprint: Sprint, others: Iterable[Sprint]) -> Sprint | None:
    """The board's next sprint: the first to begin after this one closes; None while there is none.

    One that began up to a day before the close is the next one too; parallel ones are not.
    """
    closed_at = closing(sprint)
    later = [
        (other.began_at, other.id, other)
        for other in others
        if closed_at and other.began_at and other.began_at >= closed_at - EARLY
        if other.id != sprint.id and _board(other) == _board(sprint)
    ]
    return min(later, default=(None, 0, None))[2]


def is_consecutive(sprint: Sprint, later: Sprint) -> bool:
    """Whether the later sprint begins soon enough after the close for issues to be carried over."""
    closed_at = closing(sprint)
    if closed_at is None or later.began_at is None:
        return False
    return later.began_at - closed_at <= CONSECUTIVE


def counts_once(issue: Issue, sprint: Sprint, others: Mapping[int, Sprint]) -> bool:
    """Whether this sprint is the one that counts the issue where all boards are counted together.

    Of sprints of several boards that run at the same time and have the issue, that is the one of the
    issue's own project, else the one that began first. `others` are all of them, by id.
    """
    its = (others[id_] for id_ in sprints_of(issue) if id_ in others)
    rivals = [other for other in its if _shares(issue, sprint, other)]
    return sprint == min((sprint, *rivals), key=lambda each: _rank(issue, each))


def _shares(issue: Issue, sprint: Sprint, other: Sprint) -> bool:
    """Whether the other sprint is another board's, at the same time, and has the issue as well."""
    if _board(other) == _board(sprint) or not (sprint.began_at and other.began_at):
        return False
    ends, others_end = closing(sprint) or _EVER, closing(other) or _EVER
    if other.began_at >= ends or sprint.began_at >= others_end:
        return False
    return any(standing(issue, other.id, at).is_scope for at in (other.began_at, others_end))


def _rank(issue: Issue, sprint: Sprint) -> tuple[bool, datetime, int]:
    return sprint.project_id != issue.project_id, sprint.began_at or _EVER, sprint.id
