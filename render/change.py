"""How a figure changed, in words whose direction the metric decides, and whether that is better."""

import math

from domain.metric import Better, Unit
from domain.question import Question, ScopeKind
from domain.result import TOO_FEW, Result
from render.days import window
from render.safe import clean
from render.values import nouns, percent, plural, rate

_POINT = 0.005
"""Half a percentage point, which rounds to none."""

_MORE_AND_LESS = {
    (Unit.DURATION, Better.LOWER): ("slower", "faster"),
    (Unit.DURATION, Better.HIGHER): ("longer", "shorter"),
    (Unit.DURATION, Better.NEITHER): ("longer", "shorter"),
}


def change(result: Result) -> str:
    """The change in words whose direction the metric decides; no comparison of too few (ruling 5)."""
    before = _before(result)
    if not result.has_value:
        return "nothing to compare"
    if result.is_zero and result.previous.value is not None:
        return _none_after(result, before)
    if result.previous.value is None:
        return f"with nothing to compare it to in {period_before(result.question)}"
    if result.summary.n < TOO_FEW:
        return "too few to compare"
    if result.previous.n < TOO_FEW:
        return _few_before(result)
    return _points(result, before) if result.metric.unit is Unit.SHARE else _moved(result, before)


def _none_after(result: Result, before: str) -> str:
    """What there was where now is nothing; with no word for the change, for nothing is too few (ruling 5)."""
    if not result.previous.value:
        return f"the same as {before}"
    was = rate(result.previous.value, result.metric, result.question.time_base)
    if result.question.against is not None:
        return f"beside {was} of {before}"
    if not result.metric.level:
        return f"after {was} in {before}"
    is_earlier = before != period_before(result.question)
    return f"after {was} {before if is_earlier else f'at the end of {before}'}"


def _few_before(result: Result) -> str:
    n, noun, before = result.previous.n, result.metric.noun, period_before(result.question)
    if not n:
        return f"with no {nouns(noun)} in {before}"
    return f"with only {plural(n, noun)} in {before}, too few to compare"


def _moved(result: Result, before: str) -> str:
    if result.change is None:
        return f"up from nothing in {before}" if result.summary.value else f"the same as {before}"
    if not math.isfinite(result.change) or abs(result.change) < _POINT:
        return f"the same as {before}"
    return f"{_degree(result)} than {before}"


def _before(result: Result) -> str:
    """What a value is compared to: a state with how it was, so long ago."""
    question = result.question
    if result.metric.level and not question.against and question.compared_to == question.window.previous():
        return "the day before" if question.window.days == 1 else f"{question.window.days:,} days earlier"
    return period_before(question)


def _points(result: Result, before: str) -> str:
    """The change of a share, in percentage points: a percent of a percent is misread."""
    now, then = result.summary.value or 0.0, result.previous.value or 0.0
    if abs(now - then) < _POINT:
        return f"the same as {before}"
    points = max(1, round(abs(now - then) * 100))
    unit = "percentage point" if points == 1 else "percentage points"
    return f"{points} {unit} {'higher' if now > then else 'lower'} than {before}"


def _degree(result: Result) -> str:
    change = result.change or 0.0
    more, less = _MORE_AND_LESS.get((result.metric.unit, result.metric.better), ("higher", "lower"))
    if change >= 2:  # noqa: PLR2004 - from three times on, factors read better than percents
        return f"{change + 1:.1f} times {more}"
    return f"{percent(change)} {more if change > 0 else less}"


def verdict(result: Result) -> str:
    """Whether the change is "better" or "worse"; nothing where there is no telling."""
    better = result.metric.better
    if not result.change or better is Better.NEITHER or min(result.summary.n, result.previous.n) < TOO_FEW:
        return ""
    now, then = result.summary.value or 0.0, result.previous.value or 0.0
    if result.metric.unit is Unit.SHARE and abs(now - then) < _POINT:
        return ""
    return "better" if (result.change < 0) is (better is Better.LOWER) else "worse"


def period_before(question: Question) -> str:
    """What the window is compared to: "the 30 days before", or the days themselves when they are others."""
    if question.against is not None:
        return (
            "everyone" if question.against.kind is ScopeKind.ORGANISATION else clean(question.against.label)
        )
    if question.compared_to != question.window.previous():
        return window(question.compared_to, question.window.first)
    return "the day before" if question.window.days == 1 else f"the {question.window.days:,} days before"
