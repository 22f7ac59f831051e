"""The picture of an issue's flow: its milestones as stations, and the waits between them to scale."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.views.flow import FlowView
from render.charts.canvas import Sheet, drawable, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT
from render.flow import NOW, Step, longest, progress, stations
from render.text import day, duration

_FINDING_AT, _SUBJECT_AT = 718.0, 664.0
_FINDING, _SUBJECT, _SIZE, _SMALL = 46.0, 30.0, 27.0, 25.0
_TRACK, _DOT = 510.0, 13.0
_BAR_BOTTOM, _BAR_TOP = 270.0, 318.0
_LIST, _STEP, _MOST = 176.0, 44.0, 3
_SPACE, _GAP = 18.0, 4.0


def draw(view: FlowView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    reached, slow = stations(view), longest(view)
    _titles(sheet, view, colors)
    _stops(sheet, view, reached, slow, colors)
    _to_scale(sheet, reached, slow, colors)
    _pulls(sheet, view, colors)
    return sheet.png()


def _titles(sheet: Sheet, view: FlowView, colors: Theme) -> None:
    room = RIGHT - LEFT
    said = drawable(f"{view.key}  {view.title}", view.key)
    sheet.text((LEFT, _FINDING_AT), within(said, room, _FINDING, bold=True), _FINDING, colors.ink, bold=True)
    status = drawable(view.stays[-1].status, view.category.value)
    told = f"{drawable(view.type, 'Issue')} · {status} · times of {view.question.window.zone}"
    sheet.text((LEFT, _SUBJECT_AT), within(told, room, _SUBJECT), _SUBJECT, colors.quiet)


def _stops(sheet: Sheet, view: FlowView, reached: Sequence[Step], slow: Step | None, colors: Theme) -> None:
    """A station a milestone, evenly apart so that all can be read, with the wait written over its track."""
    room = (RIGHT - LEFT) / len(reached)
    places = [LEFT + room * (place + 0.5) for place in range(len(reached))]
    for before, at, station in zip(places, places[1:], reached[1:], strict=False):
        color = colors.accent if station == slow else colors.quiet
        dashed = (1.2, 0.9) if station.words == NOW else None
        sheet.lines([[(before + _DOT, _TRACK), (at - _DOT, _TRACK)]], color, 7, dashed=dashed)
        words = within(_wait(station), room - _SPACE, _SIZE, bold=station == slow)
        middle = (before + at) / 2
        ink = colors.accent if station == slow else colors.ink
        sheet.text((middle, _TRACK + 26), words, _SIZE, ink, bold=station == slow, align="center")
    for x, station in zip(places, reached, strict=True):
        fill = colors.ground if station.words == NOW else colors.ink
        sheet.dots([(x, _TRACK)], _DOT, fill, colors.ink, 4)
        label = within(station.words, room - _SPACE, _SMALL, bold=True)
        sheet.text((x, _TRACK - 56), label, _SMALL, colors.ink, bold=True, align="center")
        sheet.text((x, _TRACK - 92), _when(station.at, view), _SMALL, colors.quiet, align="center")


def _to_scale(sheet: Sheet, reached: Sequence[Step], slow: Step | None, colors: Theme) -> None:
    """The same waits as one bar, as long as they really were."""
    waits = [station for station in reached if station.since]
    total = sum((each.since or timedelta() for each in waits), timedelta())
    if not total:
        return
    sheet.text((LEFT, _BAR_TOP + 20), f"The same to scale, {_told(total)} in all", _SMALL, colors.quiet)
    left = LEFT
    shades = iter(colors.shades * len(waits))
    for each in waits:
        right = left + (RIGHT - LEFT) * ((each.since or timedelta()) / total)
        is_slow = each == slow
        fill = colors.accent if is_slow else next(shades)
        sheet.boxes([(left, _BAR_BOTTOM, max(left + 2, right - _GAP), _BAR_TOP)], [fill])
        words = f"to {each.words}"
        if right - left > width(words, _SMALL, bold=is_slow) + 2 * _SPACE:
            ink = colors.on_accent if is_slow else colors.ink
            middle = (left + right) / 2
            sheet.text((middle, _BAR_BOTTOM + 16), words, _SMALL, ink, bold=is_slow, align="center")
        left = right


def _pulls(sheet: Sheet, view: FlowView, colors: Theme) -> None:
    """The first few pull requests, a line each."""
    shown = view.pulls[:_MOST]
    for place, each in enumerate(shown):
        y = _LIST - place * _STEP
        name = within(drawable(each.trace.name, f"#{each.trace.number}"), 520.0, _SIZE, bold=True)
        sheet.text((LEFT, y), name, _SIZE, colors.ink, bold=True)
        after = LEFT + width(name, _SIZE, bold=True) + _SPACE
        sheet.text((after, y), within(progress(each), RIGHT - after - _SPACE, _SIZE), _SIZE, colors.quiet)
    more = len(view.pulls) - len(shown)
    if more:
        sheet.text((LEFT, _LIST - _MOST * _STEP), f"and {more} more", _SMALL, colors.quiet)
    if not view.pulls:
        sheet.text((LEFT, _LIST), "No pull request is linked to it.", _SIZE, colors.quiet)


def _wait(station: Step) -> str:
    return "" if station.since is None else _told(station.since)


def _when(at: datetime, view: FlowView) -> str:
    local = at.astimezone(ZoneInfo(view.question.window.zone))
    return f"{day(local.date(), view.computed_at.date())}, {local:%H:%M}"


def _told(span: timedelta) -> str:
    return duration(span.total_seconds())
