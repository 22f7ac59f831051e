"""What a chart shows, in words, for those who do not see it; it needs no drawing library."""

from collections.abc import Sequence

from domain.question import TimeBase
from domain.result import Phase, Point, Result
from domain.views import View
from render.buckets import name, width
from render.charts.drawn import Drawn
from render.charts.views import drawing_of
from render.text import figure, headline, plural


def alt(drawn: Drawn) -> str:
    """What a result's or a view's picture shows, in sentences."""
    if isinstance(drawn, View):
        return drawing_of(drawn).alt(drawn)
    return _of_result(drawn)


def _of_result(result: Result) -> str:
    """The finding first, then the trend from its first to its last week, then the longest phase."""
    told = [headline(result), _trend(result), _longest(result)]
    return " ".join(sentence for sentence in told if sentence)


def _trend(result: Result) -> str:
    known = [point for point in result.trend if point.value is not None]
    if len(known) < 2:  # noqa: PLR2004 - one point is no trend
        return ""
    told = [plural(len(result.trend), width(result.trend)), _gaps(result.trend), _running(result.trend)]
    ends = f"{_value(result, known[0])} to {_value(result, known[-1])}"
    return f"From {ends}, over {', '.join(each for each in told if each)}."


def _value(result: Result, point: Point) -> str:
    each = width(result.trend)
    return f"{figure(point.value, result.metric, result.question.time_base)} ({each} of {name(point, each)})"


def _gaps(trend: Sequence[Point]) -> str:
    missing = sum(point.value is None for point in trend)
    return f"{missing} of them without data" if missing else ""


def _running(trend: Sequence[Point]) -> str:
    return f"the last {width(trend)} still running" if not trend[-1].complete else ""


def _longest(result: Result) -> str:
    phases: list[Phase] = [phase for phase in result.phases if phase.mean]
    if not phases:
        return ""
    longest = max(phases, key=lambda phase: phase.mean or 0.0)
    working = " of working time" if result.question.time_base is TimeBase.WORKING else ""
    mean = figure(longest.mean, result.metric, result.question.time_base)
    return f"Most of the time goes into {longest.slug}: {mean}{working} on average."
