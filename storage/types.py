"""How values lie in the database: exact, compact, and alike on SQLite and PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from domain.facts import Flag
from domain.people import WorkingHours

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


def hours_text(hours: WorkingHours) -> str:
    """Working hours as JSON text."""
    day = (hours.begins.isoformat(), hours.ends.isoformat())
    return json.dumps({"zone": hours.zone, "weekdays": sorted(hours.weekdays), "day": day})


def hours_from(text: str) -> WorkingHours:
    """The working hours that `hours_text` wrote."""
    value = json.loads(text)
    begins, ends = map(time.fromisoformat, value["day"])
    return WorkingHours(value["zone"], frozenset(value["weekdays"]), begins, ends)


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
"""Zone, weekdays and hours of a working day as JSON text."""


def word(words: type[StrEnum]) -> Stored:
    """A StrEnum as its word."""
    return Stored(Text(), str, words)
