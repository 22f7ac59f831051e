"""The engine of states: how many pull requests are open, and how old, at a moment and week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from domain.facts import NO_SPAN, Columns, Seconds
from domain.question import By, Question
from domain.result import Coverage, Exclusion, Point, Result, Slice
from domain.window import Window
from metrics.aggregates import ordered
from metrics.breakdown import buckets_of, by_group
from metrics.engine import NOTHING, change, left_out
from metrics.figures import figure
from metrics.groups import GROUPS
from metrics.items import Items, Mask
from metrics.metric import Metric
from metrics.people import BOTS


@dataclass(frozen=True, slots=True)
class _Pool:
    """Everything that may be there at some moment of the question, and which of it counts."""

    metric: Metric
    question: Question
    columns: Columns
    asked: Mask
    counted: Mask

    def at(self, moment: int) -> Seconds:
        """What each row weighs at the moment, `NO_SPAN` where it is not there."""
        if self.metric.at is None:
            return np.full(len(self.columns), NO_SPAN, np.int32)
        values = self.metric.at(self.columns, self.question.time_base, moment)
        return np.where(self.counted, values, NO_SPAN)


def evaluate_level(
    metric: Metric,
    question: Question,
    columns: Columns,
    *,
    coverage: Coverage,
    computed_at: datetime,
    names: Mapping[int, str] = NOTHING,
) -> Result:
    """How things stand at the window's end (now, while it runs), and stood at the end of the one before."""
    pool = _pool(metric, question, columns)
    now, then = (min(_second(w.stop), _second(computed_at)) for w in (question.window, question.compared_to))
    known = coverage.in_scope > 0 and coverage.synced == coverage.in_scope
    values, earlier = pool.at(now), pool.at(then)
    current, previous = (
        figure(metric.info, ordered(each), question.percentile, days=1, known=known)
        for each in (values, earlier)
    )
    there = Items(metric, columns, pool.asked, pool.counted, question.time_base, values)
    before = Items(metric, columns, pool.asked, pool.counted, question.time_base, earlier)
    points = tuple(_point(pool, bucket, now, known=known) for bucket in buckets_of(question.window))
    return Result(
        question=question,
        metric=metric.info,
        summary=current,
        previous=previous,
        change=change(current, previous),
        trend=points,
        phases=(),
        breakdown=_breakdown(question, there, before, points, names),
        excluded=_left_out(pool, now),
        quality=(),
        coverage=coverage,
        ids=there.heaviest_first(),
        computed_at=computed_at,
    )


def _pool(metric: Metric, question: Question, columns: Columns) -> _Pool:
    asked = np.ones(len(columns), np.bool_)
    if question.repositories:
        asked &= np.isin(columns.place_id, np.array(question.repositories, np.int64))
    hidden = metric.hidden & ~BOTS if question.by is By.AUTHOR_CLASS else metric.hidden
    return _Pool(metric, question, columns, asked, asked & (columns.flags & hidden == 0))


def _point(pool: _Pool, bucket: Window, now: int, *, known: bool) -> Point:
    """How it stood at the bucket's end; nothing for a bucket that is all ahead."""
    end = _second(bucket.stop)
    if _second(bucket.start) > now:
        return Point(bucket, 0, None, complete=False)
    sample = ordered(pool.at(min(end, now)))
    value = figure(pool.metric.info, sample, pool.question.percentile, days=1, known=known).value
    return Point(bucket, len(sample), value, end <= now)


def _breakdown(
    question: Question, items: Items, earlier: Items, points: tuple[Point, ...], names: Mapping[int, str]
) -> tuple[Slice, ...]:
    if question.by in GROUPS.get(items.metric.of.name, {}):
        return by_group(question.by, items, earlier, asked=question.percentile, names=names, days=(1, 1))
    if question.by is By.TEAM:
        return ()
    return tuple(Slice(point.window.first.isoformat(), _of_point(items, question, point)) for point in points)


def _of_point(items: Items, question: Question, point: Point) -> Any:  # noqa: ANN401 - a summary
    empty = np.empty(0, np.int32)
    told = figure(items.metric.info, empty, question.percentile, days=1, known=False)
    return type(told)(point.n, point.value)


def _left_out(pool: _Pool, now: int) -> tuple[Exclusion, ...]:
    """What is there but does not count, by the first reason that applies."""
    if pool.metric.at is None:
        return ()
    there = pool.metric.at(pool.columns, pool.question.time_base, now) != NO_SPAN
    return left_out(pool.metric.leaves_out, pool.columns.flags[there & pool.asked & ~pool.counted])


def _second(moment: datetime) -> int:
    return int(moment.timestamp())
