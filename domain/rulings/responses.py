"""Responses: how long each reviewer who was asked took to answer with a review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.facts import Flag, SpanFacts
from domain.records import PullRequest, Review
from domain.rulings.attendance import Attendance
from domain.rulings.people import People, may_review
from domain.rulings.spans import LONGEST, without
from domain.working import Calendar, working_seconds


def responses(
    pr: PullRequest,
    people: People,
    present: Attendance,
    *,
    end: datetime,
    flags: Flag,
) -> tuple[SpanFacts, ...]:
    """A fact for every person who was asked for a review and submitted one by `end`, in whole seconds.

    It runs from their first request that stood to their first review after it (metric definitions,
    section 2, "Reviewer response"), less the time as a draft; the fact has the review's id. A request
    to a team asks nobody in particular. What was answered while still a draft waited for nobody.
    """
    asked = {request.reviewer_id for request in pr.review_requests}
    answers = {who: _answer(pr, who, end) for who in asked if who and may_review(who, pr, people)}
    facts = (_fact(pr, answer, present.of([who]), end, flags) for who, answer in answers.items() if answer)
    return tuple(sorted(filter(None, facts), key=lambda fact: (fact.at, fact.id)))


@dataclass(frozen=True, slots=True)
class _Answer:
    asked_at: datetime
    review: Review


def _answer(pr: PullRequest, who: int, end: datetime) -> _Answer | None:
    """What answered their first request that was not taken back before, and when that was made."""
    reviews = sorted(
        (review for review in pr.reviews if review.author_id == who and review.submitted_at <= end),
        key=lambda review: (review.submitted_at, review.id),
    )
    requests = sorted(
        (request for request in pr.review_requests if request.reviewer_id == who),
        key=lambda request: request.requested_at,
    )
    for request in requests:
        asked_at = max(request.requested_at, pr.created_at)
        review = next((each for each in reviews if each.submitted_at >= asked_at), None)
        if review and (request.removed_at is None or request.removed_at >= review.submitted_at):
            return _Answer(asked_at, review)
    return None


def _fact(
    pr: PullRequest, answer: _Answer, calendars: Collection[Calendar], end: datetime, flags: Flag
) -> SpanFacts | None:
    """None where nobody waited, and where the wait is too long to be one."""
    asked_at, answered_at = answer.asked_at, answer.review.submitted_at
    drafts = [(draft.began_at, draft.ended_at or end) for draft in pr.drafts]
    closed = [(gap.closed_at, gap.reopened_at or gap.closed_at) for gap in pr.closed_intervals]
    waited = without((asked_at, answered_at), drafts)
    seconds = int(sum((ended - began).total_seconds() for began, ended in waited))
    if seconds > LONGEST or (asked_at < answered_at and not waited):
        return None
    at_work = (piece for stretch in waited for piece in without(stretch, closed))
    return SpanFacts(
        id=answer.review.id,
        place_id=pr.repository_id,
        author_id=answer.review.author_id,
        at=answered_at,
        flags=flags,
        kind_id=pr.id,
        span=seconds,
        span_working=sum(working_seconds(began, ended, calendars) for began, ended in at_work),
    )
