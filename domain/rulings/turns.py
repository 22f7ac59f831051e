"""Whose turn an open pull request is: somebody who was asked, its author, or nobody."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.people import Asker
from domain.records import PullRequest, Review, ReviewRequest, ReviewState
from domain.rulings.people import People, is_human, may_review
from domain.rulings.rounds import is_push

_DECISIVE = frozenset({ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED})
_HOUR = 3600


class Step(StrEnum):
    """What has to happen next."""

    ASK = "somebody to be asked"
    FIRST_REVIEW = "the first review"
    NEXT_REVIEW = "another look"
    ANSWER = "its author"
    MERGE = "the merge"


@dataclass(frozen=True, slots=True)
class Turn:
    """Since when it waits and why; `by` are the accounts that could move it on."""

    since: datetime
    why: str
    by: frozenset[int]
    step: Step = Step.FIRST_REVIEW


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each step may take before the pull request is stuck, in seconds of working time.

    A working day has 8 hours: one for a review, two for the author and the merge, ten for all of it.
    """

    review: int = 8 * _HOUR
    author: int = 16 * _HOUR
    merge: int = 16 * _HOUR
    whole: int = 80 * _HOUR

    def with_step(self, step: Step) -> int:
        """How long this step may take."""
        return {Step.ANSWER: self.author, Step.MERGE: self.merge}.get(step, self.review)


def is_stuck(step: Step, waited: int, open_for: int, patience: Patience) -> bool:
    """Whether it waited too long for this step, or has been open for too long; seconds of working time."""
    return waited > patience.with_step(step) or open_for > patience.whole


def began_at(pr: PullRequest) -> datetime:
    """Since when somebody could review it: opened, left draft, or reopened, whichever came last."""
    drafts = (each.ended_at for each in pr.drafts if each.ended_at)
    reopened = (each.reopened_at for each in pr.closed_intervals if each.reopened_at)
    return max((pr.created_at, *drafts, *reopened))


def asked(pr: PullRequest, asker: Asker) -> Turn | None:
    """The asker's turn because their review is requested; None when no such request stands."""
    own = set(asker.account_ids)
    requests = [
        request for request in pr.review_requests if request.reviewer_id in own and request.removed_at is None
    ]
    if not requests or pr.author_id in own:
        return None
    latest = max(requests, key=lambda request: request.requested_at)
    return Turn(latest.requested_at, "Your review is requested", frozenset(own))


def turn(pr: PullRequest, people: People) -> Turn:
    """Whose turn it is (docs/explain/definitions.md, "Stuck pull requests").

    An objection that stands waits for its author, and once that was answered, by a push or another
    request, for another look. An approval without an objection waits for the merge. What nobody
    reviewed waits for those who were asked; comments without a decision wait for their answer.
    """
    decisions = _decisions(pr, people)
    objections = [each for each in decisions if each.state is ReviewState.CHANGES_REQUESTED]
    if objections:
        last = max(each.submitted_at for each in objections)
        answered = min(_answers(pr, people, last), default=None)
        if answered is None:
            return _of_author(pr, Step.ANSWER, last, "Changes were requested")
        return _another_look(pr, people, answered, {each.author_id for each in objections})
    if decisions:
        approved = max(each.submitted_at for each in decisions)
        return _of_author(pr, Step.MERGE, approved, "Approved and not merged yet")
    looks = {(at, who) for at, who in _looks(pr) if may_review(who, pr, people)}
    return _discussed(pr, people, looks) if looks else _unseen(pr, people)


def _discussed(pr: PullRequest, people: People, looks: Collection[tuple[datetime, int | None]]) -> Turn:
    """There were comments, but nobody has decided."""
    last = max(at for at, _ in looks)
    waiting = _waiting(pr, people)
    said = (each.created_at for each in pr.comments if each.author_id == pr.author_id)
    replies = (moment for moment in said if moment > last)
    answered = min((*_answers(pr, people, last), *replies), default=None)
    if answered is not None:
        return _another_look(pr, people, answered, {who for _, who in looks})
    if waiting:
        since = max(began_at(pr), min(each.requested_at for each in waiting))
        return Turn(since, _waits_for(waiting, people), _asked_of(waiting), Step.NEXT_REVIEW)
    return _of_author(pr, Step.ANSWER, last, "Reviewed and not answered yet")


