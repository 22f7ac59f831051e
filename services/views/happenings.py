"""What happened on a pull request, in order and in words."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from domain.records import PullRequest, PullRequestState, Review, ReviewState
from domain.rulings.milestones import Milestones
from domain.rulings.people import People, is_human
from domain.views.pull_request import Happening

_SAID = {
    ReviewState.APPROVED: "approved",
    ReviewState.CHANGES_REQUESTED: "asked for changes",
    ReviewState.COMMENTED: "commented in a review",
    ReviewState.DISMISSED: "gave a review that was dismissed later",
}
Event = tuple[datetime, int, str]
"""When, which of what happened in one second comes first, and what."""


def happenings(pr: PullRequest, at: Milestones, people: People) -> list[Happening]:
    """Everything from the first commit to the end; the same thing again and again is told once."""
    events = [*_life(pr, at, people), *_pushes(pr), *_requests(pr, people), *_words(pr, people)]
    told = []
    for what, group in groupby(sorted(events), key=lambda event: event[2]):
        first, *others = group
        times = f", {len(others) + 1} times" if others else ""
        told.append(Happening(first[0], f"{what}{times}"))
    return told


def _life(pr: PullRequest, at: Milestones, people: People) -> Iterator[Event]:
    """How it came and went: opened, a draft and ready, closed and reopened, merged."""
    if at.work_began_at < pr.created_at:
        yield at.work_began_at, 0, "First commit written"
    as_draft = any(draft.began_at <= pr.created_at for draft in pr.drafts)
    yield pr.created_at, 0, f"Opened{' as a draft' if as_draft else ''} by {who(pr.author_id, people)}"
    for draft in pr.drafts:
        if draft.began_at > pr.created_at:
            yield draft.began_at, 1, "Made a draft"
        if draft.ended_at:
            yield draft.ended_at, 1, "Ready for review"
    for gap in pr.closed_intervals:
        if gap.reopened_at:
            yield gap.closed_at, 5, "Closed"
            yield gap.reopened_at, 6, "Reopened"
    if pr.merged_at:
        yield pr.merged_at, 9, f"Merged by {who(pr.merged_by_id, people)}"
    elif pr.state is PullRequestState.CLOSED and pr.closed_at:
        yield pr.closed_at, 9, "Closed without a merge"


def _pushes(pr: PullRequest) -> Iterator[Event]:
    return (
        (each.committed_at, 2, "Commit pushed") for each in pr.commits if each.committed_at > pr.created_at
    )


def _requests(pr: PullRequest, people: People) -> Iterator[Event]:
    for request in pr.review_requests:
        asked = f"the team {request.team}" if request.team else who(request.reviewer_id, people)
        yield request.requested_at, 3, f"Review requested from {asked}"
        if request.removed_at:
            yield request.removed_at, 3, f"Request to {asked} taken back"


def _words(pr: PullRequest, people: People) -> Iterator[Event]:
    for review in pr.reviews:
        yield from _review(review, people)
    for comment in pr.comments:
        yield comment.created_at, 4, f"{who(comment.author_id, people)} commented"


def _review(review: Review, people: People) -> Iterator[Event]:
    reviewer = who(review.author_id, people)
    yield review.submitted_at, 4, f"{reviewer} {_SAID[review.state]}"
    if review.dismissed_at:
        yield review.dismissed_at, 5, f"The review by {reviewer} was dismissed"


def who(account_id: int | None, people: People) -> str:
    """A login, with a word where it is no person's."""
    account = people.get(account_id) if account_id is not None else None
    if account is None:
        return "somebody whose account is gone"
    return account.login if is_human(account_id, people) else f"{account.login} (a {account.kind})"
