"""Which executions are of the same test, on the same files, and in a run that tells something."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import CaseFlag
from domain.records import Outcome, Run, TestCase, Verdict
from domain.rulings.cases import case_facts, case_id, job_facts, job_id, normalised, titles
from tests.ci import MINUTE, case, job, later, run

VERDICTS = {
    Verdict.PASSED: CaseFlag.PASSED,
    Verdict.FAILED: CaseFlag.FAILED,
    Verdict.SKIPPED: CaseFlag.SKIPPED,
    Verdict.FLAKY: CaseFlag.FLAKY,
}
EACH = run()


def verdicts(of: Run, *told: Verdict) -> list[TestCase]:
    return [case(of, f"test {number}", verdict) for number, verdict in enumerate(told)]


def is_broken(*told: Verdict) -> bool:
    facts = case_facts(EACH, verdicts(EACH, *told))
    (answer,) = {bool(each.flags & CaseFlag.BROKEN_RUN) for each in facts}
    return answer


@pytest.mark.parametrize(("verdict", "flag"), VERDICTS.items(), ids=str)
def test_a_verdict_is_kept(verdict: Verdict, flag: CaseFlag) -> None:
    (facts,) = case_facts(EACH, [case(EACH, verdict=verdict)])
    assert facts.flags == flag
    assert (facts.at, facts.run_id, facts.milliseconds) == (later(11), EACH.id, 1500)


def test_every_verdict_has_a_ruling() -> None:
    assert set(VERDICTS) == set(Verdict)


def test_tests_of_a_run_that_has_not_ended_do_not_count_yet() -> None:
    running = run(finished_at=None, outcome=None)
    assert case_facts(running, [case(running)]) == []


@pytest.mark.parametrize("seconds", [None, -1.0, 1e9], ids=["not told", "negative", "longer than a column"])
def test_a_time_that_cannot_be_is_none(seconds: float | None) -> None:
    (facts,) = case_facts(EACH, [case(EACH, seconds=seconds)])
    assert facts.milliseconds is None


F, P, S, R = Verdict.FAILED, Verdict.PASSED, Verdict.SKIPPED, Verdict.FLAKY


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        ([F, F, F, F, P], True),
        ([F, F, F, P, P], False),
        ([F] * 8 + [P] * 2, True),
        ([F] * 79 + [P] * 21, False),
        ([F, F, F, F, P, S, S, S], True),
        ([F, F, F, F, R], True),
        ([F], False),
        ([F, F, F, F], False),
        ([S, S, S, S, S], False),
    ],
    ids=["four in five", "three in five", "eight in ten", "79 in a hundred", "skipped tests do not count",
         "a retried test is none that failed", "a single test", "four tests are too few", "nothing executed"],
)  # fmt: skip
def test_a_run_is_broken_when_four_fifths_of_its_tests_failed(told: list[Verdict], broken: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_broken(*told) is broken


def test_the_same_test_is_told_by_its_names() -> None:
    again = run(2)
    assert case_id(EACH, case(EACH)) == case_id(again, case(again))


@pytest.mark.parametrize(
    "fields",
    [
        {"suite": "slow"},
        {"class_name": "RefundTest"},
        {"name": "rounds half even"},
        {"environment": "Java 17"},
    ],
    ids=["another suite", "another class", "another name", "another cell of the matrix"],
)
def test_another_name_or_cell_is_another_test(fields: dict[str, Any]) -> None:
    assert case_id(EACH, case(EACH)) != case_id(EACH, case(EACH, **fields))


def test_the_same_names_in_another_repository_are_another_test() -> None:
    other = run(repository_id=2)
    assert case_id(EACH, case(EACH)) != case_id(other, case(other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("test_pays[<Card object at 0x7f3a2b10>]", "test_pays[<Card object at 0x55d09c44>]"),
        ("saves 0f8fad5b-d9cb-469f-a165-70867728950e", "saves 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("since[2026-11-16T08:00:00Z]", "since[2026-11-17T09:30:12.5+01:00]"),
        ("reads[/tmp/pytest-1/a.csv]", "reads[/private/tmp/xyz/b.csv]"),
        ("rounds  half\tup ", "rounds half up"),
    ],
    ids=["an address", "a UUID", "a moment", "a temporary file", "blanks"],
)
def test_parameters_that_change_from_run_to_run_do_not_make_another_test(name: str, other: str) -> None:
    assert normalised(name) == normalised(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("rounds[1]", "rounds[2]"), ("on[2026-11-16]", "on[2026-11-17]"), ("reads[a/tmp/x]", "reads[b/tmp/x]")],
    ids=["numbers", "days", "paths of one's own"],
)
def test_parameters_that_stay_tell_tests_apart(name: str, other: str) -> None:
    assert normalised(name) != normalised(other)


@given(st.text(max_size=60))
def test_a_normalised_name_stays_as_it_is(name: str) -> None:
    assert normalised(normalised(name)) == normalised(name)


def test_merge_commits_that_hold_the_same_files_are_one_tree() -> None:
    branch, merge = run(tree_sha="t1"), run(2, tree_sha="t1")
    (one,), (other,) = case_facts(branch, [case(branch)]), case_facts(merge, [case(merge)])
    assert one.tree_id == other.tree_id


def test_without_a_tree_the_commit_stands_for_the_files() -> None:
    (one,), (other,) = (case_facts(each, [case(each)]) for each in (run(), run(2)))
    assert one.tree_id != other.tree_id


@pytest.mark.parametrize(
    ("outcome", "flag"),
    [
        (Outcome.SUCCESS, CaseFlag.PASSED),
        (Outcome.FAILURE, CaseFlag.FAILED),
        (Outcome.TIMED_OUT, CaseFlag.FAILED),
    ],
)
def test_a_job_stands_for_tests_that_nobody_reported(outcome: Outcome, flag: CaseFlag) -> None:
    (facts,) = job_facts(EACH, [job(EACH, outcome=outcome)])
    assert facts.flags == flag | CaseFlag.OF_JOB
    assert facts.milliseconds == 600_000


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.SKIPPED, Outcome.NEUTRAL, None])
def test_a_job_that_says_nothing_stands_for_nothing(outcome: Outcome | None) -> None:
    assert job_facts(EACH, [job(EACH, outcome=outcome)]) == []


def test_attempts_of_one_run_are_one_tree_to_a_job_and_other_runs_of_the_commit_are_not() -> None:
    again = run(attempt=2, created_at=EACH.created_at + 20 * MINUTE)
    elsewhere = run(2, sha=EACH.sha)
    trees = [job_facts(each, [job(each)])[0].tree_id for each in (EACH, again, elsewhere)]
    assert trees[0] == trees[1] != trees[2]
    assert job_id(EACH, job(EACH)) == job_id(elsewhere, job(elsewhere))


def test_tests_and_jobs_are_called_as_people_know_them() -> None:
    tests = [case(EACH), case(EACH, environment="Java 21"), case(EACH, class_name="", name="pays")]
    called = titles(EACH, tests, [job(EACH)])
    assert list(called.values()) == [
        "PayoutTest / rounds half up",
        "PayoutTest / rounds half up (Java 21)",
        "unit / pays",
        "ci / test",
    ]
