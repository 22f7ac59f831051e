"""The weekly line: gaps where there is no data, a hollow mark for the week that still runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.result import TOO_FEW, Point, Result
from render import buckets
from render.charts.canvas import Sheet, Spot, width, within
from render.charts.scale import steps
from render.charts.theme import Theme
from render.text import figure, period_before

_LEFT_ROOM, _REFERENCE_ROOM, _HEADROOM = 150.0, (180.0, 360.0), 1.12
_TOP = 606.0
_DATES, _SAMPLES, _SAMPLE_BARS = 44.0, 82.0, 26.0
_VALUE, _SMALL = 30.0, 26.0
_MOST_DATES, _MOST_SAMPLES, _MOST_VALUES = 8, 16, 6


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's pixels, and what value is its top; dates and samples stand below its bottom."""

    left: float
    right: float
    bottom: float
    points: int
    top: float

    @property
    def is_dense(self) -> bool:
        """Too many weeks to mark each one boldly."""
        return self.points > _MOST_SAMPLES

    def x(self, place: int) -> float:
        return self.left + (self.right - self.left) * (place + 0.5) / self.points

    def y(self, value: float) -> float:
        return self.bottom + (_TOP - self.bottom) * value / self.top


def line(sheet: Sheet, result: Result, colors: Theme, *, left: float, right: float, bottom: float) -> None:
    """The plot between its edges, from the grid up to the values."""
    values = [point.value for point in result.trend if point.value is not None]
    if not values:
        sheet.text(
            (left, (bottom + _TOP) / 2),
            f"No data in these {buckets.width(result.trend)}s",
            _VALUE,
            colors.quiet,
        )
        return
    before = _before(result)
    top = max(*values, before or 0.0, 1.0) * _HEADROOM
    room = _reference_room(result) if before is not None else 0.0
    frame = Frame(left + _LEFT_ROOM, right - room, bottom, len(result.trend), top)
    _grid(sheet, result, colors, frame, left)
    if before is not None:
        _reference(sheet, result, colors, frame, right)
    _dates(sheet, result.trend, colors, frame)
    _samples(sheet, result.trend, colors, frame, left)
    _values(sheet, result, colors, frame)


def _before(result: Result) -> float | None:
    """The value of the period before, where there were enough items for one."""
    return result.previous.value if result.previous.n >= TOO_FEW else None


def _words(result: Result, value: float | None) -> str:
    return figure(value, result.metric, result.question.time_base)


def _grid(sheet: Sheet, result: Result, colors: Theme, frame: Frame, left: float) -> None:
    marks = [0.0, *steps(frame.top, result.metric.unit)]
    begin = frame.left - 10
    sheet.lines([[(begin, frame.y(mark)), (frame.right, frame.y(mark))] for mark in marks], colors.line, 2)
    for mark in marks[1:]:
        sheet.text((left, frame.y(mark) - 9), _words(result, mark), _SMALL, colors.quiet)


def _period(result: Result) -> str:
    return period_before(result.question).removeprefix("the ")


def _reference_room(result: Result) -> float:
    """Beside the plot, as wide as its words within reason."""
    least, most = _REFERENCE_ROOM
    value = width(_words(result, _before(result)), _VALUE, bold=True)
    return min(max(least, value + 30, width(_period(result), _SMALL) + 30), most)


def _reference(sheet: Sheet, result: Result, colors: Theme, frame: Frame, right: float) -> None:
    """Where the period before lies, told beside the plot."""
    y, at = frame.y(_before(result) or 0.0), frame.right + 24
    sheet.lines([[(frame.left - 10, y), (frame.right + 12, y)]], colors.quiet, 3, dashed=(3, 3))
    sheet.text((at, y + 2), _words(result, _before(result)), _VALUE, colors.quiet, bold=True)
    sheet.text((at, y - 32), within(_period(result), right - at, _SMALL), _SMALL, colors.quiet)