def _unseen(pr: PullRequest, people: People) -> Turn:
    """As pickup will be counted: from ready, or from a request and the last commit before the review."""
    waiting = _waiting(pr, people)
    if not waiting:
        return Turn(began_at(pr), "Nobody has been asked to review it", frozenset(), Step.ASK)
    pushes = (each.committed_at for each in pr.commits)
    since = max(began_at(pr), min(each.requested_at for each in waiting), *pushes)
    return Turn(since, _waits_for(waiting, people), _asked_of(waiting), Step.FIRST_REVIEW)


def _another_look(
    pr: PullRequest, people: People, since: datetime, reviewers: Collection[int | None]
) -> Turn:
    """Those who looked before, and those whom somebody asks to, can look again."""
    waiting = _waiting(pr, people)
    by = _asked_of(waiting) or frozenset(who for who in reviewers if who is not None)
    why = _waits_for(waiting, people) if waiting else "Waits for another look"
    return Turn(since, why, by, Step.NEXT_REVIEW)


def _of_author(pr: PullRequest, step: Step, since: datetime, why: str) -> Turn:
    by = frozenset() if pr.author_id is None else frozenset({pr.author_id})
    return Turn(max(since, began_at(pr)), why, by, step)


def _answers(pr: PullRequest, people: People, since: datetime) -> Iterator[datetime]:
    """When anything new came for the reviewers: a push, another request, an objection dismissed."""
    yield from (each.dismissed_at for each in pr.reviews if each.dismissed_at and each.dismissed_at > since)
    pushes = (each.committed_at for each in pr.commits if is_push(each, people))
    yield from (moment for moment in pushes if moment > since)
    yield from (
        each.requested_at
        for each in pr.review_requests
        if each.requested_at > since and each.removed_at is None and is_human(each.reviewer_id, people)
    )


def _looks(pr: PullRequest) -> Iterator[tuple[datetime, int | None]]:
    yield from ((each.submitted_at, each.author_id) for each in pr.reviews)
    yield from ((each.created_at, each.author_id) for each in pr.comments)


def _waiting(pr: PullRequest, people: People) -> list[ReviewRequest]:
    """The requests that stand and were not answered, to people and teams; a team's, by nobody at all."""
    answers = [(each.author_id, each.submitted_at) for each in pr.reviews]
    answers = [(who, at) for who, at in answers if may_review(who, pr, people)]
    return [
        request
        for request in pr.review_requests
        if request.removed_at is None
        and is_human(request.reviewer_id, people)
        and request.reviewer_id != (pr.author_id or 0)
        and not any(at >= request.requested_at and request.reviewer_id in (who, None) for who, at in answers)
    ]


def _asked_of(waiting: Collection[ReviewRequest]) -> frozenset[int]:
    return frozenset(each.reviewer_id for each in waiting if each.reviewer_id is not None)


def _waits_for(waiting: Collection[ReviewRequest], people: People) -> str:
    """Two names at most, for a list of names calls nobody."""
    names = {people[who].login for who in _asked_of(waiting) if who in people}
    names |= {f"the team {each.team}" for each in waiting if each.team}
    shown = sorted(names)
    return f"Waits for {' and '.join(shown[:2])}" if shown else "Waits for a reviewer whose account is gone"


def _decisions(pr: PullRequest, people: People) -> Collection[Review]:
    """Each reviewer's latest decisive review that was not dismissed."""
    latest: Mapping[int | None, Review] = {
        each.author_id: each
        for each in sorted(pr.reviews, key=lambda each: (each.submitted_at, each.id))
        if each.state is not ReviewState.COMMENTED and may_review(each.author_id, pr, people)
    }
    return [each for each in latest.values() if each.state in _DECISIVE and each.dismissed_at is None]
