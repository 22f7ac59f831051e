"""The items behind a figure in their order, which is only worked out when somebody asks for them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np

from domain.facts import NO_SPAN, Columns, Seconds


class Ranking(Sequence[int]):
    """Ids by what they weigh, the greatest first; of equals the latest, and always in one order.

    Ordering a third of a million ids takes longer than the figure that they make up, and few who
    see the figure look at its items.
    """

    def __init__(self, columns: Columns, weights: Seconds) -> None:
        """`weights` holds one of every row, `NO_SPAN` for those that are not among the items."""
        self._columns = columns
        self._weights = weights

    @cached_property
    def _ordered(self) -> tuple[int, ...]:
        weighed = np.flatnonzero(self._weights != NO_SPAN)
        ids, latest = self._columns.id[weighed], self._columns.at[weighed]
        order = np.lexsort((ids, latest, self._weights[weighed]))
        return tuple(ids[order[::-1]].tolist())

    @cached_property
    def _count(self) -> int:
        return int(np.count_nonzero(self._weights != NO_SPAN))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[int, ...]: ...
    def __getitem__(self, at: int | slice) -> int | tuple[int, ...]:
        return self._ordered[at]

    def __iter__(self) -> Iterator[int]:
        return iter(self._ordered)

    def __eq__(self, other: object) -> bool:
        return self._ordered == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._ordered)

    def __repr__(self) -> str:
        return repr(self._ordered)

    def __reduce__(self) -> tuple[type[tuple[int, ...]], tuple[tuple[int, ...]]]:
        """Into another process, such as the one that draws, go the ids alone."""
        return tuple, (self._ordered,)
