"""What a person typed about a team, checked field by field and made into a team."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from zoneinfo import available_timezones

from domain.errors import Field, Misconfigured
from domain.ids import identify
from domain.people import Membership, Team, WorkingHours
from services.grammar.words import folded
from services.roll_call import is_current

Fields = Mapping[str, object]

_LONGEST_NAME = 80
_PATTERN = re.compile(r"[\w.*?\[\]!-]+(/[\w.*?\[\]!-]+)?")
_LOGIN = re.compile(r"[\w.\[\]-]{1,100}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}|#?[^\s<>#]{1,80}")
_LOCAL_TIME = re.compile(r"\d{1,2}:\d{2}")


class Reading:
    """Reads fields one by one and keeps what is wrong with them, so that all of it is told at once."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.wrong: list[Field] = []

    def text(self, name: str, default: str) -> str:
        return str(self._fields.get(name, default) or "").strip()

    def lines(self, name: str, default: Sequence[str]) -> tuple[str, ...]:
        """A list without repetitions; the default when the field is not there."""
        value = self._fields.get(name, default)
        lines = value.splitlines() if isinstance(value, str) else value
        words = map(str, lines) if isinstance(lines, Sequence) else ()
        return tuple({word.casefold(): word for line in words if (word := line.strip())}.values())

    def expect(self, name: str, expected: str, found: object = "", *, when: object) -> None:
        """Note the field as wrong unless `when` holds."""
        if not when:
            self.wrong.append(Field(name, str(found) or "nothing", expected))

    def weekdays(self, name: str, default: frozenset[int]) -> frozenset[int]:
        """Numbers of days; no other than those of a week."""
        value = self._fields.get(name, default)
        numbers = set(map(str, value)) if isinstance(value, Sequence | frozenset | set) else set()
        return frozenset(day for day in range(7) if str(day) in numbers)

    def time(self, name: str, default: time) -> time:
        value = self._fields.get(name, default)
        if isinstance(value, time):
            return value
        hour, _, minute = str(value).partition(":")
        valid = _LOCAL_TIME.fullmatch(str(value)) and int(hour) < 24 and int(minute) < 60  # noqa: PLR2004 - a clock
        self.expect(name, "a time of day such as 09:00", value or "", when=valid)
        return time(int(hour), int(minute)) if valid else default

    def finish(self) -> None:
        if self.wrong:
            told = "; ".join(f"{field.path}: expected {field.expected}" for field in self.wrong)
            raise Misconfigured(
                f"The team was not saved. {told}.", hint="Nothing was changed.", fields=tuple(self.wrong)
            )


def team_of(fields: Fields, known: Team | None, today: Callable[[str], date]) -> Team:
    """The team that the fields say, on top of what is known; fields that are not there stay as they are.

    Who is new among the members begins today in the team's zone, who is missing ends today. The
    members of a new team have always been in it, so that it has a past to look at.

    Raises:
        Misconfigured: with a `Field` for everything that is wrong.
    """
    reading = Reading(fields)
    name = reading.text("name", known.name if known else "")
    reading.expect("name", "a name", name, when=len(name) <= _LONGEST_NAME and slug_of(name))
    hours = _hours(reading, known.hours if known else WorkingHours())
    repositories = reading.lines("repositories", known.repositories if known else ())
    _each(reading, "repositories", repositories, _PATTERN, "names such as acme/pay-api or acme/pay-*")
    now = _current(known, today(hours.zone)) if known else ()
    logins = reading.lines("members", now)
    _each(reading, "members", logins, _LOGIN, "logins as they are at the source")
    reading.expect("repositories", "a repository or a member", when=repositories or logins)
    channel = reading.text("channel", (known.channel if known else "") or "")
    reading.expect("channel", "a channel", channel, when=not channel or _CHANNEL.fullmatch(channel))
    reading.finish()
    slug = known.slug if known else slug_of(name)
    members = _members(known, logins, today(hours.zone)) if known else tuple(map(Membership, logins))
    team = known or Team(identify("team", slug), slug, name)
    return replace(
        team, name=name, repositories=repositories, members=members, channel=channel or None, hours=hours
    )


def slug_of(name: str) -> str:
    """The word a team goes by: `Web Shop` is `web-shop`."""
    return re.sub(r"[^\w]+", "-", folded(name)).strip("-_")


def _hours(reading: Reading, known: WorkingHours) -> WorkingHours:
    zone = reading.text("zone", known.zone)
    known_zone = zone in available_timezones()
    reading.expect("zone", "a time zone such as Europe/Berlin", zone, when=known_zone)
    weekdays = reading.weekdays("weekdays", known.weekdays)
    reading.expect("weekdays", "a working day at least", when=weekdays)
    begins, ends = reading.time("begins", known.begins), reading.time("ends", known.ends)
    reading.expect("ends", "another time than the day begins at", f"{ends:%H:%M}", when=begins != ends)
    return replace(known, zone=zone if known_zone else "UTC", weekdays=weekdays, begins=begins, ends=ends)


def _each(reading: Reading, name: str, words: Sequence[str], right: re.Pattern[str], expected: str) -> None:
    wrong = [word for word in words if not right.fullmatch(word)]
    reading.expect(name, expected, ", ".join(wrong), when=not wrong)


def _current(team: Team, today: date) -> tuple[str, ...]:
    return tuple(member.login for member in team.members if is_current(member, today))


def _members(known: Team, logins: Sequence[str], today: date) -> tuple[Membership, ...]:
    """The memberships with those that end today ended and those that begin today begun."""
    wanted = {login.casefold() for login in logins}
    kept = [_continued(member, wanted, today) for member in known.members]
    stay = [member for member in kept if member]
    there = {member.login.casefold() for member in stay if is_current(member, today)}
    joined = (Membership(login, began_on=today) for login in logins if login.casefold() not in there)
    return (*stay, *joined)


def _continued(member: Membership, wanted: set[str], today: date) -> Membership | None:
    """The membership as it goes on: to its end, ended today, or taken back when it began only today."""
    if member.login.casefold() in wanted:
        return replace(member, ended_on=None) if member.ended_on == today else member
    if member.began_on == today:
        return None
    return replace(member, ended_on=today) if is_current(member, today) else member
