"""Why a figure changed, in words: what moved it, by how much, and how that was found out."""

from domain.metric import Aggregate, MetricInfo, Unit
from domain.question import By
from domain.result import TOO_FEW, Result, Summary
from domain.views.why import Driver, Line, WhyView
from render.text import clean, figure, headline, plural, rate, statistic
from render.took import MINUTE

_MINUS = "\u2212"
_SUMMED = (Aggregate.PER_WEEK, Aggregate.TOTAL, Aggregate.RATIO)


def finding(view: WhyView) -> str:
    """The figure with its change, and what moved it most; or why that cannot be told."""
    return f"{headline(view.result)} {_reason(view)}".strip()


def _reason(view: WhyView) -> str:
    """What moved it most, or why nothing can be told to have moved it."""
    if not view.lines:
        return _unmoved(view.result)
    line, result = view.lines[0], view.result
    name, moved = clean(line.drivers[0].name), signed(line.drivers[0].effect, result)
    if line.by is By.PHASE:
        return f"Of its phases {name} moved most: {moved} of the mean."
    if result.metric.aggregate is Aggregate.PERCENTILE:
        return f"Had only {name} changed, it would have moved by {moved}."
    return f"It was moved most by {name}: {moved}."


def _unmoved(result: Result) -> str:
    now, before = result.summary, result.previous
    if not now.n or not before.n:
        return ""
    if min(now.n, before.n) < TOO_FEW:
        return "Why it changed cannot be told from so few."
    if now.value is None or before.value is None:
        return "Without one figure for all there is no change to take apart."
    if now.value == before.value:
        return "There is no change to take apart."
    return "It has no parts to tell apart."


def heading(line: Line) -> str:
    """As in "By repository"."""
    return f"By {line.by}"


def signed(effect: float, result: Result) -> str:
    """An effect in the figure's unit with its sign, such as "+4 h" or "+2.5 percentage points"."""
    unit = " percentage points" if result.metric.unit is Unit.SHARE else ""
    return f"{_amount(effect, result)}{unit}"


def _amount(effect: float, result: Result) -> str:
    """The same with shares as bare numbers; what is shorter than a minute is told in seconds."""
    sign, size = "+" if effect > 0 else _MINUS, abs(effect)
    if result.metric.unit is Unit.SHARE:
        return f"{sign}{size * 100:.1f}"
    if result.metric.unit is Unit.DURATION and size < MINUTE:
        return f"{sign}{round(size)} s" if size >= 1 else f"{sign}<1 s"
    return f"{sign}{figure(size, result.metric, result.question.time_base)}"


def own(driver: Driver, line: Line, result: Result) -> str:
    """The group's own figures: "median 18 h before, 30 h now"; of too few nothing is compared."""
    info, base = result.metric, result.question.time_base
    which, now, before = _values(driver, line, result)
    if now is None or before is None or min(driver.now.n, driver.before.n) < TOO_FEW:
        one, when = (now, "now") if now is not None else (before, "before")
        return "" if one is None else f"{which} {rate(one, info, base)} {when}".strip()
    return f"{which} {figure(before, info, base)} before, {rate(now, info, base)} now".strip()


def _values(driver: Driver, line: Line, result: Result) -> tuple[str, float | None, float | None]:
    """What is told of the group, and its values in both windows: of phases the mean."""
    if line.by is By.PHASE:
        return "mean", driver.now.mean, driver.before.mean
    return statistic(result.question, result.metric), driver.now.value, driver.before.value


def sample(driver: Driver, info: MetricInfo) -> str:
    """From how many: "12 pull requests, 9 before"."""
    few = " (few)" if _is_few(driver.now) or _is_few(driver.before) else ""
    return f"{plural(driver.now.n, info.noun)}, {driver.before.n:,} before{few}"


def _is_few(summary: Summary) -> bool:
    return summary.n < TOO_FEW


def parts(driver: Driver, result: Result) -> str:
    """Of means and shares, what its own figure did and what its part of all did; else nothing."""
    if driver.within is None or driver.mix is None:
        return ""
    own_figure, part = _amount(driver.within, result), _amount(driver.mix, result)
    return f"{own_figure} by its own figure, {part} by its part of all"


def explained(line: Line, result: Result) -> str:
    """How much of the change these explain: "These 3 explain +5 h of +6 h."."""
    these = "this one" if len(line.drivers) == 1 else f"these {len(line.drivers)}"
    moved, of = (signed(each, result) if each else "nothing" for each in (line.explained, line.of))
    which = statistic(result.question, result.metric)
    if line.by is By.PHASE:
        return f"{_capital(these)} explain{_s(line)} {moved} of the {of} that the mean moved."
    if result.metric.aggregate is Aggregate.PERCENTILE:
        return f"Had only {these} changed, the {which} would have moved by {moved}; it moved by {of}."
    return f"{_capital(these)} explain{_s(line)} {moved} of {of}."


def divided(view: WhyView) -> str:
    """What the change of what a ratio is over did, such as more deployments; or nothing."""
    if not view.divisor or not view.lines:
        return ""
    more = "More" if view.divisor < 0 else "Fewer"
    return f"{more} {view.over}s to divide by: {signed(view.divisor, view.result)}."


def chance(view: WhyView) -> str:
    """That each figure lies within the other's interval, where it does: there may be no reason at all."""
    now, before = view.result.summary, view.result.previous
    if not view.lines or not (_holds(now, before.value) and _holds(before, now.value)):
        return ""
    return "Each figure lies within the other's 80 % interval, so the change may be chance."


def _holds(summary: Summary, value: float | None) -> bool:
    bounds = (summary.low, value, summary.high)
    low, at, high = (0.0 if bound is None else bound for bound in bounds)
    return None not in bounds and low <= at <= high


def method(result: Result) -> str:
    """How an effect is found out, for whoever wants to check it."""
    which = statistic(result.question, result.metric)
    if result.metric.aggregate is Aggregate.PERCENTILE:
        told = f"An effect is what the {which} would have moved by, had only that group's items changed"
        phases = "; phases are told as means" if result.metric.phases else ""
        return f"{told}. Such effects do not add up{phases}."
    if result.metric.aggregate in _SUMMED:
        return "An effect is what the group's own items add to the change. Effects add up."
    return "An effect is what the group's own figure and its part of all items did. Effects add up."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _s(line: Line) -> str:
    return "s" if len(line.drivers) == 1 else ""
