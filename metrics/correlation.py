"""Rank correlation: whether two series of a few numbers rise and fall together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 6
"""Below this many pairs a correlation is mostly chance, and none is told."""


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's rank correlation, from -1 to 1; equal values share the mean of their ranks.

    None for fewer than six pairs, and where one of the two never changes.
    https://en.wikipedia.org/wiki/Spearman%27s_rank_correlation_coefficient
    """
    if len(pairs) < FEWEST:
        return None
    left, right = (_ranks(np.array(side, float)) for side in zip(*pairs, strict=True))
    left, right = left - left.mean(), right - right.mean()
    spread = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / spread if spread else None


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    return (last - (times - 1) / 2)[place]
