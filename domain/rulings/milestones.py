"""The milestones of a pull request: when work began, when it was ready, asked for, reviewed and approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.records import PullRequest, Review, ReviewState
from domain.rulings.people import People, is_human, may_review

NEVER = datetime.max.replace(tzinfo=UTC)
"""The end of what has not ended."""


@dataclass(frozen=True, slots=True)
class Milestones:
    """Moments in UTC, None for what has not happened; `objected` says that a change request stands."""

    work_began_at: datetime
    ready_at: datetime | None
    requested_at: datetime | None
    first_review_at: datetime | None
    approved_at: datetime | None
    merged_at: datetime | None
    objected: bool


def milestones(pr: PullRequest, people: People) -> Milestones:
    """What happened when, up to the merge or the final close; later reviews and comments do not count."""
    end = pr.merged_at or pr.closed_at or NEVER
    reviews = [
        review
        for review in pr.reviews
        if review.submitted_at <= end and may_review(review.author_id, pr, people)
    ]
    comments = (
        comment.created_at
        for comment in pr.comments
        if comment.created_at <= end and may_review(comment.author_id, pr, people)
    )
    first_review = min((*(review.submitted_at for review in reviews), *comments), default=None)
    ready = _ready_at(pr, first_review or end)
    approved, objected = _decision(reviews, end)
    return Milestones(
        work_began_at=min((pr.created_at, *(commit.authored_at for commit in pr.commits))),
        ready_at=ready,
        requested_at=_requested_at(pr, people, first_review, end) or ready,
        first_review_at=first_review,
        approved_at=approved,
        merged_at=pr.merged_at,
        objected=objected,
    )


def _ready_at(pr: PullRequest, until: datetime) -> datetime | None:
    """The last moment, up to the first review, at which it was opened for review or left draft."""
    moments = [draft.ended_at for draft in pr.drafts if draft.ended_at]
    if not any(draft.began_at <= pr.created_at < (draft.ended_at or NEVER) for draft in pr.drafts):
        moments.append(pr.created_at)
    return max((moment for moment in moments if moment <= max(until, pr.created_at)), default=None)


def _requested_at(
    pr: PullRequest, people: People, first_review: datetime | None, end: datetime
) -> datetime | None:
    """The first request to a person or team, not before opening nor before the last commit reviewed first.

    The last commit is told by its committer date, for that is when it came to be as the reviewer saw it.
    """
    limit = first_review or end
    asked = [
        request.requested_at
        for request in pr.review_requests
        if request.requested_at <= limit and is_human(request.reviewer_id, people)
    ]
    if not asked:
        return None
    seen = [commit.committed_at for commit in pr.commits if first_review and commit.committed_at <= limit]
    return min(max(min(asked), pr.created_at, *seen), limit)


def _decision(reviews: Iterable[Review], end: datetime) -> tuple[datetime | None, bool]:
    """When the last standing approval was given, and whether somebody's request for changes stands.

    A reviewer's latest decisive review is their word; when that one was dismissed, they have none.
    """
    words = {
        review.author_id: review
        for review in sorted(reviews, key=lambda review: (review.submitted_at, review.id))
        if review.state is not ReviewState.COMMENTED
    }
    standing = [
        review for review in words.values() if review.dismissed_at is None or review.dismissed_at > end
    ]
    if any(review.state is ReviewState.CHANGES_REQUESTED for review in standing):
        return None, True
    approvals = (review.submitted_at for review in standing if review.state is ReviewState.APPROVED)
    return max(approvals, default=None), False
