"""Columns and questions for the tests of metrics."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from domain.facts import NO_SPAN, Flag, PullRequestColumns, Seconds, Span
from domain.question import ORGANISATION, By, Question, TimeBase
from domain.result import Coverage, Result
from domain.window import Window
from metrics.engine import Facts, evaluate
from metrics.metric import Metric

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = datetime(2026, 10, 26, tzinfo=UTC)
"""The Monday on which `WINDOW` begins."""

WINDOW = Window.last_days(30, TODAY)
HOUR = 3600
NOTHING_ODD = Flag(0)
COVERED = Coverage(2, 2, NOW)
NAMES = {1: "acme/api", 2: "acme/web", 3: "acme/docs"}

Spans = Sequence[int | None]


def seconds(values: Spans) -> Seconds:
    return np.array([NO_SPAN if value is None else value for value in values], np.int32)


def columns(
    cycle: Spans,
    *,
    day: Sequence[float] | float = 1,
    repository: Sequence[int] | int = 1,
    flags: Sequence[Flag] | Flag = NOTHING_ODD,
    working: Spans | None = None,
    **spans: Spans,
) -> PullRequestColumns:
    """Rows by their cycle times; `day` is when they were merged, in days after `FIRST`.

    A span that is not told is null, on the calendar clock and, but for `working`, on the other one.
    """
    n = len(cycle)
    days = np.broadcast_to(np.array(day, float), n)
    empty: Spans = [None] * n
    on_calendar = {Span.CYCLE.value: cycle} | spans
    at_work = {Span.CYCLE.value: empty if working is None else working}
    told = [each.get(span.value, empty) for each in (on_calendar, at_work) for span in Span]
    told += [[0] * n, empty]
    return PullRequestColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.broadcast_to(np.array(repository, np.int64), n),
        np.ones(n, np.int64),
        np.array([int((FIRST + timedelta(days=float(each))).timestamp()) for each in days], np.int64),
        np.broadcast_to(np.array(flags, np.int32), n),
        *(seconds(each) for each in told),
    )


def question(
    metric: Metric,
    *,
    window: Window = WINDOW,
    by: By = By.WEEK,
    percentile: int = 50,
    clock: TimeBase = TimeBase.CALENDAR,
    repositories: tuple[int, ...] = (),
) -> Question:
    return Question(
        metric=metric.info.slug,
        scope=ORGANISATION,
        window=window,
        compared_to=window.previous(),
        repositories=repositories,
        by=by,
        percentile=percentile,
        time_base=clock,
    )


def answer(
    metric: Metric,
    now: PullRequestColumns,
    before: PullRequestColumns | None = None,
    asked: Question | None = None,
) -> Result:
    """What the engine answers, by default about the last 30 days and with nothing before them."""
    return evaluate(
        metric,
        asked or question(metric),
        Facts(now, columns([]) if before is None else before),
        coverage=COVERED,
        computed_at=NOW,
        names=NAMES,
    )
