"""Continuous integration: whether builds and tests pass, how long they take, how far they can be trusted."""

import numpy as np

from domain.facts import (
    CASES,
    EXCLUDED_BY_HAND,
    NO_SPAN,
    RECOVERIES,
    RUNS,
    CaseColumns,
    CaseFlag,
    RunColumns,
    RunFlag,
    Seconds,
    SpanColumns,
)
from domain.metric import BOTH_CLOCKS, CALENDAR_ONLY, Aggregate, Better, Unit
from domain.question import By, TimeBase
from domain.rulings.flaky import DAYS, flakes
from metrics.metric import Reasons, level, metric, span

NOT_BUILDS: Reasons = {
    RunFlag.EXCLUDED_BY_HAND: "runs set aside by hand",
    RunFlag.UNCOUNTED: "cancelled or skipped runs",
}
"""What says nothing of the code it ran on."""

ODD_RUNS: Reasons = {RunFlag.CONTRADICTORY: "with times that contradict each other"}

NOT_TESTS: Reasons = {
    CaseFlag.EXCLUDED_BY_HAND: "tests set aside by hand",
    CaseFlag.SKIPPED: "skipped tests",
}
ODD_TESTS: Reasons = {
    CaseFlag.FLAKY: "that passed only when tried again",
    CaseFlag.BROKEN_RUN: "in runs in which most tests failed",
}
_FAILED = int(RunFlag.FAILURE | RunFlag.TIMED_OUT)


@metric(
    "Build success rate",
    family="ci",
    of=RUNS,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    aggregate=Aggregate.SHARE,
    synonyms=("bsr", "build success", "ci success", "ci success rate", "green builds", "pass rate"),
    leaves_out=NOT_BUILDS,
    notices={},
)
def build_success_rate(runs: RunColumns, _clock: TimeBase) -> Seconds:
    """The share of runs that succeeded in the end: successes, of successes, failures and timeouts.

    Of a run that was tried again its last attempt counts. Cancelled, skipped, neutral and stale runs,
    and those that wait for somebody, count nowhere.
    """
    return _succeeded(runs, RunFlag.FINAL_ATTEMPT)


@metric(
    "First attempt success rate",
    family="ci",
    of=RUNS,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    aggregate=Aggregate.SHARE,
    synonyms=("first attempt", "first-attempt", "first attempt success", "first try success"),
    leaves_out=NOT_BUILDS,
    notices={},
)
def first_attempt_success_rate(runs: RunColumns, _clock: TimeBase) -> Seconds:
    """The share of runs that succeeded at once: of first attempts, without what re-runs made of them.

    Counted as the build success rate is. The distance between the two is what re-runs repair.
    """
    return _succeeded(runs, RunFlag.FIRST_ATTEMPT)


@metric(
    "Build time",
    family="ci",
    of=RUNS,
    unit=Unit.DURATION,
    better=Better.LOWER,
    clocks=CALENDAR_ONLY,
    synonyms=("build duration", "ci time", "ci duration", "build times"),
    leaves_out=NOT_BUILDS,
    notices=ODD_RUNS,
    also=(By.STEP,),
)
def build_time(runs: RunColumns, _clock: TimeBase) -> Seconds:
    """From an attempt's start to its end, of attempts that succeeded.

    Those that failed are left out, for a build that fails early is no fast build.
    """
    return _of_successes(runs, runs.duration)


@metric(
    "Queue time",
    family="ci",
    of=RUNS,
    unit=Unit.DURATION,
    better=Better.LOWER,
    clocks=CALENDAR_ONLY,
    synonyms=("build queue", "ci queue", "queued"),
    leaves_out=NOT_BUILDS,
    notices=ODD_RUNS,
)
def queue_time(runs: RunColumns, _clock: TimeBase) -> Seconds:
    """From an attempt's creation to the start of its first job, of attempts that succeeded.

    A re-run waits from its own creation, and not from that of the attempt before it.
    """
    return _of_successes(runs, runs.queue)


