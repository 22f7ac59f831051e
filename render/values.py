"""Values in the words that people say: durations, shares, counts, and how many of what."""

import math
from collections.abc import Iterable, Sequence

from domain.facts import FAMILIES
from domain.metric import MetricInfo, Unit
from domain.question import TimeBase
from domain.result import Exclusion
from render.safe import clean
from render.took import duration, took

_BARS = "▁▂▃▄▅▆▇█"
_NOUNS = sorted({family.noun for family in FAMILIES}, key=len, reverse=True)


def figure(value: float | None, metric: MetricInfo, time_base: TimeBase = TimeBase.CALENDAR) -> str:
    """A value of a metric in its unit; "no data" where there is none, for null is not zero."""
    if value is None:
        return "no data"
    if metric.unit is Unit.DURATION and metric.family == "ci":
        return took(value)
    if metric.unit is Unit.DURATION:
        return duration(value, days=time_base is TimeBase.CALENDAR)
    if metric.unit is Unit.SHARE:
        return percent(value)
    number = _number(value)
    if metric.unit is Unit.LINES:
        return f"{number} line{'' if number == '1' else 's'}"
    return f"{number} point{'' if number == '1' else 's'}" if metric.unit is Unit.POINTS else number


def rate(value: float | None, metric: MetricInfo, time_base: TimeBase = TimeBase.CALENDAR) -> str:
    """The value of a whole answer, which says of a rate by what, of a count of what: "12.5 a week"."""
    told = figure(value, metric, time_base)
    if value is None:
        return told
    if metric.is_total:
        return f"{told} {metric.noun if told == '1' else nouns(metric.noun)}"
    is_named_by_it = bool(metric.per) and metric.title.endswith(metric.per)
    return told if is_named_by_it else f"{told} {metric.per}".rstrip()


def _number(value: float) -> str:
    """A number to the precision that means something: "1,240", "12.5", "0.08"."""
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2g}"  # noqa: PLR2004 - digits


def percent(share: float) -> str:
    """A share in whole percents; what is not nothing is never told as 0 %, nor almost all as 100 %."""
    told = abs(share) * 100
    if 0 < told < 1:
        return "<1 %"
    return ">99 %" if 99.5 <= told < 100 else f"{told:.0f} %"  # noqa: PLR2004 - percents


def nouns(noun: str) -> str:
    """The plural: "pull requests", "recoveries"."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def plural(n: int, noun: str) -> str:
    return f"{n:,} {noun if n == 1 else nouns(noun)}"


def counted(exclusion: Exclusion) -> str:
    """How many of what, with the noun agreeing: "3 bot pull requests", "1 revert"."""
    reason = clean(exclusion.reason)
    if exclusion.n != 1:
        return f"{exclusion.n:,} {reason}"
    named = next((noun for noun in _NOUNS if nouns(noun) in reason), None)
    return f"1 {reason.replace(nouns(named), named) if named else reason.removesuffix('s')}"


def sparkline(values: Iterable[float | None]) -> str:
    """A line of bars from zero to the largest value, with a dot where there is no value."""
    heights: Sequence[float | None] = list(values)
    top = max((value for value in heights if value is not None), default=0.0)
    return "".join("·" if value is None else _bar(value, top) for value in heights)


def _bar(value: float, top: float) -> str:
    if value <= 0 or top <= 0:
        return _BARS[0]
    return _BARS[min(math.ceil(value / top * len(_BARS)), len(_BARS)) - 1]
