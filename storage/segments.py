"""Segments: the facts of one family, scope and week as two runs of bytes, a column after the other.

A segment holds exactly the arrays of the family's columns, in their order, little-endian: its `ids`
those of ids, its `body` all others, which is what figures read. Its rows are in order of their
moments, and their count follows from its length. Weeks are ISO weeks in UTC, counted from the one of
the epoch; moments are kept in four bytes, as seconds since their week began.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import chain, pairwise
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Columns, Ids, Seconds

C = TypeVar("C", bound=Columns)
Kind = np.dtype[np.int64] | np.dtype[np.int32]

WIDE: Kind = np.dtype("<i8")
NARROW: Kind = np.dtype("<i4")

_LONGEST = np.iinfo(np.int32).max

WEEK = 7 * 24 * 3600
_MONDAY = 3 * 24 * 3600  # from the Monday before the epoch, a Thursday


class Segment(NamedTuple):
    """The rows of a week; without any, both are empty."""

    week: int
    body: bytes
    ids: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column lies: among the `ids` or in the body, behind so many bytes of each row, and how."""

    of_ids: bool
    before: int
    kind: Kind


def places(of: type[Columns]) -> dict[str, Place]:
    """Where each column lies in a segment: ids and wide numbers take eight bytes, all else four."""
    return _places(of)  # type: ignore[arg-type] # a class is hashable, whatever its instances are


@cache
def _places(of: type[Columns]) -> dict[str, Place]:
    found, before = {}, {True: 0, False: 0}
    for field in fields(of):
        of_ids = field.type == Ids
        kind = NARROW if field.name == "at" else _kind(field.type)
        found[field.name] = Place(of_ids, before[of_ids], kind)
        before[of_ids] += kind.itemsize
    return found


def _kind(type_: object) -> Kind:
    """How numbers of this type are held in memory."""
    return NARROW if type_ == Seconds else WIDE


def week_of(second: int) -> int:
    """The week in which a second since the epoch lies."""
    return (second + _MONDAY) // WEEK


def week_start(week: int) -> int:
    """The first second of a week."""
    return week * WEEK - _MONDAY


def pack(week: int, columns: Columns) -> Segment:
    """The segment of a week, of columns that all lie in it."""
    rows = in_order(columns)
    parts: dict[bool, list[bytes]] = {True: [], False: []}
    for name, place in places(type(columns)).items():
        column = rows.at - week_start(week) if name == "at" else getattr(rows, name)
        parts[place.of_ids].append(column.astype(place.kind, copy=False).tobytes())
    return Segment(week, b"".join(parts[False]), b"".join(parts[True]))


def in_order(columns: C) -> C:
    """The rows in order of their moments, and those of one moment in order of their ids."""
    at, id_ = columns.at, columns.id
    if np.all((at[1:] > at[:-1]) | (at[1:] == at[:-1]) & (id_[1:] >= id_[:-1])):
        return columns
    order = np.lexsort((id_, at))
    return type(columns)(*(getattr(columns, field.name)[order] for field in fields(columns)))


