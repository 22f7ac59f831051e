"""The phases as one stacked bar, each part labelled where it lies; the longest carries the accent."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.result import Result
from render.charts.canvas import Sheet, width
from render.charts.theme import Theme
from render.text import figure

_BAR_BOTTOM, _BAR_TOP = 88.0, 144.0
_HEADING, _LABELS, _INSIDE = 164.0, 46.0, 104.0
_SIZE, _SMALL = 28.0, 26.0
_GAP, _SPACE = 4.0, 28.0


@dataclass(frozen=True, slots=True)
class Part:
    """A phase's place in the strip, in pixels, and its words."""

    left: float
    right: float
    share: float
    label: str
    longest: bool


def strip(sheet: Sheet, result: Result, colors: Theme, *, left: float, right: float) -> None:
    """Means, for medians do not add up (ruling 7), and the heading says so."""
    parts = _parts(result, left, right)
    if not parts:
        return
    sheet.text((left, _HEADING), "Where the time goes, mean of each phase", _SMALL, colors.quiet)
    shades = iter(colors.shades * len(parts))
    fills = [colors.accent if part.longest else next(shades) for part in parts]
    sheet.boxes([(part.left, _BAR_BOTTOM, part.right, _BAR_TOP) for part in parts], fills)
    for part, at in zip(parts, _places(parts, right), strict=True):
        ink = colors.ink if part.longest else colors.quiet
        sheet.text((at, _LABELS), part.label, _SIZE, ink, bold=part.longest)
        _percent(sheet, part, colors)


def _parts(result: Result, left: float, right: float) -> list[Part]:
    """Only phases with time in them get a part; their shares are of those means' sum."""
    means = {phase.slug: phase.mean for phase in result.phases if phase.mean}
    total = sum(means.values())
    longest = max(means, key=lambda slug: means[slug], default="")
    parts, at = [], left
    for slug, mean in means.items():
        end = at + (right - left) * mean / total
        label = f"{slug} {figure(mean, result.metric, result.question.time_base)}"
        parts.append(Part(at, max(end - _GAP, at + 2), mean / total, label, slug == longest))
        at = end
    return parts


def _places(parts: Sequence[Part], right: float) -> list[float]:
    """Where the labels begin: under their parts, moved aside just enough not to touch."""
    widths = [width(part.label, _SIZE, bold=part.longest) for part in parts]
    places: list[float] = []
    after = 0.0
    for part, wide in zip(parts, widths, strict=True):
        places.append(max(part.left, after))
        after = places[-1] + wide + _SPACE
    before = right + _SPACE
    for place in reversed(range(len(places))):
        places[place] = min(places[place], before - _SPACE - widths[place])
        before = places[place]
    return places


def _percent(sheet: Sheet, part: Part, colors: Theme) -> None:
    words = f"{part.share * 100:.0f} %"
    if part.right - part.left < width(words, _SMALL, bold=True) + 2 * _SPACE:
        return
    ink = colors.on_accent if part.longest else colors.ink
    middle = (part.left + part.right) / 2
    sheet.text((middle, _INSIDE), words, _SMALL, ink, bold=part.longest, align="center")
