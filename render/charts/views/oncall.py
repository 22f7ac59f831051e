"""The picture of being on call: each rotation's interruptions by the hours they came in, and their spread."""

from collections.abc import Sequence

from domain.views.oncall import FEWEST, OncallView, Rotation
from render.charts.canvas import Sheet, Spot, drawable, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, titles
from render.oncall import hours, name, rate
from render.text import plural
from render.values import percent

_MOST = 6
_FIRST, _STEP, _BAR = 520.0, 58.0, 36.0
_BARS_FROM, _BARS_TO = 440.0, 1180.0
_SIZE, _SMALL = 28.0, 25.0
_LOWEST, _DOT, _ROOM = 96.0, 11.0, 110.0
_WORDS = ("business", "evening, weekend", "sleep")


def draw(view: OncallView, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    total = view.total
    finding = f"{plural(total.interruptions, 'interruption')} in {hours(total.seconds)} on call"
    if total.interruptions:
        finding += f", {total.sleep} in hours of sleep"
    titles(sheet, view, colors, finding, rate(total))
    _rotations(sheet, view.rotations[:_MOST], colors)
    rows = min(len(view.rotations), _MOST)
    _spread(sheet, view, colors, max(_LOWEST, _FIRST - rows * _STEP - _ROOM))
    return sheet.png()


def _rotations(sheet: Sheet, rotations: Sequence[Rotation], colors: Theme) -> None:
    """A bar a rotation, the same scale for all; the parts are named over the first bar."""
    most = max((each.load.interruptions for each in rotations), default=0)
    if not most:
        return
    fills = (colors.shades[2], colors.shades[0], colors.accent)
    _heads(sheet, _counts(rotations[0]), most, colors)
    for place, each in enumerate(rotations):
        y = _FIRST - place * _STEP
        label = within(drawable(name(each), "Rotation"), _BARS_FROM - LEFT - 24, _SIZE)
        sheet.text((LEFT, y + 8), label, _SIZE, colors.ink)
        x = _BARS_FROM
        for count, fill in zip(_counts(each), fills, strict=True):
            end = x + (_BARS_TO - _BARS_FROM) * count / most
            _part(sheet, (x, y, end), count, fill, colors)
            x = end
        words = rate(each.load) if each.load.seconds else "off schedule"
        sheet.text((max(x, _BARS_FROM) + 18, y + 8), words, _SMALL, colors.quiet)


def _counts(each: Rotation) -> tuple[int, int, int]:
    return each.load.business, each.load.off_hours, each.load.sleep


def _heads(sheet: Sheet, first: Sequence[int], most: int, colors: Theme) -> None:
    """What the parts are, over those of the first bar, moved aside just enough not to touch."""
    x, after = _BARS_FROM, 0.0
    for words, count in zip(_WORDS, first, strict=True):
        is_sleep = words == _WORDS[-1]
        at = max(x, after)
        ink = colors.accent if is_sleep else colors.quiet
        sheet.text((at, _FIRST + _BAR + 14), words, _SMALL, ink, bold=is_sleep)
        after = at + width(words, _SMALL, bold=is_sleep) + 26
        x += (_BARS_TO - _BARS_FROM) * count / most


def _part(sheet: Sheet, at: tuple[float, float, float], count: int, fill: str, colors: Theme) -> None:
    x, y, end = at
    if not count:
        return
    sheet.boxes([(x, y, max(x + 2, end - 3), y + _BAR)], [fill])
    if end - x > width(str(count), _SMALL, bold=True) + 16:
        ink = colors.on_accent if fill == colors.accent else colors.ink
        sheet.text(((x + end) / 2, y + 9), str(count), _SMALL, ink, bold=True, align="center")


def _spread(sheet: Sheet, view: OncallView, colors: Theme, at: float) -> None:
    """Everybody's part of the interruptions on one line, nobody named; where an even part would be."""
    if len(view.parts) < FEWEST or not view.total.interruptions:
        return
    even = 1 / len(view.parts)
    top = max(view.parts[0].interruptions, even * 2)

    def x(share: float) -> float:
        return _BARS_FROM + (_BARS_TO - _BARS_FROM) * share / top

    sheet.text((LEFT, at - 8), f"Each of {len(view.parts)} people", _SIZE, colors.ink)
    sheet.text((LEFT, at - 44), "part of the interruptions", _SMALL, colors.quiet)
    sheet.lines([[(_BARS_FROM, at), (_BARS_TO, at)]], colors.line, 3)
    sheet.lines([[(x(even), at - 52), (x(even), at)]], colors.quiet, 3, dashed=(3, 2))
    sheet.text((x(even) + 12, at - 50), f"even part {percent(even)}", _SMALL, colors.quiet)
    spots = _stacked([x(part.interruptions) for part in view.parts], at)
    sheet.dots(spots, _DOT, colors.accent, colors.ground, 3)
    most = view.parts[0].interruptions
    sheet.text((x(most) + 22, at - 9), f"most {percent(most)}", _SMALL, colors.ink, bold=True)


def _stacked(places: Sequence[float], at: float) -> list[Spot]:
    """Dots that would cover one another stand in piles, the closer the higher the highest one is."""
    piles: dict[int, list[float]] = {}
    for x in places:
        piles.setdefault(round(x / (2 * _DOT)), []).append(x)
    highest = max(len(pile) for pile in piles.values())
    step = min(2 * _DOT, _ROOM / highest)
    return [(x, at + level * step) for pile in piles.values() for level, x in enumerate(pile)]
