"""The weekly line: gaps where there is no data, a hollow mark for the week that still runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.result import TOO_FEW, Point, Result
from render.charts.canvas import Sheet, Spot, width
from render.charts.scale import steps
from render.charts.theme import Theme
from render.text import day, figure, period_before

_LEFT_ROOM, _REFERENCE_ROOM = 150.0, 270.0
_BOTTOM, _TOP = 312.0, 606.0
_DATES, _SAMPLES = 268.0, 232.0
_VALUE, _SMALL = 30.0, 26.0
_MOST_DATES, _MOST_VALUES = 8, 6
_RADIUS, _STROKE = 10.0, 6.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's pixels, and what value is its top."""

    left: float
    right: float
    points: int
    top: float

    def x(self, place: int) -> float:
        return self.left + (self.right - self.left) * (place + 0.5) / self.points

    def y(self, value: float) -> float:
        return _BOTTOM + (_TOP - _BOTTOM) * value / self.top


def line(sheet: Sheet, result: Result, colors: Theme, *, left: float, right: float) -> None:
    values = [point.value for point in result.trend if point.value is not None]
    if not values:
        sheet.text((left, (_BOTTOM + _TOP) / 2), "No data in these weeks", _VALUE, colors.quiet)
        return
    before = result.previous.value if result.previous.n >= TOO_FEW else None
    top = max(*values, before or 0.0, 1.0) * 1.12
    room = _REFERENCE_ROOM if before is not None else 0.0
    frame = Frame(left + _LEFT_ROOM, right - room, len(result.trend), top)
    _grid(sheet, result, colors, frame, left)
    if before is not None:
        _reference(sheet, result, colors, frame)
    _dates(sheet, result.trend, colors, frame)
    _values(sheet, result, colors, frame)
    _weeks(sheet, result.trend, colors, frame)


def _grid(sheet: Sheet, result: Result, colors: Theme, frame: Frame, left: float) -> None:
    marks = [0.0, *steps(frame.top, result.metric.unit)]
    edge = frame.right
    sheet.lines([[(frame.left - 10, frame.y(mark)), (edge, frame.y(mark))] for mark in marks], colors.line, 2)
    for mark in marks[1:]:
        words = figure(mark, result.metric, result.question.time_base)
        sheet.text((left, frame.y(mark) - 9), words, _SMALL, colors.quiet)


def _reference(sheet: Sheet, result: Result, colors: Theme, frame: Frame) -> None:
    """Where the period before lies, told beside the plot."""
    value = result.previous.value or 0.0
    y = frame.y(value)
    sheet.lines([[(frame.left - 10, y), (frame.right + 12, y)]], colors.quiet, 3, dashed=(3, 3))
    at = frame.right + 24
    words = figure(value, result.metric, result.question.time_base)
    sheet.text((at, y + 2), words, _VALUE, colors.quiet, bold=True)
    sheet.text((at, y - 32), period_before(result.question).removeprefix("the "), _SMALL, colors.quiet)


def _weeks(sheet: Sheet, trend: Sequence[Point], colors: Theme, frame: Frame) -> None:
    """Runs of neighbouring weeks are joined; a week without data parts them."""
    spots = [_spot(frame, place, point) for place, point in enumerate(trend)]
    whole: list[list[Spot]] = []
    running: list[list[Spot]] = []
    for (here, there), point in zip(pairwise(spots), trend[1:], strict=True):
        if here is not None and there is not None:
            (whole if point.complete else running).append([here, there])
    sheet.lines(whole, colors.accent, _STROKE)
    sheet.lines(running, colors.accent, _STROKE - 1, dashed=(1.6, 1.2))
    done = [spot for spot, point in zip(spots, trend, strict=True) if spot and point.complete]
    open_ = [spot for spot, point in zip(spots, trend, strict=True) if spot and not point.complete]
    radius = _RADIUS if frame.points <= 2 * _MOST_DATES else _RADIUS / 2
    sheet.dots(done, radius, colors.accent, colors.ground, 3)
    sheet.dots(open_, radius, colors.ground, colors.accent, 5)


def _spot(frame: Frame, place: int, point: Point) -> Spot | None:
    return None if point.value is None else (frame.x(place), frame.y(point.value))


def _dates(sheet: Sheet, trend: Sequence[Point], colors: Theme, frame: Frame) -> None:
    """The Mondays, and under each how many items its value rests on while there is room to say so."""
    every = -(-len(trend) // _MOST_DATES)
    for place in range((len(trend) - 1) % every, len(trend), every):
        point, x = trend[place], frame.x(place)
        sheet.text((x, _DATES), day(point.window.first), _SMALL, colors.quiet, align="center")
        if every == 1:
            so_far = "" if point.complete else " so far"
            sheet.text((x, _SAMPLES), f"n {point.n}{so_far}", _SMALL, colors.quiet, align="center")


def _values(sheet: Sheet, result: Result, colors: Theme, frame: Frame) -> None:
    for place in _told(result.trend):
        point = result.trend[place]
        words = figure(point.value, result.metric, result.question.time_base)
        x, y = frame.x(place), frame.y(point.value or 0.0) + _side(result.trend, place)
        half = width(words, _VALUE, bold=True) / 2 + 6
        sheet.boxes([(x - half, y - 4, x + half, y + 26)], [colors.ground])
        sheet.text((x, y), words, _VALUE, colors.ink, bold=True, align="center")


def _told(trend: Sequence[Point]) -> list[int]:
    """Which weeks carry their value: all when they are few, else the last, the highest and the lowest."""
    known = {place: point.value for place, point in enumerate(trend) if point.value is not None}
    if len(known) <= _MOST_VALUES:
        return list(known)
    ordered = sorted(known, key=lambda place: known[place] or 0.0)
    return sorted({max(known), ordered[0], ordered[-1]})


def _side(trend: Sequence[Point], place: int) -> float:
    """Above the mark, or below it in a valley of the line."""
    value = trend[place].value or 0.0
    around = [trend[at].value for at in (place - 1, place + 1) if 0 <= at < len(trend)]
    higher = [each for each in around if each is not None and each > value]
    known = [each for each in around if each is not None]
    return -42.0 if known and len(higher) == len(known) else 22.0
