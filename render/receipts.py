"""Items behind a figure in words: what each weighs, where its time went, and in which order they come."""

from domain.metric import Aggregate, Unit
from domain.result import Receipt, Result
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
    return figure(receipt.value, result.metric, result.question.time_base)


def spans(result: Result, receipt: Receipt) -> str:
    """Where one item's time went: "coding 9 h · pickup 14 h · review none · merge <1 min"."""
    base = result.question.time_base
    return " · ".join(
        f"{slug} {'none' if value is None else figure(value, result.metric, base)}"
        for slug, value in receipt.phases
    )
