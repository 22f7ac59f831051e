"""Rounds of review and reviewers' responses told a second time, sharing no code with the rulings."""

import re
from datetime import datetime

from domain.records import PullRequest


def rounds_again(pr: PullRequest, persons: set[int]) -> int | None:
    """The history is read out; the count goes up whenever somebody looks at something new."""
    end = pr.merged_at or pr.closed_at
    looks = [(each.submitted_at, each.author_id) for each in pr.reviews]
    looks += [(each.created_at, each.author_id) for each in pr.comments]
    told = [(when, "looked") for when, who in looks if _is_other(who, pr, persons)]
    for commit in pr.commits:
        by_person = commit.author_id is None or commit.author_id in persons
        is_update = re.match(r"(?i)merge (remote-tracking )?branch ['\"]", commit.headline)
        told.append((commit.committed_at, "a new thing" if by_person and not is_update else ""))
    told.sort()  # "a new thing" stands before "looked" in one second
    count, something_new = 0, True
    for when, what in told:
        if end and when > end:
            break
        if what == "a new thing":
            something_new = True
        if what == "looked" and something_new:
            count, something_new = count + 1, False
    return count or None


def responses_again(pr: PullRequest, persons: set[int]) -> dict[int, int]:
    """Seconds that each person took to answer, counted one after the other, but for those as a draft."""
    end = pr.merged_at or pr.closed_at
    answers: dict[int, int] = {}
    for who in persons - {pr.author_id}:
        reviews = [each.submitted_at for each in pr.reviews if each.author_id == who]
        asked: list[tuple[datetime, datetime]] = []
        for request in pr.review_requests:
            since = max(request.requested_at, pr.created_at)
            later = [moment for moment in reviews if moment >= since and not (end and moment > end)]
            if request.reviewer_id == who and later:
                answered = min(later)
                if not (request.removed_at and request.removed_at < answered):
                    asked.append((since, answered))
        if asked:
            since, answered = min(asked)
            waited = _seconds_not_draft(pr, since, answered)
            if waited or since == answered:
                answers[who] = waited
    return answers


def _seconds_not_draft(pr: PullRequest, since: datetime, until: datetime) -> int:
    edges = {since, until}
    for draft in pr.drafts:
        edges |= {moment for moment in (draft.began_at, draft.ended_at) if moment and since < moment < until}
    total, before = 0.0, since
    for edge in sorted(edges):
        middle = before + (edge - before) / 2
        if not any(
            each.began_at <= middle and (not each.ended_at or middle < each.ended_at) for each in pr.drafts
        ):
            total += (edge - before).total_seconds()
        before = edge
    return int(total)


def _is_other(account: int | None, pr: PullRequest, persons: set[int]) -> bool:
    if account is None:
        return pr.author_id is not None
    return account in persons and account != pr.author_id
