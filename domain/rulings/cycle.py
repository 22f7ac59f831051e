"""The facts of one pull request: its milestones, its spans on both clocks, and what is odd about it."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from domain.facts import Flag, PullRequestFacts, Span
from domain.people import WorkingHours
from domain.records import Account, PullRequest
from domain.rulings.milestones import Milestones, milestones
from domain.rulings.people import People, author, hours_of, is_human, reviewers
from domain.rulings.reverts import is_revert
from domain.rulings.spans import Stretches, spans, without
from domain.working import working_seconds

OLD = timedelta(days=30)
"""A commit written longer than this before the pull request was opened makes it an outlier."""

LONGEST = 2**31 - 1
"""The longest span, in seconds, that a column can hold: 68 years."""


def facts(
    pr: PullRequest,
    people: Mapping[int, Account],
    calendars: Mapping[int, WorkingHours],
    default: WorkingHours,
    default_branch: str = "",
) -> PullRequestFacts:
    """What the rulings (docs/explain/definitions.md, "Cycle time") make of a pull request's history.

    `people` are the accounts seen on it by id, `calendars` the hours of those that have their own;
    without the repository's `default_branch` nothing is said about the branch it went to. Only a
    merged pull request has spans, in whole seconds; one that would be negative, or longer than
    `LONGEST`, is None and flagged as contradictory.
    """
    at = milestones(pr, people)
    made_of = spans(pr, at)
    calendar = {span: _calendar(stretches) for span, stretches in made_of.items()}
    hours = _hours(pr, people, calendars, default)
    working = {
        span: None if calendar[span] is None else _working(stretches, pr, hours[span])
        for span, stretches in made_of.items()
    }
    flags = _flags(pr, at, people, default_branch)
    if any(stretches is not None and calendar[span] is None for span, stretches in made_of.items()):
        flags |= Flag.CONTRADICTORY
    return PullRequestFacts(
        pull_request_id=pr.id,
        repository_id=pr.repository_id,
        author_id=pr.author_id,
        work_began_at=at.work_began_at,
        ready_at=at.ready_at,
        requested_at=at.requested_at,
        first_review_at=at.first_review_at,
        approved_at=at.approved_at,
        merged_at=at.merged_at,
        flags=flags,
        calendar=tuple(calendar[span] for span in Span),
        working=tuple(working[span] for span in Span),
        size=pr.additions + pr.deletions,
    )


def _calendar(stretches: Stretches | None) -> int | None:
    """Every hour counts."""
    if stretches is None:
        return None
    seconds = int(sum((end - start).total_seconds() for start, end in stretches))
    return seconds if 0 <= seconds <= LONGEST else None


def _working(stretches: Stretches | None, pr: PullRequest, hours: Collection[WorkingHours]) -> int:
    """Only working hours count, and none while it was closed."""
    closed = [
        (gap.closed_at, gap.reopened_at or pr.merged_at or gap.closed_at) for gap in pr.closed_intervals
    ]
    open_for = (piece for stretch in stretches or () for piece in without(stretch, closed))
    return sum(working_seconds(start, end, hours) for start, end in open_for)


def _hours(
    pr: PullRequest, people: People, calendars: Mapping[int, WorkingHours], default: WorkingHours
) -> Mapping[Span, frozenset[WorkingHours]]:
    """Whose working time a span is told in: the people who could have ended the wait."""
    authors, theirs = author(pr), reviewers(pr, people)
    of_author = hours_of(authors, calendars, default)
    of_reviewers = hours_of(theirs, calendars, default)
    of_both = hours_of(authors | theirs, calendars, default)
    return {
        Span.CYCLE: of_both,
        Span.CODING: of_author,
        Span.PICKUP: of_reviewers,
        Span.REVIEW: of_both,
        Span.MERGE: of_author,
    }


def _flags(pr: PullRequest, at: Milestones, people: People, default_branch: str) -> Flag:
    merged = at.merged_at is not None
    rewritten = {(commit.author_id, commit.authored_at, commit.headline) for commit in pr.commits}
    noticed = {
        Flag.BOT_AUTHOR: not is_human(pr.author_id, people),
        Flag.REVERT: is_revert(pr),
        Flag.UNREVIEWED: merged and at.first_review_at is None,
        Flag.SELF_MERGED: merged and pr.merged_by_id is not None and pr.merged_by_id == pr.author_id,
        Flag.OVER_OBJECTION: merged and at.objected,
        Flag.OLD_COMMIT: pr.created_at - at.work_began_at > OLD,
        Flag.REOPENED: any(gap.reopened_at for gap in pr.closed_intervals),
        Flag.FORCE_PUSHED: len(rewritten) < len(pr.commits),
        Flag.OFF_DEFAULT: default_branch not in ("", pr.base_branch or default_branch),
    }
    return Flag(sum(flag for flag, seen in noticed.items() if seen))
