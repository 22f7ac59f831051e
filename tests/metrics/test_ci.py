"""What each metric of CI reads, what it leaves out, and what it makes of many runs or tests."""

from datetime import timedelta
from math import isclose

import numpy as np
import pytest

from domain.facts import EXCLUDED_BY_HAND, NO_SPAN, CaseFlag, RunFlag, SpanColumns
from domain.question import By, TimeBase
from domain.result import Exclusion
from metrics.ci import (
    build_success_rate,
    build_time,
    first_attempt_success_rate,
    flaky_tests,
    main_recovery_time,
    queue_time,
    test_pass_rate,
    test_time,
)
from metrics.levels import evaluate_level
from metrics.metric import Metric
from tests.ci import DAY, HOUR, MORNING, attempt_facts, case_columns, ran, run_columns
from tests.metrics.building import answer
from tests.metrics.samples import COVERED, NOW, question

FINAL, FIRST = RunFlag.FINAL_ATTEMPT, RunFlag.FIRST_ATTEMPT
ONLY = FINAL | FIRST
P, F, S, R = CaseFlag.PASSED, CaseFlag.FAILED, CaseFlag.SKIPPED, CaseFlag.FLAKY
ALL = (build_success_rate, first_attempt_success_rate, build_time, queue_time, test_pass_rate, test_time,
       flaky_tests, main_recovery_time)  # fmt: skip


def runs(*flags: RunFlag) -> list[int | None]:
    """What the success rate in the end makes of each attempt."""
    return _values(build_success_rate, *flags)


def _values(metric: Metric, *flags: RunFlag) -> list[int | None]:
    columns = run_columns([attempt_facts(number, flag) for number, flag in enumerate(flags)])
    values = metric.values(columns, TimeBase.CALENDAR).tolist()
    return [None if value == NO_SPAN else value for value in values]


@pytest.mark.parametrize(
    ("flag", "value"),
    [(RunFlag.SUCCESS, 1), (RunFlag.FAILURE, 0), (RunFlag.TIMED_OUT, 0), (RunFlag.UNCOUNTED, None)],
    ids=["success", "failure", "timeout", "cancelled, skipped or neutral"],
)
def test_success_is_of_successes_failures_and_timeouts(flag: RunFlag, value: int | None) -> None:
    assert runs(flag | ONLY) == [value]


def test_the_last_attempt_counts_in_the_end_and_the_first_one_at_once() -> None:
    failed, passed = RunFlag.FAILURE | FIRST, RunFlag.SUCCESS | FINAL
    assert _values(build_success_rate, failed, passed) == [None, 1]
    assert _values(first_attempt_success_rate, failed, passed) == [0, None]


def test_what_re_runs_repair_is_the_distance_between_the_two_rates() -> None:
    flags = [RunFlag.SUCCESS | ONLY] * 6 + [RunFlag.FAILURE | FIRST, RunFlag.SUCCESS | FINAL] * 3
    flags += [RunFlag.FAILURE | ONLY]
    facts = run_columns([attempt_facts(number, flag) for number, flag in enumerate(flags)])
    in_the_end, at_once = (answer(each, facts) for each in (build_success_rate, first_attempt_success_rate))
    assert (in_the_end.summary.n, at_once.summary.n) == (10, 10)
    assert isclose(in_the_end.summary.value or 0, 0.9)
    assert isclose(at_once.summary.value or 0, 0.6)


def test_what_says_nothing_is_told_as_left_out() -> None:
    flags = [RunFlag.SUCCESS | ONLY, RunFlag.UNCOUNTED | ONLY, RunFlag.SUCCESS | ONLY | EXCLUDED_BY_HAND]
    facts = run_columns([attempt_facts(number, RunFlag(flag)) for number, flag in enumerate(flags)])
    assert answer(build_success_rate, facts).excluded == (
        Exclusion("runs set aside by hand", 1),
        Exclusion("cancelled or skipped runs", 1),
    )


@pytest.mark.parametrize(
    ("metric", "expected"), [(build_time, 600), (queue_time, 60)], ids=["build", "queue"]
)
def test_times_are_those_of_attempts_that_succeeded(metric: Metric, expected: int) -> None:
    flags = (
        RunFlag.SUCCESS | FIRST,
        RunFlag.SUCCESS | FINAL,
        RunFlag.FAILURE | ONLY,
        RunFlag.UNCOUNTED | ONLY,
    )
    assert _values(metric, *flags) == [expected, expected, None, None]


def test_a_contradictory_time_is_none_and_told() -> None:
    odd = attempt_facts(1, RunFlag.SUCCESS | ONLY | RunFlag.CONTRADICTORY, duration=None)
    result = answer(build_time, run_columns([odd, attempt_facts(2, RunFlag.SUCCESS | ONLY)]))
    assert result.summary.n == 1
    assert result.quality == (Exclusion("with times that contradict each other", 1),)


def test_build_time_tells_the_mean_beside_its_percentiles() -> None:
    lengths = [100, 200, 300, 400, 2000]
    facts = [attempt_facts(n, RunFlag.SUCCESS | ONLY, duration=each) for n, each in enumerate(lengths)]
    summary = answer(build_time, run_columns(facts)).summary
    assert (summary.p50, summary.mean) == (300, 600)


