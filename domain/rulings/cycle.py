"""The facts of one pull request: its milestones, its spans on both clocks, and what is odd about it."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from domain.facts import Flag, PullRequestFacts, Span
from domain.people import WorkingHours
from domain.records import Account, AccountKind, PullRequest
from domain.rulings.attendance import Attendance, attendance
from domain.rulings.branches import is_between_branches
from domain.rulings.milestones import NEVER, Milestones, milestones
from domain.rulings.people import People, author, is_human, reviewers
from domain.rulings.responses import responses
from domain.rulings.reverts import is_revert
from domain.rulings.rounds import rounds
from domain.rulings.spans import LONGEST, Stretches, spans, without
from domain.working import Calendar, working_seconds

OLD = timedelta(days=30)
"""A commit written longer than this before the pull request was opened makes it an outlier."""


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
    present = attendance(pr, calendars, default)
    working = _at_work(pr, made_of, calendar, _hours(pr, people, present))
    odd = any(stretches is not None and calendar[span] is None for span, stretches in made_of.items())
    flags = _flags(pr, at, people, default_branch) | (Flag.CONTRADICTORY if odd else Flag(0))
    end = pr.merged_at or pr.closed_at or NEVER
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
        rounds=rounds(pr, people, end),
        responses=responses(pr, people, present, end=end, flags=flags),
    )


def _calendar(stretches: Stretches | None) -> int | None:
    """Every hour counts."""
    if stretches is None:
        return None
    seconds = int(sum((end - start).total_seconds() for start, end in stretches))
    return seconds if 0 <= seconds <= LONGEST else None


def _at_work(
    pr: PullRequest,
    made_of: Mapping[Span, Stretches | None],
    calendar: Mapping[Span, int | None],
    hours: Mapping[Span, frozenset[Calendar]],
) -> Mapping[Span, int | None]:
    """The spans that the calendar has, on the working clock."""
    return {
        span: None if calendar[span] is None else _working(stretches, pr, hours[span])
        for span, stretches in made_of.items()
    }


def _working(stretches: Stretches | None, pr: PullRequest, calendars: Collection[Calendar]) -> int:
    """Only working hours count, and none while it was closed."""
    closed = [
        (gap.closed_at, gap.reopened_at or pr.merged_at or gap.closed_at) for gap in pr.closed_intervals
    ]
    open_for = (piece for stretch in stretches or () for piece in without(stretch, closed))
    return sum(working_seconds(start, end, calendars) for start, end in open_for)


def _hours(pr: PullRequest, people: People, present: Attendance) -> Mapping[Span, frozenset[Calendar]]:
    """Whose working time a span is told in: the people who could have ended the wait."""
    authors, theirs = author(pr), reviewers(pr, people)
    of_author, of_reviewers, of_both = map(present.of, (authors, theirs, authors | theirs))
    return {
        Span.CYCLE: of_both,
        Span.CODING: of_author,
        Span.PICKUP: of_reviewers,
        Span.REVIEW: of_both,
        Span.MERGE: of_author,
    }


def _flags(pr: PullRequest, at: Milestones, people: People, default_branch: str) -> Flag:
    merged = at.merged_at is not None
    account = None if pr.author_id is None else people.get(pr.author_id)
    kind = account.kind if account else AccountKind.HUMAN
    rewritten = {(commit.author_id, commit.authored_at, commit.headline) for commit in pr.commits}
    noticed = {
        Flag.BOT_AUTHOR: not is_human(pr.author_id, people),
        Flag.AGENT_AUTHOR: kind is AccountKind.AGENT,
        Flag.SERVICE_AUTHOR: kind is AccountKind.SERVICE,
        Flag.REVERT: is_revert(pr),
        Flag.UNREVIEWED: merged and at.first_review_at is None,
        Flag.SELF_MERGED: merged and pr.merged_by_id is not None and pr.merged_by_id == pr.author_id,
        Flag.OVER_OBJECTION: merged and at.objected,
        Flag.OLD_COMMIT: pr.created_at - at.work_began_at > OLD,
        Flag.REOPENED: any(gap.reopened_at for gap in pr.closed_intervals),
        Flag.FORCE_PUSHED: len(rewritten) < len(pr.commits),
        Flag.OFF_DEFAULT: default_branch not in ("", pr.base_branch or default_branch),
        Flag.BETWEEN_BRANCHES: is_between_branches(pr, default_branch),
    }
    return Flag(sum(flag for flag, seen in noticed.items() if seen))
