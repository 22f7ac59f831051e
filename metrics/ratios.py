"""What a ratio is over: the sums of another metric's values, in all, by the bucket and by the group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN
from domain.question import By
from domain.window import Window
from metrics.groups import GROUPS
from metrics.items import Items

Divisor = float | None


@dataclass(frozen=True, slots=True)
class Divisors:
    """Sums in the other metric's unit; none where the metric is no ratio, or there is nothing to divide by.

    A ratio is always a sum over a sum: shares of weeks or groups are never averaged (ruling 6). Of a
    metric that counts each value of a column `once`, it is how many there are. What comes to less than
    `at_least` is none, for it would tell of single people.
    """

    items: Items | None = None
    at_least: int = 0

    def whole(self) -> Divisor:
        if self.items is None:
            return None
        return self._sums(np.zeros(len(self.items.values), np.int64), 1)[0]

    def by_bucket(self, buckets: Sequence[Window]) -> list[Divisor]:
        """One for every bucket of a window, which follow one another."""
        if self.items is None:
            return [None] * len(buckets)
        starts = np.array([int(bucket.start.timestamp()) for bucket in buckets])
        places = np.searchsorted(starts, self.items.columns.at, side="right") - 1
        return self._sums(places, len(buckets))

    def by_group(self, by: By, groups: NDArray[np.int64]) -> list[Divisor]:
        """One for every group, which are in order; none where the other metric knows no such groups."""
        column = GROUPS.get(self.items.metric.of.name, {}).get(by) if self.items else None
        if self.items is None or column is None or by is By.AUTHOR_CLASS:
            return [None] * len(groups)
        keys = getattr(self.items.columns, column)
        places = np.minimum(np.searchsorted(groups, keys), len(groups) - 1)
        return self._sums(np.where(groups[places] == keys, places, -1), len(groups))

    def _sums(self, places: NDArray[np.int64], count: int) -> list[Divisor]:
        """The sum of the values at each place; none where there is no value, or they come to nothing."""
        if self.items is None:
            return [None] * count
        weighed = np.flatnonzero((self.items.values != NO_SPAN) & (places >= 0))
        if self.items.metric.once:
            keys = np.stack((places[weighed], getattr(self.items.columns, self.items.metric.once)[weighed]))
            weighed = weighed[np.unique(keys, axis=1, return_index=True)[1]]
        values = self.items.values[weighed].astype(float)
        sums = np.bincount(places[weighed], values, minlength=count) / self.items.metric.info.scale
        return [float(each) if each and each >= self.at_least else None for each in sums]
