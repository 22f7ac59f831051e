"""Segments: the facts of one family, scope and week as one run of bytes, a column after the other.

A segment holds exactly the arrays of the family's columns, in their order, little-endian; its row
count follows from its length. Weeks are ISO weeks in UTC, counted from the one of the epoch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from itertools import chain
from typing import Any, TypeVar

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


def unpack(of: type[C], bodies: Sequence[bytes]) -> C:
    """The columns of several segments as one."""
    row: int = sum(kind.itemsize for kind in kinds(of))
    counts = [len(body) // row for body in bodies]
    offsets = [0] * len(bodies)
    columns = []
    for kind in kinds(of):
        parts = [
            np.frombuffer(body, kind, count, offset)
            for body, count, offset in zip(bodies, counts, offsets, strict=True)
        ]
        columns.append(np.concatenate(parts) if parts else np.empty(0, kind))
        offsets = [offset + count * kind.itemsize for offset, count in zip(offsets, counts, strict=True)]
    return of(*columns)


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