def _dates(sheet: Sheet, trend: Sequence[Point], colors: Theme, frame: Frame) -> None:
    """First days, evenly apart, the last one always."""
    each = buckets.width(trend)
    every = -(-len(trend) // _MOST_DATES)
    for place in range((len(trend) - 1) % every, len(trend), every):
        at = (frame.x(place), frame.bottom - _DATES)
        sheet.text(at, buckets.name(trend[place], each), _SMALL, colors.quiet, align="center")


def _samples(sheet: Sheet, trend: Sequence[Point], colors: Theme, frame: Frame, left: float) -> None:
    """How many items each week rests on: numbers while there is room for them, else low bars."""
    bottom = frame.bottom - _SAMPLES
    if not frame.is_dense:
        sheet.text((left, bottom), "n", _SMALL, colors.quiet)
        for place, point in enumerate(trend):
            words = f"{point.n}" if point.complete or len(trend) > _MOST_DATES else f"{point.n} so far"
            sheet.text((frame.x(place), bottom), words, _SMALL, colors.quiet, align="center")
        return
    most = max(1, *(point.n for point in trend))
    sheet.text((left, bottom), f"n to {most:,}", _SMALL, colors.quiet)
    half = (frame.right - frame.left) / frame.points * 0.35
    bars = [(frame.x(place), _SAMPLE_BARS * point.n / most) for place, point in enumerate(trend)]
    boxes = [(x - half, bottom, x + half, bottom + height) for x, height in bars if height]
    sheet.boxes(boxes, [colors.shades[0]] * len(boxes))


def _values(sheet: Sheet, result: Result, colors: Theme, frame: Frame) -> None:
    """The line over a clearing for each told value, and the values over the line."""
    told = []
    for place in _told(result.trend):
        words = _words(result, result.trend[place].value)
        half = width(words, _VALUE, bold=True) / 2 + 6
        x, y = frame.x(place), frame.y(result.trend[place].value or 0.0) + _side(result.trend, place)
        told.append(((x, y), words, half))
    clearings = [(x - half, y - 4, x + half, y + 26) for (x, y), _, half in told]
    sheet.boxes(clearings, [colors.ground] * len(clearings))
    _weeks(sheet, result.trend, colors, frame)
    for spot, words, _ in told:
        sheet.text(spot, words, _VALUE, colors.ink, bold=True, align="center")


def _weeks(sheet: Sheet, trend: Sequence[Point], colors: Theme, frame: Frame) -> None:
    """Neighbouring weeks are joined; a week without data parts them, and one still running is dashed."""
    spots = [_spot(frame, place, point) for place, point in enumerate(trend)]
    whole: list[list[Spot]] = []
    running: list[list[Spot]] = []
    for (here, there), point in zip(pairwise(spots), trend[1:], strict=True):
        if here is not None and there is not None:
            (whole if point.complete else running).append([here, there])
    sheet.lines(whole, colors.accent, 4 if frame.is_dense else 6)
    sheet.lines(running, colors.accent, 4 if frame.is_dense else 5, dashed=(1.6, 1.2))
    done = [spot for spot, point in zip(spots, trend, strict=True) if spot and point.complete]
    open_ = [spot for spot, point in zip(spots, trend, strict=True) if spot and not point.complete]
    sheet.dots(done, 4 if frame.is_dense else 10, colors.accent, colors.ground, 0 if frame.is_dense else 3)
    sheet.dots(open_, 6 if frame.is_dense else 10, colors.ground, colors.accent, 4)


def _spot(frame: Frame, place: int, point: Point) -> Spot | None:
    return None if point.value is None else (frame.x(place), frame.y(point.value))


def _told(trend: Sequence[Point]) -> list[int]:
    """Which weeks carry their value: all when they are few, else the last, the highest and the lowest."""
    known = {place: point.value for place, point in enumerate(trend) if point.value is not None}
    if len(known) <= _MOST_VALUES:
        return list(known)
    ordered = sorted(known, key=lambda place: known[place] or 0.0)
    return _apart([max(known), ordered[-1], ordered[0]], len(trend))


def _apart(places: Sequence[int], points: int) -> list[int]:
    """Those, the earlier named first, whose words do not run into one named before."""
    kept: list[int] = []
    for place in places:
        if all(abs(place - other) * _MOST_DATES >= points for other in kept):
            kept.append(place)
    return sorted(kept)


def _side(trend: Sequence[Point], place: int) -> float:
    """Above the mark, or below it in a valley of the line."""
    value = trend[place].value or 0.0
    around = [trend[at].value for at in (place - 1, place + 1) if 0 <= at < len(trend)]
    known = [each for each in around if each is not None]
    return -44.0 if known and all(each > value for each in known) else 22.0
