"""The kinds of values a setting can have, each saying what it expects when it gets something else."""

import re
from datetime import time, timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Never
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from services import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORTEST_ROUND = timedelta(minutes=1)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def refuse(expected: str) -> Never:
    """Refuse the value at hand, saying what is expected instead."""
    raise PydanticCustomError("expected", "{expected}", {"expected": expected})


def _web_address(text: str) -> str:
    expected = "a web address without user, password or query, such as https://example.com"
    try:
        address = urlsplit(text)
        address.port  # noqa: B018 - reading the port is what checks it
    except ValueError:
        refuse(expected)
    plain = not (address.username or address.password or address.query or address.fragment)
    if address.scheme in {"http", "https"} and address.hostname and plain and not re.search(r"\s", text):
        return text.rstrip("/")
    refuse(expected)


def _zone(text: str) -> str:
    zones = available_timezones()
    if text in zones:
        return text
    close = get_close_matches(text, zones, n=1)
    refuse("an IANA time zone such as Europe/Berlin" + (f"; did you mean {close[0]}?" if close else ""))


def _country(text: str) -> str:
    expected = holidays.doubt(text)
    return refuse(expected) if expected else text


def _expression(text: str) -> str:
    try:
        matches_nothing = re.compile(text).match("")
    except re.error as error:
        refuse(f"a regular expression such as PROJ-\\d+; this one fails: {error}")
    if matches_nothing:
        refuse("a regular expression that needs at least one character; this one matches the empty text")
    return text


def _duration(value: object) -> timedelta:
    found = re.fullmatch(r"(\d{1,6})([smhd])", value) if isinstance(value, str) else None
    if not found:
        refuse("a number and one of s, m, h, d, such as 10m")
    length = timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    if length < SHORTEST_ROUND:
        refuse("at least 1m")
    return length


def _weekdays(value: object) -> frozenset[int]:
    if isinstance(value, frozenset):
        return value  # read already: `Settings` takes over what `Configuration` read
    days = value if isinstance(value, list | tuple) else ()
    if not days or not all(isinstance(day, str) and day in WEEKDAYS for day in days):
        refuse(f"a list of days out of {', '.join(WEEKDAYS)}")
    return frozenset(WEEKDAYS.index(day) for day in days)


def _hours(value: object) -> tuple[time, time]:
    if isinstance(value, tuple):
        return value  # read already, as weekdays are
    found = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", value) if isinstance(value, str) else None
    try:
        hours = (time.fromisoformat(found[1]), time.fromisoformat(found[2])) if found else None
    except ValueError:
        hours = None
    if not hours or hours[0] == hours[1]:
        refuse("the beginning and the end of a working day, such as 09:00-18:00")
    return hours


def _database(text: str) -> str:
    """A path to an SQLite file, or the URL of an SQLite file or a PostgreSQL database."""
    scheme, found, _ = text.partition("://")
    if not text.strip() or (found and scheme not in {"sqlite", "postgresql"}):
        refuse(
            "a path such as .leadline/leadline.db, or an address such as postgresql://db.example.com/leadline"
        )
    return text


def _without_password(text: str) -> str:
    if "://" in text and urlsplit(text).password:
        refuse("an address without its password; an address with one belongs into LEADLINE_DATABASE")
    return text


def _text(description: str, **more: Any) -> WithJsonSchema:  # noqa: ANN401 - JSON Schema keywords take any value
    return WithJsonSchema({"type": "string", "description": description, **more})


def _matching(pattern: str, expected: str) -> tuple[AfterValidator, WithJsonSchema]:
    def check(text: str) -> str:
        return text if re.fullmatch(pattern, text) else refuse(expected)

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


WebAddress = Annotated[str, AfterValidator(_web_address), _text("A web address.", format="uri")]
Zone = Annotated[str, AfterValidator(_zone), _text("An IANA time zone, such as Europe/Berlin.")]
Country = Annotated[str, AfterValidator(_country), _text("A country such as DE, or a part of it: DE-BY.")]
Expression = Annotated[str, AfterValidator(_expression), _text("A regular expression.", format="regex")]
Duration = Annotated[
    timedelta, BeforeValidator(_duration), _text("A number and s, m, h or d.", pattern=r"^\d{1,6}[smhd]$")
]
Weekdays = Annotated[
    frozenset[int],
    BeforeValidator(_weekdays),
    WithJsonSchema({"type": "array", "items": {"enum": list(WEEKDAYS)}, "minItems": 1}),
]
Hours = Annotated[
    tuple[time, time],
    BeforeValidator(_hours),
    _text("From when to when, on the clock on the wall.", pattern=r"^\d\d:\d\d-\d\d:\d\d$"),
]
Database = Annotated[str, AfterValidator(_database)]
DatabaseWithoutPassword = Annotated[str, AfterValidator(_database), AfterValidator(_without_password)]
Word = Annotated[str, *_matching(r"\S{1,200}", "text without spaces")]
Slug = Annotated[
    str, *_matching("[a-z0-9][a-z0-9-]{0,39}", "a short name of lower-case letters, digits and hyphens")
]
Command = Annotated[str, *_matching("/[a-z0-9_-]{1,31}", "a slash and lower-case letters, such as /metrics")]
Email = Annotated[str, *_matching(r"[^\s@]+@[^\s@]+", "an e-mail address")]
Channel = Annotated[
    str, *_matching("[CG][A-Z0-9]{2,20}", "a channel's id such as C0123456789; Slack shows it under About")
]
SlackUser = Annotated[
    str, *_matching("[UW][A-Z0-9]{2,20}", "a member's id such as U0123456789; Slack shows it in the profile")
]
