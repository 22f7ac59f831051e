"""Segments: the facts of one family, scope and week as one run of bytes, a column after the other.

A segment holds exactly the arrays of the family's columns, in their order, little-endian; its row
count follows from its length. Weeks are ISO weeks in UTC, counted from the one of the epoch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import chain
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Columns, Ids

C = TypeVar("C", bound=Columns)
Kind = np.dtype[np.int64] | np.dtype[np.int32]

WIDE: Kind = np.dtype("<i8")
NARROW: Kind = np.dtype("<i4")

_LONGEST = np.iinfo(np.int32).max

WEEK = 7 * 24 * 3600
_MONDAY = 3 * 24 * 3600  # from the Monday before the epoch, a Thursday


def kinds(columns: type[Columns]) -> tuple[Kind, ...]:
    """How each column is kept: ids and moments in eight bytes, all else in four."""
    return _kinds(columns)  # type: ignore[arg-type] # a class is hashable, whatever its instances are


@cache
def _kinds(columns: type[Columns]) -> tuple[Kind, ...]:
    return tuple(WIDE if field.type == Ids else NARROW for field in fields(columns))


def week_of(second: int) -> int:
    """The week in which a second since the epoch lies."""
    return (second + _MONDAY) // WEEK


def week_start(week: int) -> int:
    """The first second of a week."""
    return week * WEEK - _MONDAY


def pack(columns: Columns) -> bytes:
    """The bytes of a segment."""
    return b"".join(
        getattr(columns, field.name).astype(kind, copy=False).tobytes()
        for field, kind in zip(fields(columns), kinds(type(columns)), strict=True)
    )


class _Packed:
    """Columns that are put together from their segments when somebody looks at them, each once.

    A metric looks at some of a family's columns; joining all of them costs more than the metric does.
    """

    __slots__ = ("_bodies", "_counts", "_joined", "_mask", "_of")

    def __init__(self, of: type[Columns], bodies: Sequence[bytes]) -> None:
        self._of = of
        self._bodies = bodies
        row = sum(kind.itemsize for kind in kinds(of))
        self._counts = [len(body) // row for body in bodies]
        self._joined: dict[str, NDArray[Any]] = {}
        self._mask: NDArray[np.bool_] | None = None

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name not in places(self._of):
            raise AttributeError(name)
        if name not in self._joined:
            self._joined[name] = self._join(*places(self._of)[name])
        return self._joined[name]

    def __len__(self) -> int:
        return sum(self._counts) if self._mask is None else int(np.count_nonzero(self._mask))

    def where(self, mask: NDArray[np.bool_]) -> "_Packed":
        """The rows that the mask keeps, of columns that are still to be looked at too."""
        kept = _Packed(self._of, self._bodies)
        if self._mask is None:
            kept._mask = mask
        else:
            kept._mask = self._mask.copy()
            kept._mask[self._mask] = mask
        kept._joined = {name: column[mask] for name, column in self._joined.items()}
        return kept

    def _join(self, before: int, kind: Kind) -> NDArray[Any]:
        """A column of all segments; `before` are the bytes of a row in the columns ahead of it."""
        parts = [
            np.frombuffer(body, kind, count, before * count)
            for body, count in zip(self._bodies, self._counts, strict=True)
        ]
        joined = np.concatenate(parts) if parts else np.empty(0, kind)
        return joined if self._mask is None else joined[self._mask]


def unpack(of: type[C], bodies: Sequence[bytes]) -> C:
    """The columns of several segments as one, each joined when it is first looked at."""
    return cast("C", _Packed(of, [body for body in bodies if body]))


def places(of: type[Columns]) -> dict[str, tuple[int, Kind]]:
    """By column: the bytes of a row that lie in the columns ahead of it, and its kind."""
    return _places(of)  # type: ignore[arg-type] # a class is hashable, whatever its instances are


@cache
def _places(of: type[Columns]) -> dict[str, tuple[int, Kind]]:
    found, before = {}, 0
    for field, kind in zip(fields(of), kinds(of), strict=True):
        found[field.name] = (before, kind)
        before += kind.itemsize
    return found


def from_rows(of: type[C], rows: Iterable[Iterable[int]]) -> C:
    """Columns of rows in the order of the columns, without nulls.

    A number that does not fit, such as a span of more than 68 years, is a contradiction: no value.
    """
    kept = kinds(of)
    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, len(kept))
    return of(*(_column(table[:, at], kind) for at, kind in enumerate(kept)))


def _column(values: NDArray[np.int64], kind: Kind) -> NDArray[Any]:
    fitting = values if kind is WIDE else np.where(np.abs(values) > _LONGEST, NO_SPAN, values)
    return np.ascontiguousarray(fitting, kind)


def by_week(columns: C) -> dict[int, C]:
    """The columns of each week that has any."""
    weeks = (columns.at + _MONDAY) // WEEK
    return {int(week): columns.where(weeks == week) for week in np.unique(weeks)}


def between(columns: C, start: float, stop: float) -> C:
    """The rows at `[start, stop)`, in seconds since the epoch."""
    inside = (columns.at >= start) & (columns.at < stop)
    return columns if inside.all() else columns.where(inside)
