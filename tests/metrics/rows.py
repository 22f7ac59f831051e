"""Rows of any family of facts, drawn from a seed, and what the engine answers about them."""

from dataclasses import fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from domain.facts import NO_SPAN, OPEN_ENDED, Columns, Family, Ids
from domain.question import By, Question, Scope, ScopeKind, TimeBase
from domain.result import Result
from domain.window import Window
from metrics.engine import Facts, evaluate
from metrics.levels import evaluate_level
from metrics.metric import Metric
from tests.metrics.samples import COVERED, NOW, TODAY

TEAM = Scope(ScopeKind.TEAM, "Payments", 7, "payments")
DAY = 86_400
WINDOW = Window.last_days(30, TODAY)


def rows(family: Family[Any], flags: tuple[int, ...] = (0,), n: int = 60, window: Window = WINDOW) -> Any:  # noqa: ANN401 - of the family
    """Facts of the window in columns that nobody may write to; `flags` are drawn from, values may be null."""
    draw = np.random.default_rng(3)
    start, stop = (int(moment.timestamp()) for moment in (window.start, window.stop))
    at = np.sort(draw.integers(start, min(stop, int(NOW.timestamp())), n))
    columns: dict[str, Any] = {}
    for field in fields(family.columns):
        if field.type == Ids:
            columns[field.name] = draw.integers(1, 9, n)
        else:
            values = draw.integers(0, 200_000, n)
            columns[field.name] = np.where(draw.random(n) < 0.2, NO_SPAN, values).astype(np.int32)
    columns |= {
        "id": np.arange(1, n + 1),
        "at": at,
        "flags": draw.choice(np.array(flags), n).astype(np.int32),
    }
    if "ended" in columns:
        ends = at + draw.integers(DAY, 40 * DAY, n)
        columns |= {"ready": at + 3600, "ended": np.where(ends > stop, OPEN_ENDED, ends)}
    if "board_id" in columns:
        columns["board_id"] = np.full(n, 5)
    for column in columns.values():
        column.flags.writeable = False
    return family.columns(**columns)


def of_metric(metric: Metric, n: int = 60, *, hidden: bool = False) -> Any:  # noqa: ANN401 - of its family
    """Rows with flags of the family, those that the metric leaves out among them only when `hidden`."""
    shown = [int(flag) for flag in flags_of(metric) if not int(flag) & metric.hidden]
    everything = reduce(or_, shown, 0)
    drawn = [0, *shown, everything, *(int(flag) | everything for flag in metric.leaves_out if hidden)]
    return rows(metric.of, tuple(drawn), n)


def flags_of(metric: Metric) -> list[int]:
    """The bits that mean something in the metric's family."""
    return sorted({int(bit) for bit in (*metric.notices, *metric.leaves_out)} | {1, 2, 16, 32, 64})


def question(metric: Metric, *, by: By = By.WEEK, clock: TimeBase | None = None) -> Question:
    return Question(
        metric=metric.info.slug,
        scope=TEAM,
        window=WINDOW,
        compared_to=WINDOW.previous(),
        by=by,
        time_base=clock or metric.info.clocks[0],
    )


def answered(metric: Metric, now: Columns, asked: Question | None = None, at: datetime = NOW) -> Result:
    """What the engine answers about these rows, with none before them; a ratio is over rows of its own."""
    question_ = asked or question(metric)
    if metric.at is not None:
        return evaluate_level(metric, question_, now, coverage=COVERED, computed_at=at)
    empty = now.where(np.zeros(len(now), np.bool_))
    over = None
    if metric.over is not None:
        below = of_metric(metric.over, 80)
        over = Facts(below, below.where(np.zeros(len(below), np.bool_)))
    return evaluate(metric, question_, Facts(now, empty, over), coverage=COVERED, computed_at=at)
