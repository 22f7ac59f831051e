"""People and teams: who works here, on which clock, and which work is a team's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import pairwise

DayHours = tuple[int, time, time]
"""A weekday (Monday is 0) and from when to when it is worked."""

TimeOff = tuple[date, date]
"""The first day off and the first day back."""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody works, by the clock on the wall of an IANA zone.

    `weekdays` are worked from `begins` to `ends`, but for those in `part_time`, which have hours of
    their own. Neither `holidays` are worked, the public ones of `country` ("DE", "DE-BY") that
    services.holidays knows, nor `time_off`. `changes` are other hours from a day on, whole and in
    order; those before the first of them are these.
    """

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    begins: time = time(9)
    ends: time = time(18)
    part_time: tuple[DayHours, ...] = ()
    country: str | None = None
    holidays: frozenset[date] = frozenset()
    time_off: tuple[TimeOff, ...] = ()
    changes: tuple[tuple[date, "WorkingHours"], ...] = ()

    def on(self, day: date) -> "WorkingHours":
        """The hours that are in force on a day."""
        if not self.changes:
            return self
        return next((hours for since, hours in reversed(self.changes) if since <= day), self)

    def works(self, day: date) -> bool:
        """Whether work begins on this day."""
        hours = self.on(day)
        if day.weekday() not in hours.weekdays or day in hours.holidays:
            return False
        return not any(began <= day < back for began, back in hours.time_off)

    def day(self, weekday: int) -> tuple[time, time]:
        """From when to when a weekday is worked, or would be; until the next day if it ends no later."""
        for which, begins, ends in self.part_time:
            if which == weekday:
                return begins, ends
        return self.begins, self.ends

    def periods(self) -> Iterator[tuple[date, date, "WorkingHours"]]:
        """The hours one after the other, each with its first day in force and the first day after."""
        first = (date.min, replace(self, changes=()))
        for (since, hours), (until, _) in pairwise((first, *self.changes, (date.max, self))):
            yield since, until, hours

    def each(self, change: "Callable[[WorkingHours], WorkingHours]") -> "WorkingHours":
        """The same hours with something changed in every one of their periods."""
        (_, _, first), *later = self.periods()
        changes = tuple((since, change(hours)) for since, _, hours in later)
        return replace(change(first), changes=changes)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What somebody's hours have of their own; what is None they share with the others around them.

    Days in `part_time` are worked as well, and time off adds to that of the others. `changes` are in
    force from a day on, whole and in order.
    """

    zone: str | None = None
    weekdays: frozenset[int] | None = None
    hours: tuple[time, time] | None = None
    part_time: tuple[DayHours, ...] = ()
    country: str | None = None
    time_off: tuple[TimeOff, ...] = ()
    changes: tuple[tuple[date, "OwnHours"], ...] = ()

    def over(self, others: WorkingHours) -> WorkingHours:
        """Their hours among the others', changing when either does."""
        days = sorted({day for day, _ in (*self.changes, *others.changes)})
        changes = ((day, _laid_over(self.on(day), others.on(day))) for day in days)
        return replace(_laid_over(self, others), changes=tuple(changes))

    def on(self, day: date) -> "OwnHours":
        """What is in force on a day."""
        return next((own for since, own in reversed(self.changes) if since <= day), self)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind accounts and, perhaps, a Slack user. id = identify("person", key).

    `hours` is what they have of their own; `zone` is what Slack tells, where their hours name none.
    """

    id: int
    name: str
    email: str | None = None
    slack_user: str | None = None
    zone: str | None = None
    hours: OwnHours | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A login's time in a team, `[began_on, ended_on)` in days of the team's zone; None is open-ended."""

    login: str
    began_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team and what is its work.

    A pull request is the team's when it is in one of its repositories; for a team that names no
    repositories, when its author was a member on the day it was merged (the end event).
    `repositories` are full names or patterns such as `acme/pay-*`; `projects` the keys of its Jira
    projects or Linear teams. id = identify("team", slug).
    """

    id: int
    slug: str
    name: str
    repositories: tuple[str, ...] = ()
    members: tuple[Membership, ...] = ()
    channel: str | None = None
    hours: WorkingHours = field(default_factory=WorkingHours)
    aliases: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, through whichever door: a Slack user in a channel, or the terminal's owner."""

    slack_user: str | None = None
    channel: str | None = None
    person_id: int | None = None
    account_ids: tuple[int, ...] = ()
    zone: str | None = None
    asked_at: datetime | None = None


def _laid_over(own: OwnHours, others: WorkingHours) -> WorkingHours:
    """Hours without changes: each thing one's own where it is said, else the others'."""
    begins, ends = own.hours or (others.begins, others.ends)
    weekdays = others.weekdays if own.weekdays is None else own.weekdays
    return WorkingHours(
        zone=own.zone or others.zone,
        weekdays=weekdays | {day for day, _, _ in own.part_time},
        begins=begins,
        ends=ends,
        part_time=own.part_time or (() if own.hours else others.part_time),
        country=own.country or others.country,
        time_off=tuple(sorted({*own.time_off, *others.time_off})),
    )
