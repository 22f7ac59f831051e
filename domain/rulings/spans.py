"""The spans between milestones, as the stretches of time they are made of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.facts import Span
from domain.records import PullRequest
from domain.rulings.milestones import Milestones

LONGEST = 2**31 - 1
"""The longest span, in seconds, that a column can hold: 68 years."""

Stretch = tuple[datetime, datetime]
Stretches = tuple[Stretch, ...]


def spans(pr: PullRequest, at: Milestones) -> Mapping[Span, Stretches | None]:
    """What each span of a merged pull request is made of; one that is not merged has no spans.

    Time as a draft after it was ready is coding, wherever it falls. A span that ends before it begins
    is told as it is, one stretch the wrong way round.
    """
    merged = at.merged_at
    if merged is None:
        return dict.fromkeys(Span)
    drafts = [(draft.began_at, draft.ended_at or merged) for draft in pr.drafts]
    ready = at.ready_at or at.first_review_at or merged
    coding = _between(at.work_began_at, ready)
    pickup = _between(_waiting_since(at), at.first_review_at)
    review = _between(at.first_review_at, at.approved_at or merged)
    merge = _between(at.approved_at, merged)
    return {
        Span.CYCLE: _between(at.work_began_at, merged),
        Span.CODING: coding and coding + shared((ready, merged), drafts),
        Span.PICKUP: pickup and without(pickup[0], drafts),
        Span.REVIEW: review and without(review[0], drafts),
        Span.MERGE: merge and without(merge[0], drafts),
    }


def without(stretch: Stretch, gaps: Sequence[Stretch]) -> Stretches:
    """What is left of a stretch when the gaps are taken out; they may overlap and come in any order."""
    start, end = stretch
    if end < start or not gaps:
        return (stretch,)
    left = []
    for began, ended in sorted(gap for gap in gaps if max(gap[0], start) < min(gap[1], end)):
        if start < began:
            left.append((start, began))
        start = max(start, ended)
    return (*left, (start, end)) if start < end else tuple(left)


def shared(stretch: Stretch, others: Sequence[Stretch]) -> Stretches:
    """What a stretch has in common with any of the others."""
    start, end = stretch
    return without(stretch, without(stretch, others)) if start < end else ()


def _waiting_since(at: Milestones) -> datetime | None:
    """When a reviewer could have begun; never, for one that was reviewed while still a draft."""
    return max(at.ready_at, at.requested_at or at.ready_at) if at.ready_at else None


def _between(start: datetime | None, end: datetime | None) -> Stretches | None:
    return ((start, end),) if start and end else None
