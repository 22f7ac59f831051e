"""The engine: from a metric and columns to a result, with all that makes the figure honest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from domain.facts import Seconds
from domain.question import By, Question, ScopeKind
from domain.result import TOO_FEW, Coverage, Exclusion, Result, Slice, Summary
from domain.window import Window
from metrics.aggregates import ordered
from metrics.breakdown import Bucketed, bucketed, by_bucket, by_group, by_phase, phases, trend
from metrics.figures import figure
from metrics.groups import GROUPS
from metrics.items import Items
from metrics.metric import Metric, Reasons
from metrics.ratios import Divisors

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
    `names` are those of the groups that it is broken down by, by id. Groups that stand apart have no
    figure and no trend together.
    """
    items = Items.of(metric, question, question.window, facts.now)
    earlier = Items.of(metric, question, question.compared_to, facts.before)
    buckets = bucketed(question.window, items)
    known = coverage.in_scope > 0 and coverage.synced == coverage.in_scope
    over = _divisors(metric, question, facts.over)
    current = _figure(items, question, question.window, over[0], known=known)
    previous = _figure(earlier, question, question.compared_to, over[1], known=known)
    return Result(
        question=question,
        metric=metric.info,
        summary=current,
        previous=previous,
        change=change(current, previous),
        trend=()
        if items.is_apart
        else trend(buckets, metric.info, question.percentile, computed_at, known=known, over=over[0]),
        phases=phases(items),
        breakdown=_breakdown(question, items, earlier, buckets, names, over=over, known=known),
        excluded=left_out(metric.leaves_out, items.columns.flags[items.asked & ~items.counted]),
        quality=_noticed(metric.notices, items) + _told(metric, question, items),
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


def _divisors(metric: Metric, question: Question, facts: Facts | None) -> tuple[Divisors, Divisors]:
    """What a ratio is over, in the window and in the one it is compared to."""
    if metric.over is None or facts is None:
        return Divisors(), Divisors()
    at_least = 0 if question.scope.kind is ScopeKind.PERSON else metric.at_least
    now = Items.of(metric.over, question, question.window, facts.now)
    before = Items.of(metric.over, question, question.compared_to, facts.before)
    return Divisors(now, at_least), Divisors(before, at_least)


def _figure(items: Items, question: Question, window: Window, over: Divisors, *, known: bool) -> Summary:
    info, sample, by = items.metric.info, ordered(items.values), over.whole()
    if items.is_apart or (by or 0) < over.at_least:
        return Summary(len(sample))
    return figure(info, sample, question.percentile, days=window.days, over=by, known=known)


def _breakdown(
    question: Question,
    items: Items,
    earlier: Items,
    buckets: Bucketed,
    names: Mapping[int, str],
    *,
    over: tuple[Divisors, Divisors],
    known: bool,
) -> tuple[Slice, ...]:
    if question.by is By.PHASE:
        return by_phase(items, earlier, question.percentile)
    if question.by in GROUPS.get(items.metric.of.name, {}):
        days = (question.window.days, question.compared_to.days)
        asked = question.percentile
        return by_group(question.by, items, earlier, asked=asked, names=names, days=days, over=over)
    if question.by is By.TEAM:
        return ()  # each team's row is computed from that team's own items
    return by_bucket(buckets, items.metric.info, question.percentile, known=known, over=over[0])


def _told(metric: Metric, question: Question, items: Items) -> tuple[Exclusion, ...]:
    """What the items tell beside their figure; of a person alone there is no more to tell."""
    is_own = question.scope.kind is ScopeKind.PERSON
    return () if metric.tells is None or is_own else metric.tells(items)


def _noticed(reasons: Reasons, items: Items) -> tuple[Exclusion, ...]:
    flags = items.columns.flags
    counts = (
        Exclusion(words, int(np.count_nonzero(items.counted & (flags & int(flag) != 0))))
        for flag, words in reasons.items()
    )
    return tuple(each for each in counts if each.n)
