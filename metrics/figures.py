"""The figure of a sample, by what its metric makes of many values."""

from collections.abc import Sequence
from math import sqrt

from domain.facts import Seconds
from domain.metric import Aggregate, MetricInfo
from domain.result import TOO_FEW, Summary
from metrics.aggregates import mean, percentiles

_DEVIATIONS = 1.2815515655446004
"""Eight in ten of a normal distribution lie within so many standard deviations."""

_WEEK = 7


def figure(
    info: MetricInfo, sample: Seconds, asked: int, *, days: int, over: float | None = None, known: bool = True
) -> Summary:
    """The summary of an ordered sample in the metric's unit.

    `days` is the length of the window, which a rate is by; `over` what a ratio is over, or a rate is
    shared by. A count of nothing, or its ratio, is 0 only where everything is `known`, that is, read.
    """
    summary = _summary(info.aggregate, sample, asked, days=days, over=over, known=known)
    return summary if info.scale == 1 else _scaled(summary, info.scale)


def _summary(
    aggregate: Aggregate, sample: Seconds, asked: int, *, days: int, over: float | None, known: bool
) -> Summary:
    n, total = len(sample), float(sample.sum(dtype=float)) if len(sample) else 0.0
    if aggregate is Aggregate.PERCENTILE:
        return percentiles(sample, asked)
    if aggregate is Aggregate.RATIO:
        return Summary(n, total / over if over and (n or known) else None)
    if aggregate is Aggregate.TOTAL:
        return Summary(n, total if n or known else None)
    if aggregate is Aggregate.PER_WEEK:
        weeks = days / _WEEK * (1 if over is None else over)
        low, high = _poisson(total)
        return Summary(n, total / weeks, low / weeks, high / weeks) if weeks and (n or known) else Summary(n)
    return _share(sample, total) if aggregate is Aggregate.SHARE else _mean(sample, asked)


def _share(sample: Seconds, total: float) -> Summary:
    """The share with its 80 % interval by Wilson (https://doi.org/10.2307/2276774), which holds the share."""
    n = len(sample)
    if not n:
        return Summary(0)
    share, z = total / n, _DEVIATIONS
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    if n < TOO_FEW:
        return Summary(n, share)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Summary(n, share, min(low, share), max(high, share))  # all or none are a rounding error outside


def _mean(sample: Seconds, asked: int) -> Summary:
    """The mean with its 80 % interval, and the percentiles beside it."""
    told, n = percentiles(sample, asked), len(sample)
    value = mean(sample)
    if value is None or n < TOO_FEW:
        return Summary(n, value, None, None, told.p50, told.p75, told.p90, value)
    reach = _DEVIATIONS * float(sample.std(ddof=1)) / sqrt(n)
    return Summary(n, value, max(0.0, value - reach), value + reach, told.p50, told.p75, told.p90, value)


def _poisson(count: float) -> tuple[float, float]:
    """The 80 % interval of a count of independent events, by Byar's approximation of the exact one."""
    low = 0.0 if count <= 0 else count * (1 - 1 / (9 * count) - _DEVIATIONS / (3 * sqrt(count))) ** 3
    above = count + 1
    return max(0.0, low), above * (1 - 1 / (9 * above) + _DEVIATIONS / (3 * sqrt(above))) ** 3


def _scaled(summary: Summary, scale: int) -> Summary:
    parts: Sequence[float | None] = (
        summary.value,
        summary.low,
        summary.high,
        summary.p50,
        summary.p75,
        summary.p90,
        summary.mean,
    )
    return Summary(summary.n, *(None if part is None else part / scale for part in parts))
