"""Items behind a figure in words: what each weighs, where its time went, and in which order they come."""

from domain.metric import Aggregate, Unit
from domain.result import Receipt, Result
from render.took import duration
from render.values import figure


def order(result: Result) -> str:
    """In which order the items are: "Longest first"."""
    if result.metric.is_count:
        return "Latest first"
    if result.metric.aggregate is Aggregate.SHARE:
        return "Those that count towards the share first"
    return "Longest first" if result.metric.unit is Unit.DURATION else "Greatest first"


def weight(result: Result, receipt: Receipt) -> str:
    """What one item adds to the figure: its value, "yes" or "no" to a share, nothing where each is one."""
    if result.metric.is_count or receipt.value is None:
        return ""
    if result.metric.aggregate is Aggregate.SHARE:
        return "yes" if receipt.value else "no"
    return span(result, receipt, "", receipt.value)


def spans(result: Result, receipt: Receipt) -> str:
    """Where one item's time went: "coding 9 h · pickup 14 h · review none · merge <1 min"."""
    return " · ".join(
        f"{slug} {span(result, receipt, slug, value) or 'none'}" for slug, value in receipt.phases
    )


def span(result: Result, receipt: Receipt, which: str, value: float | None) -> str:
    """A phase, or by "" the value: on the calendar where no working time passed (section 8)."""
    if value is None:
        return ""
    if which in receipt.off_hours:
        return f"{duration(receipt.off_hours[which])} out of hours"
    return figure(value, result.metric, result.question.time_base)
