"""Answers beside those of a peer that is asked the same in SQL: they must agree before they are timed."""

from collections.abc import Callable, Sequence

import numpy as np

from domain.question import Scope
from domain.result import Result
from domain.window import Window
from tests.bench.ratio import Ratio, side_by_side

Rows = list[tuple[object, ...]]
Case = tuple[str, Scope, Window, float]
"""What it is called, whose work, when, and how much of the peer's time it may take."""


def compared(
    cases: Sequence[Case],
    ours: Callable[[Scope, Window], Result],
    theirs: Callable[[Scope, Window], Rows],
    *,
    what: str,
    rounds: int,
) -> list[Ratio]:
    """A ratio of every case, of so many rounds of both, side by side."""
    return [_compared(case, ours, theirs, what, rounds) for case in cases]


def _compared(
    case: Case,
    ours: Callable[[Scope, Window], Result],
    theirs: Callable[[Scope, Window], Rows],
    what: str,
    rounds: int,
) -> Ratio:
    name, scope, window, limit = case
    agree(ours(scope, window), theirs(scope, window))
    mine, peers = side_by_side(lambda: ours(scope, window), lambda: theirs(scope, window), rounds)
    return Ratio(f"{name}, of DuckDB ({what})", mine, peers, limit)


def agree(ours: Result, theirs: Rows) -> None:
    """Refuse to compare answers that differ."""
    counted, quantiles = next((row[1], row[2]) for row in theirs if row[0] is True)
    assert ours.summary.n == counted
    assert isinstance(quantiles, list)
    assert np.allclose(np.array([ours.summary.p50, ours.summary.p75, ours.summary.p90], float), quantiles)
