"""Traps of CI that others' code fell into, from the records to the answer (metric definitions, section 5)."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.facts import CaseFacts, RunFacts
from domain.records import Outcome, Run, TestCase, Verdict
from domain.result import Result
from domain.rulings.cases import case_facts
from domain.rulings.recoveries import red_stretches
from domain.rulings.runs import run_facts, run_id, workflow_id
from metrics.ci import build_success_rate, build_time, first_attempt_success_rate, flaky_tests, test_pass_rate
from metrics.levels import evaluate_level
from metrics.metric import Metric
from tests.ci import DAY, HOUR, MORNING, case, case_columns, later, run, run_columns
from tests.independent_ci import recoveries, success_rates
from tests.metrics.building import answer
from tests.metrics.samples import COVERED, NOW, WINDOW, question


def facts_of(runs: list[Run]) -> list[RunFacts]:
    """The facts of these attempts, each ruled on with the others of its run."""
    ids = sorted({run_id(each) for each in runs})
    return [
        fact for id_ in ids for fact in run_facts([each for each in runs if run_id(each) == id_], {}, "main")
    ]


def answered(metric: Metric, *runs: Run) -> Result:
    return answer(metric, run_columns(facts_of(list(runs))))


def flaky(*executions: tuple[Run, list[TestCase]]) -> int:
    facts: list[CaseFacts] = [fact for one, cases in executions for fact in case_facts(one, cases)]
    asked = question(flaky_tests)
    columns = case_columns(facts)
    result = evaluate_level(flaky_tests, asked, columns, coverage=COVERED, computed_at=NOW)
    return int(result.summary.value or 0)


def test_a_rerun_that_passes_does_not_hide_that_the_first_attempt_failed() -> None:
    first, second = run(outcome=Outcome.FAILURE), run(attempt=2, created_at=later(30))
    assert answered(build_success_rate, first, second).summary.value == 1
    assert answered(first_attempt_success_rate, first, second).summary.value == 0


def test_a_cancelled_run_is_no_failure() -> None:
    result = answered(build_success_rate, run(1), run(2, outcome=Outcome.CANCELLED))
    assert (result.summary.n, result.summary.value) == (1, 1)


def test_a_stale_run_and_one_that_waits_for_somebody_are_no_failures() -> None:
    waiting = [run(2, outcome=Outcome.STALE), run(3, outcome=Outcome.ACTION_REQUIRED)]
    assert answered(build_success_rate, run(1), *waiting).summary.value == 1


def test_runs_of_which_none_counts_have_no_rate_and_not_zero() -> None:
    assert answered(build_success_rate, run(outcome=Outcome.SKIPPED)).summary.value is None


def test_a_rerun_that_was_cancelled_leaves_the_run_without_a_word() -> None:
    cancelled = run(attempt=2, created_at=later(30), outcome=Outcome.CANCELLED)
    result = answered(build_success_rate, run(outcome=Outcome.FAILURE), cancelled)
    assert result.summary.value is None


def test_the_median_of_two_builds_lies_between_them() -> None:
    short, long = run(1, finished_at=later(2)), run(2, finished_at=later(102))
    assert answered(build_time, short, long).summary.value == (60 + 101 * 60) / 2


def test_a_build_that_fails_early_is_no_fast_build() -> None:
    quick = run(2, finished_at=later(1.5), outcome=Outcome.FAILURE)
    assert answered(build_time, run(1), quick).summary.value == 600


def test_machines_that_broke_make_no_test_flaky() -> None:
    well, broken = run(1, sha="a"), run(2, sha="a", created_at=later(60))
    names = [f"test {number}" for number in range(10)]
    failed = [case(broken, name, Verdict.FAILED) for name in names]
    assert flaky((well, [case(well, name) for name in names]), (broken, failed)) == 0


def test_a_failure_that_the_next_commit_fixes_is_not_flaky() -> None:
    red, green = run(1, sha="a"), run(2, sha="b", created_at=later(60))
    assert flaky((red, [case(red, verdict=Verdict.FAILED)]), (green, [case(green)])) == 0


def test_another_cell_of_the_matrix_is_another_test() -> None:
    each = run(1)
    cells = [case(each, environment="3.11"), case(each, verdict=Verdict.FAILED, environment="3.12")]
    assert flaky((each, cells)) == 0


def test_a_merge_commit_with_the_same_files_shows_the_flake() -> None:
    branch, merge = run(1, sha="a", tree_sha="t"), run(2, sha="b", tree_sha="t", created_at=later(60))
    assert flaky((branch, [case(branch, verdict=Verdict.FAILED)]), (merge, [case(merge)])) == 1


def test_a_test_that_its_runner_tried_again_is_flaky_and_passed() -> None:
    each = run(1)
    retried = [case(each, verdict=Verdict.FLAKY)]
    assert flaky((each, retried)) == 1
    assert answer(test_pass_rate, case_columns(case_facts(each, retried))).summary.value == 1


outcomes = st.sampled_from(list(Outcome))
events = st.sampled_from(["push", "schedule", "pull_request"])
drawn_runs = st.tuples(
    st.integers(1, 12), outcomes, st.sampled_from(["main", "spike"]), events, st.integers(0, 60 * 24 * 60)
)


def made(drawn: list[tuple[int, Outcome, str, str, int]]) -> list[Run]:
    """Attempts as drawn: of runs of two workflows, each attempt after the one before it in number."""
    attempts: dict[int, int] = {}
    runs = []
    for number, outcome, branch, event, minute in drawn:
        attempts[number] = attempts.get(number, 0) + 1
        at = WINDOW.start - 15 * DAY + timedelta(minutes=minute)
        fields = {"outcome": outcome, "branch": branch, "event": event, "workflow": f"ci {number % 2}"}
        runs.append(run(number, attempts[number], created_at=at - HOUR, finished_at=at, **fields))
    return runs


@given(st.lists(drawn_runs, max_size=40))
def test_success_rates_are_those_of_a_plain_walk(drawn: list[tuple[int, Outcome, str, str, int]]) -> None:
    runs = made(drawn)
    told = [answered(each, *runs).summary for each in (build_success_rate, first_attempt_success_rate)]
    expected = success_rates(runs, WINDOW.start, WINDOW.stop)
    for summary, rate in zip(told, expected, strict=True):
        assert (None if summary.value is None else Fraction(summary.value).limit_denominator(1000)) == rate


@given(st.lists(drawn_runs, max_size=40))
def test_recoveries_are_those_of_a_plain_walk(drawn: list[tuple[int, Outcome, str, str, int]]) -> None:
    runs = made(drawn)
    names = {workflow_id(each): each.workflow for each in runs}
    found = [
        (names[red.workflow_id], timedelta(seconds=red.ended - red.began))
        for red in red_stretches(run_columns(facts_of(runs)))
        if red.green_id
    ]
    assert sorted(found) == sorted(recoveries(runs, "main"))


def test_the_morning_lies_in_the_window_of_these_tests() -> None:
    assert MORNING in WINDOW
