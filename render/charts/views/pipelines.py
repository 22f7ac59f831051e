"""The pipeline picture: each step of a workflow where it lies in time, the longest wait in the accent."""

from domain.views.pipelines import Pipelines, Step
from render.charts.canvas import Sheet, drawable, width, within
from render.charts.theme import THEMES, Theme
from render.charts.views.titles import LEFT, RIGHT, titles
from render.pipelines import bottleneck, cut, longest, step_moved
from render.text import plural
from render.took import took
from render.values import percent

MOST = 10
"""Steps in the picture; where there are more, the shortest are left out, and that is said."""

_LABEL = 28.0
_TOP, _BOTTOM = 612.0, 104.0
_NAMES, _NAME_GAP = 330.0, 24.0
_WORDS = 330.0
"""The room for what stands behind the last bar."""


def draw(view: Pipelines, theme: str) -> bytes:
    """A PNG of 1600 by 800 pixels; time goes to the right, a row is a step."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    titles(sheet, view, colors, _finding(view), _rest(view))
    steps = longest(view.steps, MOST)
    end = max((step.offset + step.took for step in steps), default=0.0)
    names = max((width(drawable(step.name, "step"), _LABEL, bold=True) for step in steps), default=0.0)
    first = LEFT + min(names, _NAMES) + _NAME_GAP
    scale = (RIGHT - _WORDS - first) / max(end, 1.0)
    height = min(92.0, (_TOP - _BOTTOM) / max(len(steps), 1))
    for place, step in enumerate(steps):
        _row(sheet, step, colors, top=_TOP - place * height, height=height, first=first, scale=scale)
    _axis(sheet, colors, first=first, end=end, scale=scale, bottom=_TOP - len(steps) * height)
    return sheet.png()


def _finding(view: Pipelines) -> str:
    step, name = bottleneck(view), drawable(view.shown.name if view.shown else "", "The workflow")
    return f"{name} waits longest for {drawable(step.name, 'one step')}" if step else name


def _rest(view: Pipelines) -> str:
    rest = f" · {cut(view.steps, MOST)}" if len(view.steps) > MOST else ""
    return f"{took(view.total or 0)} in all, medians of {plural(view.runs, 'run')}{rest}"


def _row(
    sheet: Sheet,
    step: Step,
    colors: Theme,
    *,
    top: float,
    height: float,
    first: float,
    scale: float,
) -> None:
    """The step's name on the left, its bar where it lies in time, and what it took behind it."""
    left, middle = first + step.offset * scale, top - height / 2
    right = max(left + step.took * scale, left + 4)
    fill = colors.accent if step.is_bottleneck else colors.shades[2] if step.is_critical else colors.shades[1]
    ink = colors.ink if step.is_critical else colors.quiet
    bold = step.is_bottleneck
    baseline = middle - _LABEL * 0.36
    name = within(drawable(step.name, "step"), first - _NAME_GAP - LEFT, _LABEL, bold=bold)
    sheet.text((first - _NAME_GAP, baseline), name, _LABEL, ink, bold=bold, align="right")
    half = min(height * 0.36, 30.0)
    sheet.boxes([(left, middle - half, right, middle + half)], [fill])
    _inside(sheet, step, colors, left=left, right=right, baseline=baseline)
    words = _behind(step)
    sheet.text(
        (right + 14, baseline), within(words, RIGHT - right - 14, _LABEL, bold=bold), _LABEL, ink, bold=bold
    )


def _behind(step: Step) -> str:
    by = step_moved(step)
    return f"{took(step.took)}{f', {by}' if by else ''}"


def _inside(sheet: Sheet, step: Step, colors: Theme, *, left: float, right: float, baseline: float) -> None:
    """The longest wait's share of the time, in its bar."""
    words = percent(min(step.share, 1.0))
    if step.is_bottleneck and right - left > width(words, _LABEL, bold=True) + 28:
        spot = ((left + right) / 2, baseline)
        sheet.text(spot, words, _LABEL, colors.on_accent, bold=True, align="center")


def _axis(sheet: Sheet, colors: Theme, *, first: float, end: float, scale: float, bottom: float) -> None:
    """Where the run began and where its last step ended."""
    line = bottom - 10
    sheet.lines([[(first, line), (first + end * scale, line)]], colors.line, 3)
    sheet.text((first, line - 40), "start", _LABEL - 4, colors.quiet)
    after = first + end * scale
    sheet.text((after, line - 40), took(end), _LABEL - 4, colors.quiet, align="right")
