"""The points of a trend in words: weeks, or months where the window is long."""

from collections.abc import Sequence

from domain.metric import Aggregate
from domain.result import Point, Result
from render.text import day, month, nouns, statistic

_WEEK = 7


def width(trend: Sequence[Point]) -> str:
    """What a point is: a "week", or a "month" where any is longer than one."""
    return "month" if any(point.window.days > _WEEK for point in trend) else "week"


def name(point: Point, width: str) -> str:
    """A point on a scale: "26 Oct" for a week, "Oct 2024" for a month."""
    return month(point.window.first) if width == "month" else day(point.window.first)


def per_bucket(result: Result) -> str:
    """What a point of the trend is: "median per week", "deployments per week", "share per month"."""
    each, metric = width(result.trend), result.metric
    if metric.level:
        return f"{statistic(result.question, metric) or 'number'} at each {each}'s end"
    if metric.aggregate is Aggregate.SHARE:
        return f"share per {each}"
    return f"{statistic(result.question, metric) or nouns(metric.noun)} per {each}"
