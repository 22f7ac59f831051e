"""What a chart shows, in words, for those who do not see it; it needs no drawing library."""

from collections.abc import Sequence

from domain.question import TimeBase
from domain.result import Phase, Point, Result
from render.text import figure, headline, plural, window


def alt(result: Result) -> str:
    """The finding first, then the trend from its first to its last week, then the longest phase."""
    told = [headline(result), _trend(result), _longest(result)]
    return " ".join(sentence for sentence in told if sentence)


def _trend(result: Result) -> str:
    known = [point for point in result.trend if point.value is not None]
    if len(known) < 2:  # noqa: PLR2004 - one point is no trend
        return ""
    weeks = plural(len(result.trend), "week")
    values = f"{_value(result, known[0])} to {_value(result, known[-1])}"
    return f"Weekly, over {weeks}: from {values}{_gaps(result.trend)}{_running(result.trend)}."


def _value(result: Result, point: Point) -> str:
    week = window(point.window).split(" ", maxsplit=2)
    return f"{figure(point.value, result.metric, result.question.time_base)} (week of {' '.join(week[:2])})"


def _gaps(trend: Sequence[Point]) -> str:
    missing = sum(point.value is None for point in trend)
    return f", {plural(missing, 'week')} without data" if missing else ""


def _running(trend: Sequence[Point]) -> str:
    return ", the last week still running" if not trend[-1].complete else ""


def _longest(result: Result) -> str:
    phases: list[Phase] = [phase for phase in result.phases if phase.mean]
    if not phases:
        return ""
    longest = max(phases, key=lambda phase: phase.mean or 0.0)
    working = " of working time" if result.question.time_base is TimeBase.WORKING else ""
    mean = figure(longest.mean, result.metric, result.question.time_base)
    return f"Most of the time goes into {longest.slug}: {mean}{working} on average."
