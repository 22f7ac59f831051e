"""The phases as one stacked bar, each part labelled where it lies; the longest carries the accent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.result import Result
from render.charts.canvas import Sheet, width
from render.charts.theme import Theme
from render.text import figure

_BOTTOM, _HEADING = 88.0, 164.0
_HEIGHT, _LABELS, _INSIDE = 56.0, -42.0, 16.0
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
    means = {phase.slug: phase.mean for phase in result.phases if phase.mean}
    told = {
        slug: f"{slug} {figure(mean, result.metric, result.question.time_base)}"
        for slug, mean in means.items()
    }
    if means:
        sheet.text((left, _HEADING), "Where the time goes, mean of each phase", _SMALL, colors.quiet)
        bar(sheet, parts(means, told, left, right), colors, bottom=_BOTTOM, right=right)


def parts(lengths: Mapping[str, float], labels: Mapping[str, str], left: float, right: float) -> list[Part]:
    """Only what has a length gets a part; the shares are of their sum."""
    present = {slug: length for slug, length in lengths.items() if length > 0}
    total = sum(present.values())
    longest = max(present, key=lambda slug: present[slug], default="")
    found, at = [], left
    for slug, length in present.items():
        end = at + (right - left) * length / total
        found.append(Part(at, max(end - _GAP, at + 2), length / total, labels[slug], slug == longest))
        at = end
    return found


def bar(sheet: Sheet, told: Sequence[Part], colors: Theme, *, bottom: float, right: float) -> None:
    """The parts side by side with their lower edge at `bottom`, and their labels below them."""
    shades = iter(colors.shades * len(told))
    fills = [colors.accent if part.longest else next(shades) for part in told]
    sheet.boxes([(part.left, bottom, part.right, bottom + _HEIGHT) for part in told], fills)
    for part, at in zip(told, _places(told, right), strict=True):
        ink = colors.ink if part.longest else colors.quiet
        sheet.text((at, bottom + _LABELS), part.label, _SIZE, ink, bold=part.longest)
        _percent(sheet, part, colors, bottom)


def _places(told: Sequence[Part], right: float) -> list[float]:
    """Where the labels begin: under their parts, moved aside just enough not to touch."""
    widths = [width(part.label, _SIZE, bold=part.longest) for part in told]
    places: list[float] = []
    after = 0.0
    for part, wide in zip(told, widths, strict=True):
        places.append(max(part.left, after))
        after = places[-1] + wide + _SPACE
    before = right + _SPACE
    for place in reversed(range(len(places))):
        places[place] = min(places[place], before - _SPACE - widths[place])
        before = places[place]
    return places


def _percent(sheet: Sheet, part: Part, colors: Theme, bottom: float) -> None:
    words = f"{part.share * 100:.0f} %"
    if part.right - part.left < width(words, _SMALL, bold=True) + 2 * _SPACE:
        return
    ink = colors.on_accent if part.longest else colors.ink
    middle = (part.left + part.right) / 2
    sheet.text((middle, bottom + _INSIDE), words, _SMALL, ink, bold=part.longest, align="center")
