"""Results in the words that people say: durations, changes, windows, and the sentence that leads an answer.

Everything here is plain text; `escape` makes it mrkdwn.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.metric import Better, MetricInfo, Unit
from domain.question import By, Question, TimeBase
from domain.result import TOO_FEW, Coverage, Exclusion, Result
from domain.window import Window
from render.safe import clean, escape, shorten
from render.whose import inside, of_scope, possessive

__all__ = [
    "change",
    "clean",
    "clock",
    "counted",
    "coverage",
    "day",
    "duration",
    "escape",
    "exclusions",
    "figure",
    "headline",
    "interpretation",
    "interval",
    "month",
    "period_before",
    "plural",
    "sentence",
    "shorten",
    "sparkline",
    "statistic",
    "subject",
    "title",
    "verdict",
    "window",
]

MINUTE, HOUR, DAY = 60, 3600, 86400
_DASH, _MINUS = "\u2013", "\u2212"
_BARS = "▁▂▃▄▅▆▇█"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MORE_AND_LESS = {
    (Unit.DURATION, Better.LOWER): ("slower", "faster"),
    (Unit.DURATION, Better.HIGHER): ("longer", "shorter"),
    (Unit.DURATION, Better.NEITHER): ("longer", "shorter"),
}


def duration(seconds: float, *, days: bool = True) -> str:
    """A span as people say it, in its two largest units: "1 d 4 h", "45 min", "<1 min"; never "0".

    Without `days` hours go on counting, since a day of working time is nobody's 24 hours.
    """
    if seconds < 0:
        return f"{_MINUS}{duration(-seconds, days=days)}"
    if seconds < MINUTE:
        return "<1 min"
    minutes = round(seconds / MINUTE)
    hours = round(seconds / HOUR)
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return f"{minutes} min"
    if minutes < 24 * 60:
        return _two(minutes // 60, "h", minutes % 60, "min")
    if not days:
        return f"{hours:,} h".replace(",", " ")
    return _two(hours // 24, "d", hours % 24, "h")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"


def figure(value: float | None, metric: MetricInfo, time_base: TimeBase = TimeBase.CALENDAR) -> str:
    """A value of a metric in its unit; "no data" where there is none, for null is not zero."""
    if value is None:
        return "no data"
    if metric.unit is Unit.DURATION:
        return duration(value, days=time_base is TimeBase.CALENDAR)
    if metric.unit is Unit.SHARE:
        return _percent(value)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _percent(share: float) -> str:
    percent = abs(share) * 100
    return "<1 %" if 0 < percent < 1 else f"{percent:.0f} %"


def plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def counted(exclusion: Exclusion) -> str:
    """How many of what, with the noun agreeing: "3 bot pull requests", "1 revert"."""
    reason = clean(exclusion.reason)
    if exclusion.n != 1:
        return f"{exclusion.n:,} {reason}"
    if "pull requests" in reason:
        return f"1 {reason.replace('pull requests', 'pull request')}"
    return f"1 {reason.removesuffix('s')}"


def exclusions(result: Result) -> str:
    """What is left out: "3 bot pull requests, 1 revert excluded"."""
    left_out = [counted(each) for each in result.excluded if each.n]
    return f"{', '.join(left_out)} excluded" if left_out else "nothing excluded"


def day(moment: date, today: date | None = None) -> str:
    """A day as people write it, with its year unless it is this one."""
    year = f" {moment.year}" if today and moment.year != today.year else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year}"


def month(moment: date) -> str:
    return f"{_MONTHS[moment.month - 1]} {moment.year}"


def sentence(words: str) -> str:
    """The words with a full stop, unless they end like a sentence already."""
    said = clean(words)
    return said if not said or said[-1] in ".!?…" else f"{said}."


def window(span: Window, today: date | None = None) -> str:
    """The first and the last day: "26 Oct - 24 Nov"; with years where they are needed."""
    last = date.fromordinal(span.end.toordinal() - 1)
    if span.first == last:
        return day(last, today)
    opens = day(span.first, last)
    return f"{opens} {_DASH} {day(last, span.first if span.first.year != last.year else today)}"


def clock(moment: datetime, zone: str = "UTC") -> str:
    """A moment for readers whose own zone is unknown: "24 Nov, 13:45 UTC"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} {local.tzname()}"


def title(metric: MetricInfo, *, sentence: bool = True) -> str:
    """The metric's name, inside a sentence by default: "cycle time", but "PR size"."""
    name = clean(metric.title)
    if not sentence:
        return name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def statistic(question: Question) -> str:
    """Which percentile, in words: "median" or "p90"."""
    return "median" if question.percentile == 50 else f"p{question.percentile}"  # noqa: PLR2004 - the median


def subject(result: Result) -> str:
    """Whose figure it is: "Payments' median cycle time", "The median cycle time in acme/pay-api"."""
    question = result.question
    said = f"{statistic(question)} {title(result.metric)}{inside(question)}"
    return f"{possessive(question)} {said}"


def headline(result: Result) -> str:
    """The answer: "Payments' median cycle time is 1 d 4 h, 18 % slower than the 30 days before."."""
    question, summary = result.question, result.summary
    if result.is_empty and not result.coverage.synced:
        return _unread(result)
    if result.is_empty:
        return _nothing(result)
    working = " of working time" if question.time_base is TimeBase.WORKING else ""
    value = f"{figure(summary.value, result.metric, question.time_base)}{working}"
    if result.is_few:
        few = plural(summary.n, "pull request")
        return f"{subject(result)} is {value} from only {few}: {change(result)}."
    return f"{subject(result)} is {value}, {change(result)}."


