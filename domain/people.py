"""People and teams: who works here, on which clock, and which work is a team's."""

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody works: an IANA zone, weekdays (Monday is 0) and the hours of such a day."""

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    begins: time = time(9)
    ends: time = time(18)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody behind accounts and, perhaps, a Slack user. id = identify("person", key).

    `hours` are their own where they differ from their team's; `zone` is what Slack tells.
    """

    id: int
    name: str
    email: str | None = None
    slack_user: str | None = None
    zone: str | None = None
    hours: WorkingHours | None = None


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
