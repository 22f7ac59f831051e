"""Columns of reviews and of lifetimes for the tests of metrics, told in days after the window's first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from domain.facts import NO_SPAN, OPEN_ENDED, Flag, Ids, LifetimeColumns, Seconds, SpanColumns
from domain.question import Question
from domain.result import Result
from metrics.levels import evaluate_level
from metrics.metric import Metric
from tests.metrics.samples import COVERED, FIRST, NAMES, NOTHING_ODD, NOW, question

Day = float | None


def moments(days: Sequence[Day] | Day, n: int) -> Ids:
    """Epoch seconds of days after `FIRST`; None is never."""
    each = list(days) if isinstance(days, Sequence) else [days] * n
    return np.array([OPEN_ENDED if day is None else _second(day) for day in each], np.int64)


def spans(
    *told: tuple[int, Day],
    by: Sequence[int] | int = 7,
    working: Sequence[int] | None = None,
    flags: Sequence[Flag] | Flag = NOTHING_ODD,
    repository: Sequence[int] | int = 1,
) -> SpanColumns:
    """A row for each span in seconds and the day on which it ended, by somebody's account."""
    n = len(told)
    values = np.array([span for span, _ in told], np.int32)
    return SpanColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.broadcast_to(np.array(repository, np.int64), n),
        np.broadcast_to(np.array(by, np.int64), n),
        moments([day for _, day in told], n),
        np.broadcast_to(np.array(flags, np.int32), n),
        np.arange(101, 101 + n, dtype=np.int64),
        values,
        np.full(n, NO_SPAN, np.int32) if working is None else np.array(working, np.int32),
    )


def reviews(*days: float, **fields: object) -> SpanColumns:
    """Reviews, which have no span."""
    return spans(*((NO_SPAN, day) for day in days), **fields)  # type: ignore[arg-type] # as `spans` has them


def lifetimes(
    *told: tuple[Day, Day],
    ready: Sequence[Day] | None = None,
    flags: Sequence[Flag] | Flag = NOTHING_ODD,
    repository: Sequence[int] | int = 1,
    at_the_end: bool = False,
) -> LifetimeColumns:
    """A row for the day on which each was opened and the one on which it ended; ready when it was opened."""
    n = len(told)
    opened, ended = moments([began for began, _ in told], n), moments([end for _, end in told], n)
    return LifetimeColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.broadcast_to(np.array(repository, np.int64), n),
        np.ones(n, np.int64),
        ended if at_the_end else opened,
        np.broadcast_to(np.array(flags, np.int32), n),
        ended,
        opened if ready is None else moments(ready, n),
    )


def standing(
    metric: Metric, columns: LifetimeColumns, asked: Question | None = None, now: datetime = NOW
) -> Result:
    """What the engine of states answers, by default about the last 30 days."""
    return evaluate_level(
        metric, asked or question(metric), columns, coverage=COVERED, computed_at=now, names=NAMES
    )


def whole(values: Seconds) -> list[int]:
    return [int(each) for each in values if each != NO_SPAN]


def _second(day: float) -> int:
    return int((FIRST + timedelta(days=day)).timestamp())