@metric(
    "Test pass rate",
    family="ci",
    of=CASES,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    aggregate=Aggregate.SHARE,
    synonyms=("tests passed", "test success", "test success rate"),
    leaves_out=NOT_TESTS,
    notices=ODD_TESTS,
)
def test_pass_rate(cases: CaseColumns, _clock: TimeBase) -> Seconds:  # noqa: PT019 - a metric, no test
    """The share of executed tests that passed, of all that runs reported.

    A test that its runner tried again until it passed has passed. Skipped tests count nowhere.
    """
    passed = cases.flags & int(CaseFlag.PASSED | CaseFlag.FLAKY) != 0
    counts = (cases.flags & int(CaseFlag.SKIPPED) == 0) & ~_jobs(cases)
    return np.where(counts, passed, NO_SPAN).astype(np.int32)


@metric(
    "Test time",
    family="ci",
    of=CASES,
    unit=Unit.DURATION,
    better=Better.LOWER,
    clocks=CALENDAR_ONLY,
    scale=1000,
    noun="run",
    synonyms=("test duration", "test times"),
    leaves_out={CaseFlag.EXCLUDED_BY_HAND: NOT_TESTS[CaseFlag.EXCLUDED_BY_HAND]},
    notices={},
)
def test_time(cases: CaseColumns, _clock: TimeBase) -> Seconds:  # noqa: PT019 - a metric, no test
    """The time that the tests of one attempt of a run took, added up; tests that ran side by side count each.

    It stands at one test of each attempt that reported times.
    """
    counts = (cases.milliseconds != NO_SPAN) & ~_jobs(cases) & (cases.flags & EXCLUDED_BY_HAND == 0)
    rows = np.flatnonzero(counts)
    rows = rows[np.argsort(cases.id[rows])]
    _, first, run = np.unique(cases.run_id[rows], return_index=True, return_inverse=True)
    total = np.bincount(run, weights=cases.milliseconds[rows], minlength=len(first))
    values = np.full(len(cases), NO_SPAN, np.int32)
    values[rows[first]] = np.where(total > np.iinfo(np.int32).max, NO_SPAN, total).astype(np.int32)
    return values


@level(
    "Flaky tests",
    reach=DAYS,
    family="ci",
    of=CASES,
    unit=Unit.COUNT,
    better=Better.LOWER,
    aggregate=Aggregate.TOTAL,
    noun="flaky test",
    synonyms=("flakes", "flakiness", "flaky test"),
    leaves_out={},
    notices={},
)
def flaky_tests(cases: CaseColumns, _clock: TimeBase, moment: int) -> Seconds:
    """How many tests passed and failed on the same files within 14 days, or passed only when tried again.

    A test is flaky no more once it passed five times in a row on other files, or after 14 days. Runs in
    which at least 80 % of the tests failed are dropped. Where a run reports no tests, a job that its
    attempts disagree about stands for them.
    """
    values = np.full(len(cases), NO_SPAN, np.int32)
    values[flakes(cases, moment).rows] = 1
    return values


@metric(
    "Main recovery time",
    family="ci",
    of=RECOVERIES,
    unit=Unit.DURATION,
    better=Better.LOWER,
    clocks=BOTH_CLOCKS,
    synonyms=("main recovery", "time to green", "broken main", "red main"),
    leaves_out={EXCLUDED_BY_HAND: "recoveries set aside by hand"},
    notices={},
)
def main_recovery_time(recoveries: SpanColumns, clock: TimeBase) -> Seconds:
    """From the first red run of a workflow on the default branch to its next green one, by when they ended.

    A branch that is still red has no recovery yet.
    """
    return span(recoveries, "span", clock)


def _succeeded(runs: RunColumns, which: RunFlag) -> Seconds:
    """One where the attempts asked about succeeded, zero where they failed."""
    counts = (runs.flags & int(which) != 0) & (runs.flags & int(RunFlag.UNCOUNTED) == 0)
    return np.where(counts, runs.flags & _FAILED == 0, NO_SPAN).astype(np.int32)


def _of_successes(runs: RunColumns, values: Seconds) -> Seconds:
    return np.where(runs.flags & int(RunFlag.SUCCESS) != 0, values, NO_SPAN).astype(np.int32)


def _jobs(cases: CaseColumns) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows are jobs that stand for tests."""
    flags: np.ndarray[tuple[int], np.dtype[np.bool_]] = cases.flags & int(CaseFlag.OF_JOB) != 0
    return flags