def test_builds_are_told_by_workflow() -> None:
    facts = [attempt_facts(n, RunFlag.SUCCESS | ONLY, workflow=1 + n % 2) for n in range(6)]
    result = answer(build_time, run_columns(facts), asked=question(build_time, by=By.WORKFLOW))
    assert [each.summary.n for each in result.breakdown] == [3, 3]


def test_only_build_time_is_told_by_step() -> None:
    assert [each.info.slug for each in ALL if By.STEP in each.info.breakdowns] == ["build-time"]


def cases(metric: Metric, *flags: CaseFlag) -> list[int | None]:
    columns = case_columns([ran(number, flag) for number, flag in enumerate(flags)])
    values = metric.values(columns, TimeBase.CALENDAR).tolist()
    return [None if value == NO_SPAN else value for value in values]


def test_a_test_passed_when_it_passed_in_the_end() -> None:
    assert cases(test_pass_rate, P, F, R, S) == [1, 0, 1, None]


def test_jobs_that_stand_for_tests_are_no_tests() -> None:
    assert cases(test_pass_rate, P | CaseFlag.OF_JOB, F | CaseFlag.OF_JOB) == [None, None]
    assert cases(test_time, P | CaseFlag.OF_JOB) == [None]


def test_broken_runs_stay_in_the_pass_rate_and_are_told() -> None:
    facts = [ran(1, P), ran(2, F | CaseFlag.BROKEN_RUN), ran(3, R)]
    result = answer(test_pass_rate, case_columns(facts))
    assert result.summary.n == 3
    assert result.quality == (
        Exclusion("that passed only when tried again", 1),
        Exclusion("in runs in which most tests failed", 1),
    )


def test_test_time_adds_up_the_tests_of_an_attempt() -> None:
    facts = [ran(1, P, run_id=7, milliseconds=400), ran(2, F, run_id=7, milliseconds=1100)]
    facts += [ran(3, S, run_id=7, milliseconds=None), ran(4, P, run_id=8, milliseconds=250)]
    result = answer(test_time, case_columns(facts))
    assert result.summary.n == 2
    assert (result.summary.p50, result.summary.mean) == (0.875, 0.875)
    assert result.ids == (1, 4)


def test_a_test_that_is_set_aside_is_not_in_the_time_of_its_attempt() -> None:
    aside = ran(1, CaseFlag(P | EXCLUDED_BY_HAND), run_id=7, milliseconds=400)
    result = answer(test_time, case_columns([aside, ran(2, P, run_id=7, milliseconds=300)]))
    assert result.summary.value == 0.3


def test_attempts_without_times_have_no_test_time() -> None:
    assert cases(test_time, S) == [1500]
    empty = case_columns([ran(1, P, milliseconds=None)])
    assert answer(test_time, empty).summary.value is None


def test_a_time_too_long_for_a_column_is_none() -> None:
    long = [ran(number, P, run_id=7, milliseconds=2**30) for number in range(3)]
    assert answer(test_time, case_columns(long)).summary.n == 0


def flaky_on(day: int) -> list[int | None]:
    """How many tests are flaky at the end of each week, with one that flaked on that day of the window."""
    at = MORNING - (MORNING - MORNING.replace(month=10, day=26)) + day * DAY
    facts = case_columns([ran(1, F, at=at), ran(2, P, at=at + HOUR)])
    result = evaluate_level(flaky_tests, question(flaky_tests), facts, coverage=COVERED, computed_at=NOW)
    return [None if point.value is None else int(point.value) for point in result.trend]


def test_flaky_tests_are_a_state_week_by_week() -> None:
    assert flaky_on(1) == [1, 1, 0, 0, 0]
    assert flaky_on(15) == [0, 0, 1, 1, 0]


def test_no_flaky_test_is_a_true_zero() -> None:
    facts = case_columns([ran(1, P)])
    asked = question(flaky_tests)
    result = evaluate_level(flaky_tests, asked, facts, coverage=COVERED, computed_at=NOW)
    assert (result.summary.n, result.summary.value) == (0, 0.0)


def test_flaky_tests_open_to_the_execution_that_flaked_last() -> None:
    at = NOW - DAY
    facts = case_columns([ran(11, F, at=at), ran(12, P, at=at + HOUR), ran(13, F, at=at + 2 * HOUR)])
    result = evaluate_level(flaky_tests, question(flaky_tests), facts, coverage=COVERED, computed_at=NOW)
    assert result.ids == (13,)


def test_main_recovery_is_told_on_both_clocks_the_calendar_first() -> None:
    assert main_recovery_time.info.clocks == (TimeBase.CALENDAR, TimeBase.WORKING)
    one = np.array([1], np.int64)
    at = np.array([int((NOW - timedelta(days=1)).timestamp())], np.int64)
    rows = SpanColumns(
        one, one, one, at, one.astype(np.int32), one, np.array([90], np.int32), np.array([30], np.int32)
    )
    assert main_recovery_time.values(rows, TimeBase.CALENDAR).tolist() == [90]
    assert main_recovery_time.values(rows, TimeBase.WORKING).tolist() == [30]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: str(metric.info.slug))
def test_builds_are_told_in_calendar_time_first(metric: Metric) -> None:
    assert metric.info.clocks[0] is TimeBase.CALENDAR
