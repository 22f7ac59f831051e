"""The burndown: what remains and the scope as step lines with their names at their ends, and an even pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.metric import Unit
from domain.views.sprint import Burndown, Detail, SprintView
from domain.window import Bucket, Window
from render.charts.canvas import WIDTH, Sheet, Spot, drawable, width, within
from render.charts.scale import steps
from render.charts.theme import THEMES, Theme
from render.days import day
from render.sprint import dates, is_running, points, sized, verdict

_LEFT, _RIGHT = 64.0, WIDTH - 64.0
_FINDING, _SUBJECT, _VALUE, _SMALL = 44.0, 31.0, 30.0, 26.0
_FINDING_AT, _SUBJECT_AT = 716.0, 662.0
_TOP, _BOTTOM, _DATES = 590.0, 110.0, 48.0
_SCALE_ROOM, _LABEL_ROOM, _HEADROOM = 70.0, 250.0, 1.1
_APART, _MOST_DATES = 66.0, 8


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's pixels: the sprint from left to right, and sizes up to `top`."""

    left: float
    right: float
    burndown: Burndown
    top: float

    def x(self, at: datetime) -> float:
        whole = self.burndown.ends_at - self.burndown.began_at
        share = (at - self.burndown.began_at) / whole if whole else 0.0
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))

    def y(self, size: float) -> float:
        return _BOTTOM + (_TOP - _BOTTOM) * size / self.top


@dataclass(frozen=True, slots=True)
class Label:
    """A line's name and value at its end, `y` pixels high."""

    words: str
    name: str
    end: Spot
    ink: str
    bold: bool = False


