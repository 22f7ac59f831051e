"""Columns: what every family of facts has in common, each column an array, all of one length."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray

NO_SPAN = np.iinfo(np.int32).min
"""A value that does not exist or contradicts itself. Null is not zero."""

OPEN_ENDED = 2**62
"""The end of what has not ended, in seconds."""

EXCLUDED_BY_HAND = 512
"""The flag that means the same in every family: somebody set the item aside."""

Ids = Annotated[NDArray[np.int64], "of items, people and places"]
Wide = NDArray[np.int64]
"""Moments in epoch seconds, and numbers that four bytes do not hold."""

Seconds = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """Facts of a scope, in order of `at` as the store tells them.

    `place_id` is the repository, or of issues and sprints the project; `author_id` whose account it
    is (0 is unknown); `at` when it counts, in epoch seconds; `flags` the bits of the family's flags.
    Every other column is an id, or a number with `NO_SPAN` for null. What looks for rows by their moments
    is fast on columns that are in order, and right on others too.
    """

    id: Ids
    place_id: Ids
    author_id: Ids
    at: Wide
    flags: Seconds

    def __len__(self) -> int:
        return len(self.id)

    def where(self, mask: NDArray[np.bool_]) -> Self:
        """The rows that the mask keeps."""
        return self._of(mask)

    def cut(self, first: int, stop: int) -> Self:
        """The rows from `first` on, up to `stop`, not copied."""
        return self._of(slice(first, stop))

    @property
    def is_in_order(self) -> bool:
        """Whether each row is at the moment of the one before it, or later."""
        return bool(np.all(self.at[1:] >= self.at[:-1]))

    def before(self, moments: Sequence[int]) -> list[int]:
        """How many rows are before each moment, in epoch seconds; the columns are in order."""
        found: list[int] = np.searchsorted(self.at, np.array(moments, np.int64)).tolist()
        return found

    def _of(self, rows: NDArray[np.bool_] | slice) -> Self:
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """A stretch of time that ended `at`: `span` on the calendar, `span_working` at work, in whole seconds.

    `kind_id` says what it is a stretch of, or what it belongs to, as its family tells.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: int
    kind_id: int
    span: int | None
    span_working: int | None


@dataclass(frozen=True, slots=True)
class SpanColumns(Columns):
    """Stretches of time, at their ends."""

    kind_id: Ids
    span: Seconds
    span_working: Seconds
