"""`flaky`: which tests are flaky now, how often they flake, and how their last fourteen days went."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from domain.facts import CASES, CaseColumns, CaseFlag
from domain.rulings.flaky import DAYS
from domain.views.flaky import Flaky, FlakyTest, Mark
from domain.window import Window, midnight
from services.figures import columns
from services.flakiness import flaky_at
from services.views.viewing import Viewing

MOST = 20
"""Tests in the grid: past these nobody reads on, and the figure counts all."""

A_MOMENT = timedelta(microseconds=1)
_SILENT = int(CaseFlag.SKIPPED | CaseFlag.BROKEN_RUN | CaseFlag.EXCLUDED_BY_HAND)
_FAILED = int(CaseFlag.FAILED | CaseFlag.FLAKY)


def flaky(viewing: Viewing) -> Flaky:
    """The tests that are flaky at the end of the window, or now while it runs."""
    question = viewing.question
    stop = min(question.window.stop, viewing.now)
    zone = ZoneInfo(question.window.zone)
    first, last = ((stop - ago).astimezone(zone).date() for ago in (timedelta(days=DAYS), A_MOMENT))
    span = Window(first, last + timedelta(days=1), question.window.zone)
    cases = cast("CaseColumns", columns(CASES, question.scope, span, viewing.shelves))
    cases = cases.where(_asked(cases, question.repositories) & (cases.at < int(stop.timestamp())))
    days = tuple(span.first + timedelta(days=number) for number in range(span.days))
    tests = flaky_at(cases, int(stop.timestamp()), viewing.shelves)
    return Flaky(
        question=question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        result=viewing.figure("flaky-tests", question),
        tests=tuple(
            replace(test, marks=_marks(cases, test, days, span.zone)) if place < MOST else test
            for place, test in enumerate(tests)
        ),
        days=days,
        **_counts(cases),
    )


def _asked(cases: CaseColumns, repositories: Sequence[int]) -> NDArray[np.bool_]:
    if not repositories:
        return np.ones(len(cases), np.bool_)
    return np.isin(cases.place_id, np.array(repositories, np.int64))


def _marks(cases: CaseColumns, test: FlakyTest, days: Sequence[date], zone: str) -> tuple[Mark, ...]:
    """How the test went each day: the worst of it, and flaked where one tree saw it pass and fail."""
    own = cases.where((cases.case_id == test.case_id) & (cases.flags & _SILENT == 0))
    flaked = own.flags & _FAILED != 0
    flaked &= np.isin(own.tree_id, _flaky_trees(own))
    starts = np.array([int(midnight(day, zone).timestamp()) for day in days])
    on = np.searchsorted(starts, own.at, side="right") - 1
    return tuple(_mark(own.flags[on == number], flaked[on == number]) for number in range(len(days)))


def _flaky_trees(own: CaseColumns) -> NDArray[np.int64]:
    passed, failed = (own.tree_id[own.flags & int(flag) != 0] for flag in (CaseFlag.PASSED, CaseFlag.FAILED))
    retried = own.tree_id[own.flags & int(CaseFlag.FLAKY) != 0]
    return np.union1d(np.intersect1d(passed, failed), retried)


def _mark(flags: NDArray[np.int32], flaked: NDArray[np.bool_]) -> Mark:
    if flaked.any():
        return Mark.FLAKED
    if (flags & _FAILED != 0).any():
        return Mark.FAILED
    return Mark.PASSED if len(flags) else Mark.NOT_RUN


def _counts(cases: CaseColumns) -> dict[str, int]:
    """How many tests ran, in how many runs that reported tests, and how many of those were broken."""
    ran = cases.flags & int(CaseFlag.SKIPPED) == 0
    reports = np.unique(cases.run_id[cases.flags & int(CaseFlag.OF_JOB) == 0])
    broken = np.unique(cases.run_id[cases.flags & int(CaseFlag.BROKEN_RUN) != 0])
    return {
        "executed": len(np.unique(cases.case_id[ran])),
        "reports": len(reports),
        "broken": len(broken),
    }