def draw(view: SprintView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors, detail = THEMES[theme], view.detail
    sheet = Sheet(colors.ground)
    if detail is None:
        return sheet.png()
    burndown = detail.burndown
    most = max(*(step.scope for step in burndown.steps), *(at for _, at in burndown.guideline), 1.0)
    top = most * _HEADROOM
    scale = max(_SCALE_ROOM, *(width(_size(mark), _SMALL) + 28 for mark in steps(top, Unit.POINTS)))
    frame = Frame(_LEFT + scale, _RIGHT - _LABEL_ROOM, burndown, top)
    zone = view.question.window.zone
    _titles(sheet, view, detail, colors)
    _days_off(sheet, frame, colors)
    _grid(sheet, frame, colors)
    _axis(sheet, frame, zone, colors)
    _now(sheet, frame, detail, colors)
    _lines(sheet, frame, detail, colors)
    return sheet.png()


def _titles(sheet: Sheet, view: SprintView, detail: Detail, colors: Theme) -> None:
    """The finding as the title, and below it whose it is, when, and in what it is counted."""
    room = _RIGHT - _LEFT
    told = within(verdict(detail), room, _FINDING, bold=True)
    sheet.text((_LEFT, _FINDING_AT), told, _FINDING, colors.ink, bold=True)
    unit = "issues" if detail.in_issues else "points"
    rest = f" · {dates(detail, view.question.window.zone)} · {unit}"
    names = drawable(detail.sprint.board, "Board"), drawable(detail.sprint.name, "Sprint")
    named = within(" · ".join(names), room - width(rest, _SUBJECT), _SUBJECT)
    sheet.text((_LEFT, _SUBJECT_AT), named + rest, _SUBJECT, colors.quiet)


def _days_off(sheet: Sheet, frame: Frame, colors: Theme) -> None:
    """Where an even pace stands still, nobody works."""
    flat = [
        (frame.x(since), _BOTTOM, frame.x(to), _TOP)
        for (since, high), (to, low) in pairwise(frame.burndown.guideline)
        if high == low and since < to
    ]
    sheet.boxes(flat, [_between(colors.ground, colors.line)] * len(flat))


def _grid(sheet: Sheet, frame: Frame, colors: Theme) -> None:
    marks = [0.0, *steps(frame.top, Unit.POINTS)]
    sheet.lines(
        [[(frame.left, frame.y(mark)), (frame.right, frame.y(mark))] for mark in marks], colors.line, 2
    )
    for mark in marks:
        sheet.text((_LEFT, frame.y(mark) - 9), _size(mark), _SMALL, colors.quiet)


def _size(mark: float) -> str:
    """A mark of the scale, without its unit, which stands above."""
    return points(mark).partition(" ")[0]


def _axis(sheet: Sheet, frame: Frame, zone: str, colors: Theme) -> None:
    """Days at their midnights, evenly apart, as many as have room."""
    first, last = (
        moment.astimezone(ZoneInfo(zone)).date()
        for moment in (frame.burndown.began_at, frame.burndown.ends_at)
    )
    days = Window(first, last + timedelta(days=1), zone).buckets(Bucket.DAY)
    every = -(-len(days) // _MOST_DATES)
    for each in days[::every]:
        middle = frame.x(max(each.start, frame.burndown.began_at))
        sheet.lines([[(middle, _BOTTOM), (middle, _BOTTOM - 10)]], colors.line, 2)
        sheet.text((middle, _DATES + 14), day(each.first), _SMALL, colors.quiet, align="center")


def _now(sheet: Sheet, frame: Frame, detail: Detail, colors: Theme) -> None:
    """Where the sprint is now, while it runs."""
    if not is_running(detail):
        return
    x = frame.x(detail.burndown.until)
    sheet.lines([[(x, _BOTTOM), (x, _TOP + 6)]], colors.quiet, 2)
    half = width("now", _SMALL) / 2
    middle = min(max(x, frame.left + half), frame.right - half)
    sheet.text((middle, _TOP + 16), "now", _SMALL, colors.quiet, align="center")


def _lines(sheet: Sheet, frame: Frame, detail: Detail, colors: Theme) -> None:
    """The quiet lines below, what remains over them, and every name at the right."""
    burndown, last = frame.burndown, detail.burndown.steps[-1]
    pace = [(frame.x(at), frame.y(size)) for at, size in burndown.guideline]
    scope = _stepped(frame, [(step.at, step.scope) for step in burndown.steps])
    remaining = _stepped(frame, [(step.at, step.remaining) for step in burndown.steps])
    labels = [
        Label(sized(last.scope, detail), "in scope", scope[-1], colors.quiet),
        Label(sized(last.remaining, detail), "remaining", remaining[-1], colors.accent, bold=True),
    ]
    if pace:
        labels.append(Label("", "an even pace", pace[-1], colors.quiet))
    _names(sheet, frame, labels, colors)
    sheet.lines([pace] if pace else [], colors.quiet, 3, dashed=(3, 3))
    sheet.lines([scope], colors.quiet, 4)
    sheet.lines([remaining], colors.accent, 7)
    sheet.dots([remaining[-1]], 11, colors.accent, colors.ground, 3)


def _stepped(frame: Frame, sizes: Sequence[tuple[datetime, float]]) -> list[Spot]:
    """A line that is level until the moment of each change."""
    spots: list[Spot] = []
    for at, size in sizes:
        spots += [(frame.x(at), spots[-1][1])] if spots else []
        spots.append((frame.x(at), frame.y(size)))
    return [*spots, (frame.x(frame.burndown.until), spots[-1][1])]


def _names(sheet: Sheet, frame: Frame, labels: Sequence[Label], colors: Theme) -> None:
    """Beside the plot, each as near to its line's end as the others let it be, with a thread to it."""
    at = frame.right + 22
    ordered = sorted(labels, key=lambda label: -label.end[1])
    threads, heights = [], _spread([label.end[1] for label in ordered])
    for label, y in zip(ordered, heights, strict=True):
        threads.append([label.end, (frame.right, label.end[1]), (at - 8, y)])
        room = _RIGHT - at
        if label.words:
            told = within(label.words, room, _VALUE, bold=True)
            sheet.text((at, y + 2), told, _VALUE, label.ink, bold=True)
            sheet.text((at, y - 28), within(label.name, room, _SMALL), _SMALL, colors.quiet)
        else:
            sheet.text((at, y - 9), within(label.name, room, _SMALL), _SMALL, colors.quiet)
    sheet.lines(threads, colors.line, 2)


def _spread(heights: Sequence[float]) -> list[float]:
    """The heights, from above, moved just enough to stand apart, and none below the plot."""
    placed: list[float] = []
    for place, height in enumerate(heights):
        above = placed[-1] - _APART if placed else _TOP
        placed.append(min(height, above if place else height))
    floor = _BOTTOM
    for place in reversed(range(len(placed))):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + _APART
    return placed


def _between(one: str, other: str) -> str:
    """The colour half-way."""
    parts = ((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
