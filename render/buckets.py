"""The points of a trend in words: weeks, or months where the window is long."""

from collections.abc import Sequence

from domain.result import Point
from render.text import day, month

_WEEK = 7


def width(trend: Sequence[Point]) -> str:
    """What a point is: a "week", or a "month" where any is longer than one."""
    return "month" if any(point.window.days > _WEEK for point in trend) else "week"


def name(point: Point, width: str) -> str:
    """A point on a scale: "26 Oct" for a week, "Oct 2024" for a month."""
    return month(point.window.first) if width == "month" else day(point.window.first)
