"""The picture of incidents: when they began beside the deployments, and how long the latest ones took."""

from datetime import datetime, timedelta
from math import log1p

from domain.views.incidents import IncidentRow, IncidentsView
from render.charts.canvas import Sheet, Spot, drawable, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT, titles
from render.text import day, duration, plural

_MOST = 7
_AXIS, _BEGIN = 548.0, 240.0
_TICK, _DOT = 20.0, 10.0
_FIRST, _STEP = 386.0, 50.0
_BARS_FROM, _BARS_TO = 690.0, 1340.0
_SIZE, _SMALL = 27.0, 25.0
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MARKS = (_MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY)
_MOST_DATES = 6


def draw(view: IncidentsView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    n = view.frequency.summary.n
    finding = plural(n, "incident")
    if n:
        finding += f", {view.caused or 'none'} known to be caused by a deployment"
    of = "high urgency"
    if view.resolve.summary.n:
        of += f" · half resolved within {duration(view.resolve.summary.p50 or 0)}"
    titles(sheet, view, colors, finding, of)
    _timeline(sheet, view, colors)
    _latest(sheet, view, colors)
    return sheet.png()


def _timeline(sheet: Sheet, view: IncidentsView, colors: Theme) -> None:
    """Incidents as dots above the axis of days, deployments as ticks below it."""
    sheet.text((LEFT, _AXIS + 8), "incidents", _SMALL, colors.quiet)
    sheet.text((LEFT, _AXIS - 28), "deployments", _SMALL, colors.quiet)
    sheet.lines([[(_BEGIN, _AXIS), (RIGHT, _AXIS)]], colors.line, 3)
    ticks = [_x(view, at) for at in view.deployed]
    sheet.lines([[(x, _AXIS - 6), (x, _AXIS - 6 - _TICK)] for x in ticks], colors.quiet, 2)
    for is_caused in (False, True):
        spots = _stacked(view, is_caused=is_caused)
        fill = colors.accent if is_caused else colors.ground
        sheet.dots(spots, _DOT, fill, colors.accent if is_caused else colors.ink, 3)
    every = max(1, view.question.window.days // _MOST_DATES)
    for offset in range(0, view.question.window.days, every):
        first = view.question.window.first + timedelta(days=offset)
        x = _BEGIN + (RIGHT - _BEGIN) * offset / view.question.window.days
        if x + width(day(first), _SMALL) <= RIGHT:
            sheet.text((x, _AXIS - 62), day(first), _SMALL, colors.quiet)


def _stacked(view: IncidentsView, *, is_caused: bool) -> list[Spot]:
    """Where the dots stand: one that would cover another stands above it, at most three high."""
    ends: list[float] = []
    spots = []
    for onset in view.onsets:
        x = _x(view, onset.at)
        row = next((row for row, end in enumerate(ends) if end <= x), min(len(ends), 2))
        ends[row : row + 1] = [x + 2 * _DOT + 2]
        if onset.is_caused is is_caused:
            spots.append((x, _AXIS + 18 + row * (2 * _DOT + 3)))
    return spots


def _latest(sheet: Sheet, view: IncidentsView, colors: Theme) -> None:
    """The latest ones, each from its opening to its end, on a scale that shows minutes and days alike."""
    rows = [row for row in view.rows if not row.is_low][:_MOST]
    if not rows:
        return
    words = "The latest: from opened, over acknowledged (ring), to resolved"
    sheet.text((LEFT, _FIRST + 42), words, _SMALL, colors.quiet)
    longest = max(_MINUTE * 10, *(_length(view, row) for row in rows))
    bottom = _FIRST - _STEP * (len(rows) - 1) - 20
    _scale(sheet, colors, longest, bottom)
    for place, row in enumerate(rows):
        _row(sheet, view, row, colors, (_FIRST - place * _STEP, longest))


def _scale(sheet: Sheet, colors: Theme, longest: float, bottom: float) -> None:
    """Lines at round spans, named below, as many as stand apart from one another."""
    after = 0.0
    for mark in _MARKS:
        x, words = _along(mark, longest), duration(mark)
        if mark > longest or x - width(words, _SMALL) / 2 < after:
            continue
        sheet.lines([[(x, bottom), (x, _FIRST + 24)]], colors.line, 2)
        sheet.text((x, bottom - 26), words, _SMALL, colors.quiet, align="center")
        after = x + width(words, _SMALL) / 2 + 20


def _row(sheet: Sheet, view: IncidentsView, row: IncidentRow, colors: Theme, at: tuple[float, float]) -> None:
    y, longest = at
    label = drawable(f"{day(row.created_at.date())}  {row.title}", row.name)
    sheet.text((LEFT, y - 9), within(label, _BARS_FROM - LEFT - 30, _SIZE), _SIZE, colors.ink)
    color = colors.accent if row.culprit else colors.quiet
    end = _along(_length(view, row), longest)
    sheet.lines([[(_BARS_FROM, y), (end, y)]], color, 12, dashed=None if row.resolved_at else (1.2, 0.8))
    if row.acknowledge is not None:
        sheet.dots([(_along(min(row.acknowledge, longest), longest), y)], 9, colors.ground, color, 4)
    words = duration(row.resolve) if row.resolve is not None else "still open" if not row.resolved_at else "?"
    over = (end + 12, y - 14, end + 24 + width(words, _SIZE, bold=True), y + 20)
    sheet.boxes([over], [colors.ground])
    sheet.text((end + 18, y - 9), words, _SIZE, colors.ink, bold=bool(row.culprit))


def _length(view: IncidentsView, row: IncidentRow) -> float:
    """How long it took, or has taken so far."""
    if row.resolve is not None:
        return float(row.resolve)
    so_far = ((row.resolved_at or view.computed_at) - row.created_at).total_seconds()
    return max(0.0, so_far)


def _along(seconds: float, longest: float) -> float:
    return _BARS_FROM + (_BARS_TO - _BARS_FROM) * log1p(seconds / _MINUTE) / log1p(longest / _MINUTE)


def _x(view: IncidentsView, at: datetime) -> float:
    window = view.question.window
    start, stop = window.start.timestamp(), window.stop.timestamp()
    return _BEGIN + (RIGHT - _BEGIN) * (at.timestamp() - start) / (stop - start)
