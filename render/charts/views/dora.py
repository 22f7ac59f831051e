"""The DORA strip: the five keys side by side, each with its value, its bucket, its weeks and its change."""

from collections.abc import Sequence
from itertools import pairwise

from domain.result import Point, Result
from domain.views.dora import DoraView, Key
from render.buckets import name
from render.buckets import width as bucket_width
from render.charts.canvas import Sheet, Spot, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT, titles
from render.dora import brief, briefly_moved, heading, sample, value
from render.text import period_before

_GAP, _KEYS = 44.0, 5
_HEADING, _VALUE, _SMALL = 29.0, 54.0, 25.0
_HEADING_AT, _VALUE_AT, _BUCKET_AT = 570.0, 496.0, 446.0
_TOP, _BOTTOM, _DATES_AT = 366.0, 206.0, 170.0
_WORDS_AT, _LINE = 118.0, 32.0
_MOST_CHANGES, _MOST_SAMPLES = 2, 2
_SHORT = {"deployment-frequency": "Deployments", "change-failure-rate": "Change failures"}
"""Names that would not fit over a panel."""


def draw(view: DoraView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    services = f" · {len(view.services)} services together" if len(view.services) > 1 else ""
    titles(sheet, view, colors, brief(view), f"compared with {period_before(view.question)}{services}")
    wide = (RIGHT - LEFT - _GAP * (_KEYS - 1)) / _KEYS
    for place, key in enumerate(view.keys):
        left = LEFT + place * (wide + _GAP)
        if place:
            sheet.lines([[(left - _GAP / 2, 40), (left - _GAP / 2, _HEADING_AT + 24)]], colors.line, 2)
        _panel(sheet, key, colors, left, left + wide)
    return sheet.png()


def _panel(sheet: Sheet, key: Key, colors: Theme, left: float, right: float) -> None:
    """A heading, the value, its bucket, the weeks, how it moved and from how many it is."""
    room = right - left
    named = _SHORT.get(key.result.metric.slug, heading(key))
    sheet.text((left, _HEADING_AT), within(named, room, _HEADING), _HEADING, colors.quiet)
    words = value(key.result)
    size = next(
        s for s in (_VALUE, 44.0, 36.0, 30.0, _SMALL) if width(words, s, bold=True) <= room or s == _SMALL
    )
    sheet.text((left, _VALUE_AT), within(words, room, size, bold=True), size, colors.ink, bold=True)
    for place, line in enumerate(_wrapped(key.bucket, room, 2)):
        sheet.text((left, _BUCKET_AT - place * _LINE), line, _SMALL, colors.ink)
    _weeks(sheet, key.result, colors, left, right)
    lines = [
        *_wrapped(briefly_moved(key), room, _MOST_CHANGES),
        *_wrapped(sample(key) if key.result.summary.n else "", room, _MOST_SAMPLES),
    ]
    for place, line in enumerate(lines):
        sheet.text((left, _WORDS_AT - place * _LINE), line, _SMALL, colors.quiet)


def _weeks(sheet: Sheet, result: Result, colors: Theme, left: float, right: float) -> None:
    """A line from zero; weeks without data are gaps, and the one still running is hollow."""
    trend = result.trend
    top = max((point.value for point in trend if point.value is not None), default=0.0)
    sheet.lines([[(left, _BOTTOM), (right, _BOTTOM)]], colors.line, 2)
    if not any(point.value is not None for point in trend):
        sheet.text((left, (_TOP + _BOTTOM) / 2), "no data", _SMALL, colors.quiet)
        return
    spots = [_spot(trend, place, top or 1.0, left, right) for place in range(len(trend))]
    joined = [(one, other) for one, other in pairwise(range(len(trend))) if spots[one] and spots[other]]
    whole, running = ([pair for pair in joined if trend[pair[1]].complete is done] for done in (True, False))
    sheet.lines([_line(spots, pair) for pair in whole], colors.accent, 5)
    sheet.lines([_line(spots, pair) for pair in running], colors.accent, 4, dashed=(1.6, 1.2))
    sheet.dots(_alone(spots, trend), 6, colors.accent, colors.accent, 0)
    open_ = [spot for spot, point in zip(spots, trend, strict=True) if spot and not point.complete]
    sheet.dots(open_, 7, colors.ground, colors.accent, 4)
    _dates(sheet, trend, colors, left, right)


def _spot(trend: Sequence[Point], place: int, top: float, left: float, right: float) -> Spot | None:
    value = trend[place].value
    if value is None:
        return None
    step = (right - left - 24) / max(1, len(trend) - 1)
    return left + 12 + place * step, _BOTTOM + (_TOP - _BOTTOM) * value / top


def _alone(spots: Sequence[Spot | None], trend: Sequence[Point]) -> list[Spot]:
    """Whole weeks between gaps, which no line would show, and the last whole week."""
    there = [place for place, spot in enumerate(spots) if spot and trend[place].complete]
    lonely = [place for place in there if not (set(there) & {place - 1, place + 1})]
    return [spot for place in {*lonely, *there[-1:]} if (spot := spots[place])]


def _line(spots: Sequence[Spot | None], pair: tuple[int, int]) -> list[Spot]:
    return [spot for place in pair if (spot := spots[place])]


def _dates(sheet: Sheet, trend: Sequence[Point], colors: Theme, left: float, right: float) -> None:
    """The first and the last week, where both have room."""
    each = bucket_width(trend)
    first, last = name(trend[0], each), name(trend[-1], each)
    sheet.text((left, _DATES_AT), first, _SMALL, colors.quiet)
    if len(trend) > 1 and width(first, _SMALL) + width(last, _SMALL) + 16 <= right - left:
        sheet.text((right, _DATES_AT), last, _SMALL, colors.quiet, align="right")


def _wrapped(words: str, room: float, most: int) -> list[str]:
    """The words in lines that fit, the last one cut off where there are more than `most`."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (width(longer, _SMALL) <= room or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(word)
    return [within(line, room, _SMALL) for line in lines]