def _unread(result: Result) -> str:
    """That nothing was read yet, or that there is nothing to read (any more)."""
    whose = of_scope(result.question)
    if result.coverage.in_scope:
        return f"No data{whose} yet: {coverage(result.coverage)} are synced."
    unread = "none of its repositories can be read" if whose else "no repository is connected"
    if result.question.repository_names:
        unread = "no repository of that name can be read"
    return f"No data{whose}{'' if whose else ' yet'}: {unread}."


def _nothing(result: Result) -> str:
    """That nothing was merged, or why nothing of what was merged counts here."""
    merged = [exclusions(result)] if any(each.n for each in result.excluded) else []
    merged += [counted(odd) for odd in result.quality if odd.n]
    where = f"{of_scope(result.question)} {_when(result)}"
    if merged:
        return f"Nothing to measure{where}: {', '.join(merged)}."
    return f"No merged pull requests{where}{_last_one(result)}."


def _when(result: Result) -> str:
    span, today = result.question.window, _today(result)
    if today.toordinal() == span.end.toordinal() - 1:
        return "today" if span.days == 1 else f"in the last {span.days} days"
    return f"in {window(span, today)}"


def _last_one(result: Result) -> str:
    if result.last_item_at is None:
        return ""
    last = result.last_item_at.astimezone(ZoneInfo(result.question.window.zone))
    return f" (the last one was on {day(last.date(), _today(result))})"


def _today(result: Result) -> date:
    return result.computed_at.astimezone(ZoneInfo(result.question.window.zone)).date()


def change(result: Result) -> str:
    """The change in words whose direction the metric decides; no comparison of too few (ruling 5)."""
    before = period_before(result.question)
    if result.previous.n == 0:
        return f"with nothing to compare it to in {before}"
    if result.summary.n < TOO_FEW:
        return "too few to compare"
    if result.previous.n < TOO_FEW:
        return f"with only {plural(result.previous.n, 'pull request')} in {before}, too few to compare"
    if result.change is None:
        return f"up from nothing in {before}" if result.summary.value else f"the same as {before}"
    if not math.isfinite(result.change) or abs(result.change) < 0.005:  # noqa: PLR2004 - rounds to 0 %
        return f"the same as {before}"
    return f"{_degree(result)} than {before}"


def _degree(result: Result) -> str:
    change = result.change or 0.0
    more, less = _MORE_AND_LESS.get((result.metric.unit, result.metric.better), ("higher", "lower"))
    if change >= 2:  # noqa: PLR2004 - from three times on, factors read better than percents
        return f"{change + 1:.1f} times {more}"
    return f"{_percent(change)} {more if change > 0 else less}"


def verdict(result: Result) -> str:
    """Whether the change is "better" or "worse"; nothing where there is no telling."""
    better = result.metric.better
    if not result.change or better is Better.NEITHER or min(result.summary.n, result.previous.n) < TOO_FEW:
        return ""
    return "better" if (result.change < 0) is (better is Better.LOWER) else "worse"


def period_before(question: Question) -> str:
    """What the window is compared to: "the 30 days before", or the days themselves when they are others."""
    if question.compared_to != question.window.previous():
        return window(question.compared_to, question.window.first)
    return "the day before" if question.window.days == 1 else f"the {question.window.days:,} days before"


def interpretation(question: Question, metric: MetricInfo, today: date | None = None) -> str:
    """How the question was understood: "Payments · median cycle time · 26 Oct - 24 Nov · calendar time"."""
    who = clean(question.scope.label)
    if question.repository_names:
        who = f"{who} in {', '.join(map(clean, question.repository_names))}"
    parts = [who, f"{statistic(question)} {title(metric)}", window(question.window, today)]
    parts.append(f"compared with {period_before(question)}")
    if metric.unit is Unit.DURATION:
        parts.append(f"{question.time_base} time")
    if question.by is not By.WEEK:
        parts.append(f"by {question.by}")
    return " · ".join(parts)


def interval(result: Result) -> str:
    """The 80 % interval in words; nothing where the sample gives none."""
    low, high = result.summary.low, result.summary.high
    if low is None or high is None or result.summary.n < TOO_FEW:
        return ""
    base = result.question.time_base
    return f"80 % interval {figure(low, result.metric, base)} to {figure(high, result.metric, base)}"


def coverage(extent: Coverage) -> str:
    """How much of the scope is synced: "all 12 repositories" or "11 of 12 repositories"."""
    if extent.synced == extent.in_scope:
        return "1 repository" if extent.in_scope == 1 else f"all {extent.in_scope} repositories"
    return f"{extent.synced} of {extent.in_scope} repositories"


def sparkline(values: Iterable[float | None]) -> str:
    """A line of bars from zero to the largest value, with a dot where there is no value."""
    heights: Sequence[float | None] = list(values)
    top = max((value for value in heights if value is not None), default=0.0)
    return "".join("·" if value is None else _bar(value, top) for value in heights)


def _bar(value: float, top: float) -> str:
    if value <= 0 or top <= 0:
        return _BARS[0]
    return _BARS[min(math.ceil(value / top * len(_BARS)), len(_BARS)) - 1]
