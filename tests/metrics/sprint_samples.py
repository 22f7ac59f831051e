"""Columns of sprints, and what the engine answers about them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from domain.facts import NO_SPAN, SprintColumns, SprintFlag
from domain.question import Question
from domain.result import Result
from metrics.engine import Facts, evaluate
from metrics.metric import Metric
from tests.metrics.samples import COVERED, FIRST, NOW, question

NAMES = {1: "Payments board", 2: "Ledger board"}
_SIZES = ("committed", "completed", "delivered", "added", "removed", "carried", "carried_again")

Row = Mapping[str, float | None]


def sprints(*rows: Row) -> SprintColumns:
    """A row a sprint, a day apart: sizes in points, `board` 1 unless told, and issues one a point."""
    told: dict[str, Any] = {
        "id": _whole([100 + place for place, _ in enumerate(rows)], np.int64),
        "place_id": _whole([7] * len(rows), np.int64),
        "author_id": _whole([0] * len(rows), np.int64),
        "at": _whole(
            [
                int(FIRST.timestamp()) + round(float(row.get("day") or place) * 86400)
                for place, row in enumerate(rows)
            ],
            np.int64,
        ),
        "flags": _whole([int(row.get("flags") or 0) for row in rows], np.int32),
        "board_id": _whole([int(row.get("board") or 1) for row in rows], np.int64),
    }
    for name in _SIZES:
        told[name] = _whole([_hundredths(row.get(name, 0)) for row in rows], np.int32)
        told[f"{name}_issues"] = _whole([_count(row, name) for row in rows], np.int32)
    told["unestimated"] = _whole([0] * len(rows), np.int32)
    return SprintColumns(**told)


def measured(
    metric: Metric, now: SprintColumns, before: SprintColumns | None = None, asked: Question | None = None
) -> Result:
    """The engine's answer about the last 30 days."""
    facts = Facts(now, sprints() if before is None else before)
    over = Facts(facts.now, facts.before) if metric.over else None
    return evaluate(
        metric,
        asked or question(metric),
        Facts(facts.now, facts.before, over),
        coverage=COVERED,
        computed_at=NOW,
        names=NAMES,
    )


def unestimated(**sizes: float) -> Row:
    """A sprint that is told in issues: no points at all."""
    counts = {f"{name}_issues": size for name, size in sizes.items()}
    return {**counts, "flags": int(SprintFlag.UNESTIMATED)}


def _hundredths(size: float | None) -> int:
    return NO_SPAN if size is None else round(size * 100)


def _count(row: Row, name: str) -> int:
    size = row.get(f"{name}_issues", row.get(name, 0))
    return NO_SPAN if size is None else round(size)


def _whole(values: Sequence[int], kind: type) -> Any:  # noqa: ANN401 - an array of that kind
    return np.array(values, kind)
