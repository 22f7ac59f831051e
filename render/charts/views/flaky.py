"""The flaky grid: a row a test, a column a day, and a mark of its own shape for how the day went."""

from datetime import date

from domain.rulings.flaky import DAYS
from domain.views.flaky import Flaky, FlakyTest, Mark
from render.charts.canvas import Sheet, drawable, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT, titles
from render.days import day
from render.flaky import rate, share
from render.text import change

MOST = 12
"""Tests in the picture, the flakiest; where there are more, that is said."""

_LABEL, _SMALL = 26.0, 22.0
_TOP, _BOTTOM = 560.0, 90.0
_NAMES, _RATES = 600.0, 330.0
_KEY_AT = 34.0
_EDGE = 3.0


def draw(view: Flaky, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    tests = view.tests[:MOST]
    titles(sheet, view, colors, _finding(view), _rest(view))
    height = min(78.0, (_TOP - _BOTTOM) / max(len(tests), 1))
    first, last = LEFT + _NAMES + 20, RIGHT - _RATES
    columns = [first + (last - first) * (place + 0.5) / len(view.days) for place in range(len(view.days))]
    _dates(sheet, view.days, columns, colors)
    for place, test in enumerate(tests):
        _row(sheet, test, columns, colors, middle=_TOP - (place + 0.5) * height, size=min(height * 0.3, 14.0))
    _key(sheet, colors)
    return sheet.png()


def _finding(view: Flaky) -> str:
    compared = f", {change(view.result)}" if view.result.change is not None else ""
    return f"Flaky: {share(view)}{compared}"


def _rest(view: Flaky) -> str:
    more = len(view.tests) - MOST
    return f"the last {DAYS} days of {f'the {MOST} flakiest' if more > 0 else 'each'}"


def _dates(sheet: Sheet, days: tuple[date, ...], columns: list[float], colors: Theme) -> None:
    """The first day, the last, and the Mondays between that leave room."""
    after = 0.0
    for place, (each, at) in enumerate(zip(days, columns, strict=True)):
        words = day(each)
        half = width(words, _SMALL) / 2
        ends = columns[-1] - width(day(days[-1]), _SMALL) / 2 - 16
        wanted = place in (0, len(days) - 1) or (each.weekday() == 0 and at + half < ends)
        if wanted and at - half > after:
            sheet.text((at, _TOP + 18), words, _SMALL, colors.quiet, align="center")
            after = at + half + 16


def _row(
    sheet: Sheet, test: FlakyTest, columns: list[float], colors: Theme, *, middle: float, size: float
) -> None:
    baseline = middle - _LABEL * 0.36
    name = within(drawable(test.name, "test"), _NAMES, _LABEL)
    sheet.text((LEFT + _NAMES, baseline), name, _LABEL, colors.ink, align="right")
    for at, mark in zip(columns, test.marks, strict=False):
        _mark(sheet, mark, (at, middle), size, colors)
    told = within(rate(test), _RATES - 16, _LABEL)
    sheet.text((RIGHT, baseline), told, _LABEL, colors.quiet, align="right")


def _mark(sheet: Sheet, mark: Mark, spot: tuple[float, float], size: float, colors: Theme) -> None:
    """A point for passed, a cross for failed, a full square for flaked: told by shape, not by colour."""
    x, y = spot
    if mark is Mark.PASSED:
        sheet.dots([spot], size * 0.3, colors.quiet, colors.quiet, 0)
    elif mark is Mark.FAILED:
        reach = size * 0.62
        strokes = [
            [(x - reach, y - reach), (x + reach, y + reach)],
            [(x - reach, y + reach), (x + reach, y - reach)],
        ]
        sheet.lines(strokes, colors.ink, _EDGE)
    elif mark is Mark.FLAKED:
        sheet.boxes([(x - size, y - size, x + size, y + size)], [colors.accent])


def _key(sheet: Sheet, colors: Theme) -> None:
    """What the shapes mean, each beside its own."""
    at = LEFT
    words = {
        Mark.PASSED: "passed",
        Mark.FAILED: "failed",
        Mark.FLAKED: "passed and failed on the same files",
    }
    for mark, meaning in words.items():
        _mark(sheet, mark, (at + 14, _KEY_AT + 9), 13, colors)
        sheet.text((at + 40, _KEY_AT), meaning, _LABEL, colors.quiet)
        at += 40 + width(meaning, _LABEL) + 48
