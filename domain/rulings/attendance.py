"""Who is at work on a pull request, and when: their hours, and the days off that they worked on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.people import WorkingHours
from domain.records import PullRequest
from domain.rulings.people import hours_of
from domain.working import Calendar, DayWorked, day_of


@dataclass(frozen=True, slots=True)
class Attendance:
    """By account: hours of one's own, and days off on which one was active all the same."""

    calendars: Mapping[int, WorkingHours]
    default: WorkingHours
    worked: Mapping[int, frozenset[DayWorked]]

    def of(self, accounts: Iterable[int]) -> frozenset[Calendar]:
        """The calendars of these accounts; of nobody in particular, the default."""
        everybody = frozenset(accounts)
        hours: frozenset[Calendar] = hours_of(everybody, self.calendars, self.default)
        return hours.union(*(self.worked.get(account, ()) for account in everybody))


def attendance(pr: PullRequest, calendars: Mapping[int, WorkingHours], default: WorkingHours) -> Attendance:
    """Who is at work on the pull request when, by the hours of accounts that have their own.

    Activity on a day off makes that day one of work, for this pull request and whoever was active:
    who opened it, wrote a commit, reviewed, commented or merged, up to the merge or the final close
    (metrics.md, section 8).
    """
    worked: dict[int, set[DayWorked]] = defaultdict(set)
    end = pr.merged_at or pr.closed_at
    for account, moment in _acts(pr):
        if account is None or (end and moment > end):
            continue
        hours = calendars.get(account, default)
        day = day_of(moment, hours)
        if not hours.works(day):
            worked[account].add(DayWorked(hours, day))
    return Attendance(calendars, default, {account: frozenset(days) for account, days in worked.items()})


def _acts(pr: PullRequest) -> Iterator[tuple[int | None, datetime]]:
    """What people did, with their accounts."""
    yield pr.author_id, pr.created_at
    yield from ((commit.author_id, commit.authored_at) for commit in pr.commits)
    yield from ((review.author_id, review.submitted_at) for review in pr.reviews)
    yield from ((comment.author_id, comment.created_at) for comment in pr.comments)
    if pr.merged_at:
        yield pr.merged_by_id, pr.merged_at
