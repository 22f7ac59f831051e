"""How values lie in the database: exact, compact, and alike on SQLite and PostgreSQL."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from domain.facts import Flag
from domain.people import OwnHours, WorkingHours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Big: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
"""Sixty-four bits on both: SQLite's INTEGER is as wide, and as a primary key it is the row's own number."""


def microseconds(moment: datetime) -> int:
    """Microseconds since the epoch, exact.

    Raises:
        TypeError: the datetime is naive.
    """
    return (moment - EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The instant so many microseconds after the epoch, in UTC."""
    return EPOCH + value * _MICROSECOND


def writable(text: str) -> str:
    """The text with what no database holds, NUL and lone surrogates, replaced by U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def hours_text(hours: WorkingHours | OwnHours) -> str:
    """Hours as JSON text, without what they leave out and the holidays, which their country tells."""
    return json.dumps(_plain(hours))


@lru_cache(maxsize=4096)
def hours_from(text: str) -> WorkingHours:
    """The working hours that `hours_text` wrote."""
    return _working(json.loads(text))


@lru_cache(maxsize=4096)
def own_hours_from(text: str) -> OwnHours:
    """Somebody's own hours that `hours_text` wrote."""
    return _own(json.loads(text))


def _plain(hours: WorkingHours | OwnHours) -> dict[str, Any]:
    day = (hours.begins, hours.ends) if isinstance(hours, WorkingHours) else hours.hours
    plain = {
        "zone": hours.zone,
        "weekdays": None if hours.weekdays is None else sorted(hours.weekdays),
        "day": day and [each.isoformat() for each in day],
        "part_time": [
            [which, begins.isoformat(), ends.isoformat()] for which, begins, ends in hours.part_time
        ],
        "country": hours.country,
        "time_off": [[began.isoformat(), back.isoformat()] for began, back in hours.time_off],
        "changes": [[since.isoformat(), _plain(later)] for since, later in hours.changes],
    }
    return {key: value for key, value in plain.items() if value not in (None, []) or key == "weekdays"}


def _working(plain: Mapping[str, Any]) -> WorkingHours:
    begins, ends = map(time.fromisoformat, plain["day"])
    changes = tuple((date.fromisoformat(since), _working(later)) for since, later in plain.get("changes", ()))
    return WorkingHours(
        plain["zone"], frozenset(plain["weekdays"]), begins, ends, changes=changes, **_alike(plain)
    )


def _own(plain: Mapping[str, Any]) -> OwnHours:
    day = plain.get("day")
    return OwnHours(
        zone=plain.get("zone"),
        weekdays=None if plain["weekdays"] is None else frozenset(plain["weekdays"]),
        hours=(time.fromisoformat(day[0]), time.fromisoformat(day[1])) if day else None,
        changes=tuple((date.fromisoformat(since), _own(later)) for since, later in plain.get("changes", ())),
        **_alike(plain),
    )


def _alike(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What both kinds of hours keep in the same way."""
    part_time = plain.get("part_time", ())
    return {
        "part_time": tuple((which, *map(time.fromisoformat, day)) for which, *day in part_time),
        "country": plain.get("country"),
        "time_off": tuple(tuple(map(date.fromisoformat, each)) for each in plain.get("time_off", ())),
    }


class Stored(TypeDecorator[Any]):
    """A value kept in another shape, which `put` makes of it and `take` undoes; null stays null."""

    impl = Text
    cache_ok = True

    def __init__(
        self,
        shape: TypeEngine[Any],
        put: Callable[[Any], Any],
        take: Callable[[Any], Any],
    ) -> None:
        super().__init__()
        self.shape = shape
        self.put = put
        self.take = take

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:  # noqa: ARG002 - SQLAlchemy's signature
        return self.shape

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002 - the same
        put = self.put
        return lambda value: None if value is None else put(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - the same
        take = self.take
        return lambda value: None if value is None else take(value)


Moment = Stored(BigInteger(), microseconds, instant)
"""An aware datetime as microseconds since the epoch; it comes back in UTC."""

Day = Stored(Text(), date.isoformat, date.fromisoformat)
"""A calendar day as ISO text."""

Prose = Stored(Text(), writable, str)
"""Text written by people elsewhere."""

Listing = Stored(Text(), lru_cache(4096)(json.dumps), lambda text: tuple(json.loads(text)))
"""A tuple of strings or numbers as JSON text; the same labels come again and again."""

Small = Stored(Text(), json.dumps, json.loads)
"""A small mapping as JSON text, for what is only ever read whole."""

Bits = Stored(BigInteger(), int, Flag)
"""The flags of facts as their bits."""

Hours = Stored(Text(), hours_text, hours_from)
"""Working hours as JSON text."""

Own = Stored(Text(), hours_text, own_hours_from)
"""What somebody has of their own of these."""


def word(words: type[StrEnum]) -> Stored:
    """A StrEnum as its word."""
    return Stored(Text(), str, words)
