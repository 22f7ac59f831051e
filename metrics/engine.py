"""The engine: from a metric and columns to a result, with all that makes the figure honest."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from domain.facts import Flag, PullRequestColumns
from domain.question import By, Question
from domain.result import TOO_FEW, Coverage, Exclusion, Result, Slice, Summary
from metrics.aggregates import ordered, summary
from metrics.breakdown import Bucketed, bucketed, by_bucket, by_phase, by_repository, phases, trend
from metrics.items import Items
from metrics.metric import Metric

LEFT_OUT = {
    Flag.EXCLUDED_BY_HAND: "pull requests set aside by hand",
    Flag.BOT_AUTHOR: "bot pull requests",
    Flag.REVERT: "reverts",
}
"""Why an item is left out, in the order in which it is counted: once, under the first that applies."""

NOTICED = {
    Flag.CONTRADICTORY: "with times that contradict each other",
    Flag.OLD_COMMIT: "with a commit written more than 30 days before opening",
    Flag.UNREVIEWED: "merged without a review",
    Flag.OVER_OBJECTION: "merged over an objection",
    Flag.OFF_DEFAULT: "merged into another branch than the default",
}
"""What is odd about items that do count."""


def evaluate(
    metric: Metric,
    question: Question,
    now: PullRequestColumns,
    before: PullRequestColumns,
    *,
    coverage: Coverage,
    computed_at: datetime,
    names: Mapping[int, str],
    last_item_at: datetime | None = None,
) -> Result:
    """The answer to a question, from what was merged in its window and in the one it is compared to.

    Rows outside these windows, or of other repositories than those asked about, are not looked at.
    `names` are the repositories' full names by id.
    """
    items = Items.of(metric, question, question.window, now)
    earlier = Items.of(metric, question, question.compared_to, before)
    buckets = bucketed(question.window, items)
    current = summary(ordered(items.values), question.percentile)
    previous = summary(ordered(earlier.values), question.percentile)
    return Result(
        question=question,
        metric=metric.info,
        summary=current,
        previous=previous,
        change=_change(current, previous),
        trend=trend(buckets, question.percentile, computed_at),
        phases=phases(items),
        breakdown=_breakdown(question, items, earlier, buckets, names),
        excluded=_left_out(items),
        quality=_noticed(items),
        coverage=coverage,
        ids=items.heaviest_first(),
        computed_at=computed_at,
        last_item_at=last_item_at,
    )


def _breakdown(
    question: Question, items: Items, earlier: Items, buckets: Bucketed, names: Mapping[int, str]
) -> tuple[Slice, ...]:
    if question.by is By.REPOSITORY:
        return by_repository(items, earlier, question.percentile, names)
    if question.by is By.PHASE:
        return by_phase(items, earlier, question.percentile)
    return by_bucket(buckets, question.percentile)


def _change(current: Summary, previous: Summary) -> float | None:
    """By how much of the previous value it changed; None for too few, and for a change from nothing."""
    if current.n < TOO_FEW or previous.n < TOO_FEW or current.value is None or not previous.value:
        return None
    return (current.value - previous.value) / previous.value


def _left_out(items: Items) -> tuple[Exclusion, ...]:
    flags = items.columns.flags[items.asked & ~items.counted]
    counts = []
    for flag, reason in LEFT_OUT.items():
        applies = flags & int(flag) != 0
        counts.append(Exclusion(reason, int(np.count_nonzero(applies))))
        flags = flags[~applies]
    return tuple(each for each in counts if each.n)


def _noticed(items: Items) -> tuple[Exclusion, ...]:
    flags = items.columns.flags[items.counted]
    counts = (Exclusion(words, int(np.count_nonzero(flags & int(flag)))) for flag, words in NOTICED.items())
    return tuple(each for each in counts if each.n)
