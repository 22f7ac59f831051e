"""Results in the words that people say: durations, changes, windows, and the sentence that leads an answer.

Everything here is plain text; `escape` makes it mrkdwn.
"""

from datetime import date
from zoneinfo import ZoneInfo

from domain.facts import PULL_REQUESTS
from domain.metric import Aggregate, MetricInfo, Unit
from domain.question import By, Question, TimeBase
from domain.result import TOO_FEW, Result
from render.change import change, period_before, verdict
from render.days import clock, day, month, window
from render.extent import coverage, unread
from render.safe import clean, escape, shorten
from render.took import duration
from render.values import counted, figure, nouns, plural, rate, sparkline
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
    "measured",
    "month",
    "nouns",
    "percentiles",
    "period_before",
    "plural",
    "rate",
    "sentence",
    "shorten",
    "sparkline",
    "statistic",
    "subject",
    "title",
    "verdict",
    "window",
]

_MOST_BOARDS = 5


def exclusions(result: Result) -> str:
    """What is left out: "3 bot pull requests, 1 revert excluded"."""
    left_out = [counted(each) for each in result.excluded if each.n]
    return f"{', '.join(left_out)} excluded" if left_out else "nothing excluded"


def sentence(words: str) -> str:
    """The words with a full stop, unless they end like a sentence already."""
    said = clean(words)
    return said if not said or said[-1] in ".!?…" else f"{said}."


def title(metric: MetricInfo, *, sentence: bool = True) -> str:
    """The metric's name, inside a sentence by default: "cycle time", but "PR size"."""
    name = clean(metric.title)
    if not sentence:
        return name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def statistic(question: Question, metric: MetricInfo | None = None) -> str:
    """What the value is of its sample, in words: "median", "p90", "mean"; nothing for what sums up."""
    aggregate = metric.aggregate if metric else Aggregate.PERCENTILE
    if aggregate is Aggregate.MEAN:
        return "mean"
    if aggregate is not Aggregate.PERCENTILE:
        return ""
    return "median" if question.percentile == 50 else f"p{question.percentile}"  # noqa: PLR2004 - the median


def percentiles(result: Result) -> list[tuple[str, float | None]]:
    """The percentiles beside the one that was asked for; what sums up, or is a share, has none."""
    if result.metric.aggregate not in (Aggregate.PERCENTILE, Aggregate.MEAN):
        return []
    summary, asked = result.summary, statistic(result.question, result.metric)
    named = [("median", summary.p50), ("mean", summary.mean), ("p75", summary.p75), ("p90", summary.p90)]
    return [(name, value) for name, value in named if name not in (asked, _spared(result))]


def _spared(result: Result) -> str:
    """The mean is told where the field speaks of it: of builds, of acknowledging and resolving."""
    return "" if result.metric.family in ("ci", "incidents") else "mean"


def measured(question: Question, metric: MetricInfo) -> str:
    """The statistic and what it is of: "median cycle time", "share merged without review"."""
    name = title(metric)
    is_share_of_what = metric.unit is Unit.SHARE and name.split()[0].endswith("ed")
    return f"{'share' if is_share_of_what else statistic(question, metric)} {name}".strip()


def subject(result: Result) -> str:
    """Whose figure it is: "Payments' median cycle time", "The median cycle time in acme/pay-api"."""
    question = result.question
    return f"{possessive(question)} {measured(question, result.metric)}{inside(question)}"


def headline(result: Result) -> str:
    """The answer: "Payments' median cycle time is 1 d 4 h, 18 % slower than the 30 days before."."""
    question, summary = result.question, result.summary
    if result.is_empty and not result.coverage.synced:
        return unread(result.question, result.coverage)
    if result.is_empty:
        return _nothing(result)
    if not result.has_value:
        return _apart(result)
    working = " of working time" if question.time_base is TimeBase.WORKING else ""
    value = f"{rate(summary.value, result.metric, question.time_base)}{working}"
    is_ = ":" if title(result.metric).endswith("s") else " is"
    if few := sparse(result):
        return f"{subject(result)}{is_} {value} from only {few}: {change(result)}."
    return f"{subject(result)}{is_} {value}, {change(result)}{_last_one(result)}."


def sparse(result: Result) -> str:
    """How few items a figure is made of, where they are too few; of a mere count that is its value."""
    told = result.is_few and not result.metric.is_total
    return plural(result.summary.n, result.metric.noun) if told else ""


def _apart(result: Result) -> str:
    """That all together have no figure: each board has its own, a ratio is over nothing, or why else."""
    question, n = result.question, plural(result.summary.n, result.metric.noun)
    whose = f"{possessive(question)} {title(result.metric)}{inside(question)}"
    if result.metric.aggregate is not Aggregate.MEAN:
        odd = [counted(each) for each in result.quality if result.metric.aggregate is not Aggregate.RATIO]
        return f"{whose} has no value: {', '.join(odd) or f'there is nothing to set {n} against'}."
    rows = result.breakdown[:_MOST_BOARDS]
    told = [f"{clean(row.label)} {figure(row.summary.value, result.metric)}" for row in rows]
    told += [f"and {len(result.breakdown) - len(rows)} more"] if len(result.breakdown) > len(rows) else []
    said = f"{whose} is told by {question.by}, for points of different boards do not add up"
    return f"{said}: {', '.join(told)}."


def _nothing(result: Result) -> str:
    """That there was nothing, or why nothing of what there was counts here."""
    merged = [exclusions(result)] if any(each.n for each in result.excluded) else []
    merged += [counted(odd) for odd in result.quality if odd.n]
    where = f"{of_scope(result.question)} {_when(result)}"
    if merged:
        return f"Nothing to measure{where}: {', '.join(merged)}."
    return f"No {_sought(result.metric)}{where}{_last_one(result)}."


def _sought(metric: MetricInfo) -> str:
    """What there was none of: "merged pull requests", "open pull requests", "deployments"."""
    if metric.noun != PULL_REQUESTS.noun:
        return nouns(metric.noun)
    return f"{'open' if metric.level else 'merged'} {nouns(metric.noun)}"


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


def interpretation(question: Question, metric: MetricInfo, today: date | None = None) -> str:
    """How the question was understood: "Payments · median cycle time · 26 Oct - 24 Nov · calendar time"."""
    who = clean(question.scope.label)
    if question.repository_names:
        who = f"{who} in {', '.join(map(clean, question.repository_names))}"
    parts = [who, measured(question, metric), window(question.window, today)]
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
    return f"80 % interval {figure(low, result.metric, base)} to {rate(high, result.metric, base)}"
