"""Whose turn an open pull request is: somebody who was asked, its author, or nobody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.people import Asker
from domain.records import PullRequest, Review, ReviewState
from domain.rulings.people import People, may_review

_DECISIVE = frozenset({ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED})


@dataclass(frozen=True, slots=True)
class Turn:
    """Since when it waits and why; `by` are the accounts that could move it on."""

    since: datetime
    why: str
    by: frozenset[int]


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


def of_author(pr: PullRequest, people: People) -> Turn | None:
    """The author's turn: changes stand requested and nothing was pushed since, or it can be merged."""
    own = frozenset({pr.author_id} if pr.author_id else ())
    decisions = _decisions(pr, people)
    objections = [each for each in decisions if each.state is ReviewState.CHANGES_REQUESTED]
    if objections:
        last = max(each.submitted_at for each in objections)
        pushed = any(commit.committed_at > last for commit in pr.commits)
        return None if pushed or _is_asked_again(pr, last) else Turn(last, "Changes were requested", own)
    if not decisions:
        return None
    return Turn(max(each.submitted_at for each in decisions), "Approved and not merged yet", own)


def of_reviewers(pr: PullRequest, people: People) -> Turn:
    """The reviewers' turn, since they were last asked or given something new."""
    requests = [each for each in pr.review_requests if each.removed_at is None]
    pushes = [each.committed_at for each in pr.commits if each.committed_at > pr.created_at]
    drafts = [each.ended_at for each in pr.drafts if each.ended_at]
    answered = max((each.submitted_at for each in pr.reviews), default=pr.created_at)
    moves = [pr.created_at, *drafts, *(each.requested_at for each in requests)]
    moves += [push for push in pushes if push > answered][:1]
    asked_of = frozenset(each.reviewer_id for each in requests if each.reviewer_id)
    names = sorted(people[account].login for account in asked_of if account in people)
    why = f"Waits for {' and '.join(names[:2])}" if names else "Nobody has been asked to review it"
    waits = "Waits for another look" if _decisions(pr, people) and not names else why
    return Turn(max(moves), waits, asked_of)


def _decisions(pr: PullRequest, people: People) -> Collection[Review]:
    """Each reviewer's latest decisive review that was not dismissed."""
    latest: Mapping[int | None, Review] = {
        each.author_id: each
        for each in sorted(pr.reviews, key=lambda each: each.submitted_at)
        if each.state in _DECISIVE and not each.dismissed_at and may_review(each.author_id, pr, people)
    }
    return latest.values()


def _is_asked_again(pr: PullRequest, since: datetime) -> bool:
    return any(each.requested_at > since and each.removed_at is None for each in pr.review_requests)
