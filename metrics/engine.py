"""The engine: from a metric and columns to a result, with all that makes the figure honest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from domain.facts import NO_SPAN, Seconds
from domain.metric import Aggregate
from domain.question import By, Question
from domain.result import TOO_FEW, Coverage, Exclusion, Result, Slice, Summary
from domain.window import Window
from metrics.aggregates import ordered
from metrics.breakdown import Bucketed, bucketed, by_bucket, by_group, by_phase, phases, trend
from metrics.figures import figure
from metrics.groups import GROUPS
from metrics.items import Items
from metrics.metric import Metric, Reasons

NOTHING: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns of a window and of the one it is compared to; `over` those that a ratio is over."""

    now: Any
    before: Any
    over: "Facts | None" = None


def evaluate(
    metric: Metric,
    question: Question,
    facts: Facts,
    *,
    coverage: Coverage,
    computed_at: datetime,
    names: Mapping[int, str] = NOTHING,
) -> Result:
    """The answer to a question, from the facts of its window and of the one it is compared to.

    Rows outside these windows, or of other repositories than those asked about, are not looked at.
    `names` are those of the groups that it is broken down by, by id.
    """
    items = Items.of(metric, question, question.window, facts.now)
    earlier = Items.of(metric, question, question.compared_to, facts.before)
    buckets = bucketed(question.window, items)
    known = coverage.in_scope > 0 and coverage.synced == coverage.in_scope
    over = facts.over and metric.over and (facts.over.now, facts.over.before)
    current = _figure(metric, question, question.window, items, over and over[0], known=known)
    previous = _figure(metric, question, question.compared_to, earlier, over and over[1], known=known)
    return Result(
        question=question,
        metric=metric.info,
        summary=current,
        previous=previous,
        change=change(current, previous),
        trend=trend(buckets, metric.info, question.percentile, computed_at, known=known),
        phases=phases(items),
        breakdown=_breakdown(question, items, earlier, buckets, names, known=known),
        excluded=left_out(metric.leaves_out, items.columns.flags[items.asked & ~items.counted]),
        quality=_noticed(metric.notices, items),
        coverage=coverage,
        ids=items.heaviest_first(),
        computed_at=computed_at,
    )


def change(current: Summary, previous: Summary) -> float | None:
    """By how much of the previous value it changed; None for too few, and for a change from nothing."""
    if current.n < TOO_FEW or previous.n < TOO_FEW or current.value is None or not previous.value:
        return None
    return (current.value - previous.value) / previous.value


def left_out(reasons: Reasons, flags: Seconds) -> tuple[Exclusion, ...]:
    """Of items with these flags, how many are left out for each reason, every one once."""
    counts = []
    for flag, reason in reasons.items():
        applies = flags & int(flag) != 0
        counts.append(Exclusion(reason, int(np.count_nonzero(applies))))
        flags = flags[~applies]
    return tuple(each for each in counts if each.n)


def _figure(
    metric: Metric,
    question: Question,
    window: Window,
    items: Items,
    over: Any,  # noqa: ANN401 - columns of another family
    *,
    known: bool,
) -> Summary:
    divisor = None
    if metric.info.aggregate is Aggregate.RATIO and metric.over is not None and over is not None:
        values = Items.of(metric.over, question, window, over).values
        divisor = float(values[values != NO_SPAN].sum(dtype=float)) / metric.over.info.scale
    sample = ordered(items.values)
    return figure(metric.info, sample, question.percentile, days=window.days, over=divisor, known=known)


def _breakdown(
    question: Question,
    items: Items,
    earlier: Items,
    buckets: Bucketed,
    names: Mapping[int, str],
    *,
    known: bool,
) -> tuple[Slice, ...]:
    if question.by is By.PHASE:
        return by_phase(items, earlier, question.percentile)
    if question.by in GROUPS.get(items.metric.of.name, {}):
        days = (question.window.days, question.compared_to.days)
        return by_group(question.by, items, earlier, asked=question.percentile, names=names, days=days)
    if question.by is By.TEAM:
        return ()  # each team's row is computed from that team's own items
    return by_bucket(buckets, items.metric.info, question.percentile, known=known)


def _noticed(reasons: Reasons, items: Items) -> tuple[Exclusion, ...]:
    flags = items.columns.flags[items.counted]
    counts = (Exclusion(words, int(np.count_nonzero(flags & int(flag)))) for flag, words in reasons.items())
    return tuple(each for each in counts if each.n)