class _Weeks:
    """The segments of several weeks as one, each column put together when somebody first looks at it.

    A metric looks at some of a family's columns; joining all of them costs more than the metric does.
    """

    def __init__(
        self, of: type[Columns], bodies: Sequence[tuple[int, bytes]], ids: Callable[[], Sequence[bytes]]
    ) -> None:
        self.of = of
        self._weeks = [week for week, _ in bodies]
        self._bodies = [body for _, body in bodies]
        self._ids = ids
        row = sum(place.kind.itemsize for place in places(of).values() if not place.of_ids)
        ends = np.cumsum([0, *(len(body) // row for body in self._bodies)])
        self._ends: list[int] = ends.tolist()
        self._joined: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return self._ends[-1]

    def column(self, name: str) -> NDArray[Any]:
        if name not in self._joined:
            self._joined[name] = self._moments() if name == "at" else self._join(places(self.of)[name])
        return self._joined[name]

    def before(self, moment: int) -> int:
        """How many rows are before a moment, by the weeks and the moments of its own."""
        week = week_of(moment)
        place = bisect_left(self._weeks, week)
        rows = self._ends[place]
        if place < len(self._weeks) and self._weeks[place] == week:
            since = self._part(place, self._bodies[place], places(self.of)["at"])
            rows += int(np.searchsorted(since, np.int32(moment - week_start(week))))
        return rows

    def _join(self, place: Place) -> NDArray[Any]:
        held = self._held_ids() if place.of_ids else self._bodies
        parts = [self._part(number, each, place) for number, each in enumerate(held)]
        return np.concatenate(parts) if parts else np.empty(0, place.kind)

    def _moments(self) -> NDArray[np.int64]:
        joined = np.empty(len(self), np.int64)
        for number, (week, body) in enumerate(zip(self._weeks, self._bodies, strict=True)):
            since = self._part(number, body, places(self.of)["at"])
            own = joined[self._ends[number] : self._ends[number + 1]]
            np.add(since, np.int64(week_start(week)), out=own)
        return joined

    def _part(self, number: int, held: bytes, place: Place) -> NDArray[Any]:
        """A column of one week."""
        count = self._ends[number + 1] - self._ends[number]
        return np.frombuffer(held, place.kind, count, place.before * count)

    def _held_ids(self) -> Sequence[bytes]:
        """Read once, for all the columns in them."""
        held = self._ids()
        self._ids = lambda: held
        return held


class _Packed:
    """Rows of weeks, told as columns are: a stretch of all rows, or those at some places."""

    __slots__ = ("_looked", "_rows", "_weeks")

    def __init__(self, weeks: _Weeks, rows: slice | NDArray[np.int64]) -> None:
        self._weeks = weeks
        self._rows = rows
        self._looked: dict[str, NDArray[Any]] = {}

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name not in places(self._weeks.of):
            raise AttributeError(name)
        if name not in self._looked:
            self._looked[name] = self._weeks.column(name)[self._rows]
        return self._looked[name]

    def __len__(self) -> int:
        return self._rows.stop - self._rows.start if isinstance(self._rows, slice) else len(self._rows)

    def where(self, mask: NDArray[np.bool_]) -> "_Packed":
        """The rows that the mask keeps, of columns that are still to be looked at too."""
        if isinstance(self._rows, slice):
            return _Packed(self._weeks, np.flatnonzero(mask) + self._rows.start)
        return _Packed(self._weeks, self._rows[mask])

    def cut(self, first: int, stop: int) -> "_Packed":
        if isinstance(self._rows, slice):
            return _Packed(self._weeks, slice(self._rows.start + first, self._rows.start + stop))
        return _Packed(self._weeks, self._rows[first:stop])

    @property
    def is_in_order(self) -> bool:
        return True

    def before(self, moments: Sequence[int]) -> list[int]:
        ahead = [self._weeks.before(moment) for moment in moments]
        if isinstance(self._rows, slice):
            return [min(max(each - self._rows.start, 0), len(self)) for each in ahead]
        found: list[int] = np.searchsorted(self._rows, np.array(ahead, np.int64)).tolist()
        return found


def unpack(of: type[C], bodies: Sequence[tuple[int, bytes]], ids: Callable[[], Sequence[bytes]]) -> C:
    """The columns of several weeks as one, each joined when it is first looked at.

    `bodies` are by week, and in their order; `ids` reads what belongs to them, when somebody looks at ids.
    """
    weeks = _Weeks(of, bodies, ids)
    return cast("C", _Packed(weeks, slice(0, len(weeks))))


def from_rows(of: type[C], rows: Iterable[Iterable[int]]) -> C:
    """Columns of rows, one after the other, which are in the order of the columns and without nulls.

    A number that does not fit, such as a span of more than 68 years, is a contradiction: no value.
    """
    kept = [_kind(field.type) for field in fields(of)]
    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, len(kept))
    return of(*(_column(table[:, at], kind) for at, kind in enumerate(kept)))


def _column(values: NDArray[np.int64], kind: Kind) -> NDArray[Any]:
    fitting = values if kind is WIDE else np.where(np.abs(values) > _LONGEST, NO_SPAN, values)
    return np.ascontiguousarray(fitting, kind)


def by_week(columns: C) -> dict[int, C]:
    """The columns of each week that has any."""
    rows = in_order(columns)
    weeks, first = np.unique((rows.at + _MONDAY) // WEEK, return_index=True)
    edges = pairwise([*first.tolist(), len(rows)])
    return {week: rows.cut(*ends) for week, ends in zip(weeks.tolist(), edges, strict=True)}


def between(columns: C, start: int, stop: int) -> C:
    """The rows at `[start, stop)`, in seconds since the epoch, of columns in order of their moments."""
    return columns.cut(*columns.before([start, stop]))
