"""Figures of samples: percentiles, their confidence, and the samples of many groups by one sort."""

from functools import lru_cache
from math import ceil, floor, log, sqrt

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Seconds
from domain.result import TOO_FEW, Summary

_EXACT = 1000
"""Above this sample the binomial distribution is taken for normal; ranks then differ by one at most."""

_TAIL = 0.1
_TAIL_DEVIATIONS = 1.2815515655446004
"""A tenth of a normal distribution lies beyond this many standard deviations, on either side."""


def ordered(values: Seconds) -> Seconds:
    """The values that exist, from the least."""
    sample: Seconds = np.sort(values)
    return sample[np.searchsorted(sample, np.int32(NO_SPAN), side="right") :]


def grouped(values: Seconds, groups: NDArray[np.int64], count: int) -> list[Seconds]:
    """The ordered values of every group from 0 to `count`, by one sort of `group << 32 | value`.

    Rows without a value, and rows of a negative group, belong to none. Values are not negative.
    """
    belongs = (values != NO_SPAN) & (groups >= 0)
    packed = np.sort(groups[belongs] << 32 | values[belongs])
    ends = np.searchsorted(packed, np.arange(1, count, dtype=np.int64) << 32)
    return np.split((packed & 0xFFFFFFFF).astype(np.int32), ends)[:count]


def percentiles(sample: Seconds, asked: int) -> Summary:
    """What there is to say about an ordered sample; `asked` is the percentile asked for, from 0 to 100."""
    if not len(sample):
        return Summary(n=0)
    low, high = interval(sample, asked)
    return Summary(
        n=len(sample),
        value=percentile(sample, asked),
        low=low,
        high=high,
        p50=percentile(sample, 50),
        p75=percentile(sample, 75),
        p90=percentile(sample, 90),
        mean=mean(sample),
    )


def percentile(sample: Seconds, asked: float) -> float | None:
    """A percentile of an ordered sample by linear interpolation, as NumPy and `percentile_cont` have it."""
    if not len(sample):
        return None
    place = (len(sample) - 1) * asked / 100
    below = floor(place)
    low, high = float(sample[below]), float(sample[min(below + 1, len(sample) - 1)])
    return low + (place - below) * (high - low)


def mean(sample: Seconds) -> float | None:
    return float(np.add.reduce(sample, dtype=float)) / len(sample) if len(sample) else None


def interval(sample: Seconds, asked: int) -> tuple[float, float] | tuple[None, None]:
    """The 80 % confidence interval of a percentile of an ordered sample: two of its own values.

    None where the sample is too few, or too few to have a value so far out on either side.
    """
    if len(sample) < TOO_FEW:
        return None, None
    low, high = _ranks(len(sample), asked / 100)
    if low < 1 or high > len(sample):
        return None, None
    return float(sample[low - 1]), float(sample[high - 1])


@lru_cache(maxsize=4096)
def _ranks(n: int, share: float) -> tuple[int, int]:
    """The ranks, from 1, between which the true percentile lies, each side missed by a tenth at most.

    How many of n values lie below the true percentile is binomial: https://en.wikipedia.org/wiki/Order_statistic
    """
    if not 0 < share < 1:
        return 0, n + 1
    if n > _EXACT:
        reach = _TAIL_DEVIATIONS * sqrt(n * share * (1 - share))
        return floor(n * share - reach + 0.5), ceil(n * share + reach + 0.5)
    steps = np.arange(1, n + 1)
    odds = np.log((n - steps + 1) / steps) + log(share / (1 - share))
    chance = np.exp(n * log(1 - share) + np.concatenate(([0.0], np.cumsum(odds))))
    up_to = np.cumsum(chance)
    low = int(np.searchsorted(up_to, _TAIL, side="right"))
    high = int(np.searchsorted(up_to, 1 - _TAIL, side="left")) + 1
    return low, high
