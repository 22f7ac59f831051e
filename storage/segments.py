"""Segments: the merged pull requests of one scope and week as one run of bytes, a column after the other.

A segment holds exactly the arrays of `PullRequestColumns`, in its order, little-endian; its row
count follows from its length. Weeks are ISO weeks in UTC, counted from the one of the epoch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import chain

import numpy as np

from domain.facts import NO_SPAN, PullRequestColumns

FAMILY = "pull_requests"
NAMES = tuple(field.name for field in fields(PullRequestColumns))
_WIDE = {"id", "repository_id", "author_id", "merged_at"}
_TYPES = tuple(np.dtype("<i8" if name in _WIDE else "<i4") for name in NAMES)
_ROW_BYTES = sum(each.itemsize for each in _TYPES)
_SPANS = slice(NAMES.index("cycle"), None)
_LONGEST = np.iinfo(np.int32).max

WEEK = 7 * 24 * 3600
_MONDAY = 3 * 24 * 3600  # from the Monday before the epoch, a Thursday


def week_of(second: int) -> int:
    """The week in which a second since the epoch lies."""
    return (second + _MONDAY) // WEEK


def week_start(week: int) -> int:
    """The first second of a week."""
    return week * WEEK - _MONDAY


def pack(columns: PullRequestColumns) -> bytes:
    """The bytes of a segment."""
    return b"".join(
        getattr(columns, name).astype(kind, copy=False).tobytes()
        for name, kind in zip(NAMES, _TYPES, strict=True)
    )


def unpack(bodies: Sequence[bytes]) -> PullRequestColumns:
    """The columns of several segments as one."""
    counts = [len(body) // _ROW_BYTES for body in bodies]
    offsets = [0] * len(bodies)
    columns = []
    for kind in _TYPES:
        parts = [
            np.frombuffer(body, kind, count, offset)
            for body, count, offset in zip(bodies, counts, offsets, strict=True)
        ]
        columns.append(np.concatenate(parts) if parts else np.empty(0, kind))
        offsets = [offset + count * kind.itemsize for offset, count in zip(offsets, counts, strict=True)]
    return PullRequestColumns(*columns)


def from_rows(rows: Iterable[Iterable[int]]) -> PullRequestColumns:
    """Columns of rows in the order of `NAMES`, with merged_at in microseconds and no nulls.

    A span that does not fit, more than 68 years, is a contradiction of its times: no span.
    """
    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, len(NAMES))
    table[:, NAMES.index("merged_at")] //= 1_000_000
    spans = table[:, _SPANS]
    spans[np.abs(spans) > _LONGEST] = NO_SPAN
    return PullRequestColumns(*(np.ascontiguousarray(table[:, at], kind) for at, kind in enumerate(_TYPES)))


def by_week(columns: PullRequestColumns) -> dict[int, PullRequestColumns]:
    """The columns of each week that has any."""
    weeks = (columns.merged_at + _MONDAY) // WEEK
    return {int(week): columns.where(weeks == week) for week in np.unique(weeks)}


def between(columns: PullRequestColumns, start: float, stop: float) -> PullRequestColumns:
    """The rows merged in `[start, stop)`, in seconds since the epoch."""
    inside = (columns.merged_at >= start) & (columns.merged_at < stop)
    return columns if inside.all() else columns.where(inside)
