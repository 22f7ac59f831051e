"""The chart of an answer: its finding as the title, the weeks as a line, the phases as a strip."""

from domain.question import ScopeKind, TimeBase
from domain.result import Result
from render.charts.alt import alt
from render.charts.canvas import WIDTH, Sheet, drawable, width, within
from render.charts.line import line
from render.charts.strip import strip
from render.charts.theme import THEMES, Theme
from render.text import change, measured, plural, rate, title, window
from render.whose import inside, who

__all__ = ["alt", "trend"]

_LEFT, _RIGHT = 64.0, WIDTH - 64.0
_FINDING, _SUBJECT = 50.0, 31.0
_FINDING_AT, _SUBJECT_AT = 716.0, 662.0
_OVER_STRIP, _ALONE = 312.0, 146.0


def trend(result: Result, theme: str = "light") -> bytes:
    """A PNG of 1600 by 800 pixels; `theme` is "light" or "dark"."""
    colors = THEMES[theme]
    sheet = Sheet(colors.ground)
    _titles(sheet, result, colors)
    bottom = _OVER_STRIP if any(phase.mean for phase in result.phases) else _ALONE
    line(sheet, result, colors, left=_LEFT, right=_RIGHT, bottom=bottom)
    strip(sheet, result, colors, left=_LEFT, right=_RIGHT)
    return sheet.png()


def _finding(result: Result) -> str:
    """The value and how it changed, or the value alone where nothing can be compared."""
    if result.is_empty:
        return f"No data for the {title(result.metric)}"
    value = rate(result.summary.value, result.metric, result.question.time_base)
    if result.change is None:
        return f"{value} {measured(result.question, result.metric)}"
    return f"{value}, {change(result)}"


def _titles(sheet: Sheet, result: Result, colors: Theme) -> None:
    """The finding as the title, and below it whose it is, of what, when and from how many."""
    question, summary = result.question, result.summary
    finding = within(_finding(result), _RIGHT - _LEFT, _FINDING, bold=True)
    sheet.text((_LEFT, _FINDING_AT), finding, _FINDING, colors.ink, bold=True)
    yours = question.scope.kind is ScopeKind.PERSON
    whose = drawable(f"You{inside(question)}" if yours else who(question), "Team")
    days = window(question.window, result.computed_at.date())
    working = " in working time" if question.time_base is TimeBase.WORKING else ""
    of = f"{measured(question, result.metric)}{working}"
    rest = f" · {of} · {days} · {plural(summary.n, result.metric.noun)}"
    whose = within(whose, _RIGHT - _LEFT - width(rest, _SUBJECT), _SUBJECT)
    sheet.text((_LEFT, _SUBJECT_AT), whose + rest, _SUBJECT, colors.quiet)
