"""A life as it looks on a given day: what has not happened yet is not in the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.records import PullRequest, PullRequestState


def seen(life: PullRequest, now: datetime) -> PullRequest | None:
    """The pull request as its provider would tell it at `now`; None before it was opened."""
    if life.created_at > now:
        return None
    past = replace(
        life,
        merged_at=_until(life.merged_at, now),
        closed_at=_until(life.closed_at, now),
        commits=tuple(commit for commit in life.commits if commit.committed_at <= now),
        reviews=tuple(review for review in life.reviews if review.submitted_at <= now),
        comments=tuple(comment for comment in life.comments if comment.created_at <= now),
        drafts=tuple(
            replace(draft, ended_at=_until(draft.ended_at, now))
            for draft in life.drafts
            if draft.began_at <= now
        ),
        review_requests=tuple(asked for asked in life.review_requests if asked.requested_at <= now),
        closed_intervals=tuple(
            replace(closed, reopened_at=_until(closed.reopened_at, now))
            for closed in life.closed_intervals
            if closed.closed_at <= now
        ),
    )
    return _settled(past)


def _settled(past: PullRequest) -> PullRequest:
    """The record with what follows from its events: its state, its draft flag, its last change."""
    reopenable = next((c.closed_at for c in past.closed_intervals if c.reopened_at is None), None)
    closed_at = past.merged_at or reopenable
    merged, closed = past.merged_at is not None, closed_at is not None
    ended = PullRequestState.CLOSED if closed else PullRequestState.OPEN
    return replace(
        past,
        state=PullRequestState.MERGED if merged else ended,
        closed_at=closed_at,
        merged_by_id=past.merged_by_id if merged else None,
        merge_sha=past.merge_sha if merged else None,
        is_draft=any(draft.ended_at is None for draft in past.drafts),
        updated_at=max(_events(past)),
    )


def _events(past: PullRequest) -> Iterator[datetime]:
    yield past.created_at
    yield from (moment for moment in (past.merged_at, past.closed_at) if moment)
    yield from (commit.committed_at for commit in past.commits)
    yield from (review.submitted_at for review in past.reviews)
    yield from (comment.created_at for comment in past.comments)
    yield from (draft.ended_at or draft.began_at for draft in past.drafts)
    yield from (asked.requested_at for asked in past.review_requests)
    yield from (closed.reopened_at or closed.closed_at for closed in past.closed_intervals)


def _until(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment and moment <= now else None
