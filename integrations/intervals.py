"""The stretches that the events of a pull request tell: while it was a draft, while it was closed."""

from datetime import datetime
from operator import itemgetter

from domain.records import ClosedInterval, DraftInterval

Turn = tuple[datetime, bool]
"""When it went into the state (True) or out of it."""


def drafts(
    turns: list[Turn], *, created_at: datetime, is_draft: bool, ended_at: datetime
) -> tuple[DraftInterval, ...]:
    """While it was a draft: opening as one leaves no event, so the first turn tells how it began.

    An interval that no event ends although it is no draft any more ended by `ended_at`.
    """
    turns = sorted(turns, key=itemgetter(0))
    began_as_draft = not turns[0][1] if turns else is_draft
    began_at = created_at if began_as_draft else None
    found: list[DraftInterval] = []
    for at, into_draft in turns:
        if into_draft:
            began_at = began_at or at
        elif began_at is not None:
            found.append(DraftInterval(began_at, at))
            began_at = None
    if began_at is not None:
        found.append(DraftInterval(began_at, None if is_draft else ended_at))
    return tuple(found)


def closed(
    turns: list[Turn], *, closed_at: datetime | None, merged_at: datetime | None
) -> tuple[ClosedInterval, ...]:
    """While it was closed and not merged; merging closes too, and that is no interval."""
    since: datetime | None = None
    found: list[ClosedInterval] = []
    for at, into_closed in sorted(turns, key=itemgetter(0)):
        if into_closed:
            since = since or at
        elif since is not None:
            found.append(ClosedInterval(since, at))
            since = None
    if merged_at is None and closed_at is not None:
        found.append(ClosedInterval(since or closed_at))
    return tuple(found)
