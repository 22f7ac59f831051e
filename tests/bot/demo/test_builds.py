"""A run of Harbour's CI holds together: its jobs, its tests, and another attempt where that helps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.demo.builds import Attempt, Build, Trigger
from bot.demo.recipes import CREW_OF, RECIPES, suite_of
from domain.records import Outcome, Verdict

AT = datetime(2026, 11, 17, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def built(
    repository: str = "payments-api", seed: int = 1, *, red: bool = False, broken: bool = False
) -> list[Attempt]:
    recipe = RECIPES[CREW_OF[repository]]
    trigger = Trigger(repository, f"{repository}:{seed}", "main", f"sha{seed}", "push", AT, None)
    slowness = {task.name: 1.0 for task in recipe.tasks}
    return list(Build(trigger, recipe, slowness, Random(seed)).attempts(red=red, broken=broken))


def many(repository: str = "payments-api", **fate: bool) -> Iterator[list[Attempt]]:
    return (built(repository, seed, **fate) for seed in range(120))


@pytest.mark.parametrize("repository", CREW_OF)
def test_a_job_begins_when_those_before_it_are_done(repository: str) -> None:
    after = {task.name: task.after for task in RECIPES[CREW_OF[repository]].tasks}
    for attempt in (each for attempts in many(repository) for each in attempts):
        ended = {job.name: job.finished_at for job in attempt.jobs}
        for job in attempt.jobs:
            assert job.started_at is not None
            assert job.finished_at is not None
            assert job.created_at <= job.started_at <= job.finished_at <= attempt.ended_at
            assert all((ended[name] or AT) <= job.started_at for name in after[job.name])


def test_a_run_fails_when_one_of_its_jobs_did_and_those_after_it_are_skipped() -> None:
    for attempts in many(red=True):
        assert attempts[0].run.outcome is Outcome.FAILURE
        outcomes = {job.name: job.outcome for job in attempts[0].jobs}
        assert outcomes["integration"] is Outcome.FAILURE
        assert outcomes["package"] is Outcome.SKIPPED
        assert outcomes["build"] is Outcome.SUCCESS


def test_what_fails_for_a_reason_is_not_tried_again() -> None:
    assert {len(attempts) for attempts in many(red=True)} == {1}


def test_a_flaky_failure_is_tried_again_later_and_passes() -> None:
    retried = [attempts for attempts in many() if len(attempts) > 1]
    assert retried
    for first, second in retried:
        assert (first.run.outcome, second.run.outcome) == (Outcome.FAILURE, Outcome.SUCCESS)
        assert (first.run.attempt, second.run.attempt) == (1, 2)
        assert first.run.external_id == second.run.external_id
        assert first.run.id != second.run.id
        assert second.run.created_at > first.ended_at
        assert [case.verdict for case in second.cases] == [Verdict.PASSED] * len(second.cases)


def test_only_the_first_suite_of_a_repository_flake() -> None:
    flaky = {name for _, name in suite_of("payments-api")[: len(RECIPES["payments"].flakes)]}
    failed = {
        case.name for attempts in many() for case in attempts[0].cases if case.verdict is Verdict.FAILED
    }
    assert failed == flaky


def test_where_tests_are_retried_at_once_a_flake_fails_no_run() -> None:
    attempts = [each for attempts in many("search-api") for each in attempts]
    assert any(case.verdict is Verdict.FLAKY for each in attempts for case in each.cases)
    assert {each.run.outcome for each in attempts} <= {Outcome.SUCCESS, Outcome.CANCELLED}


def test_broken_machines_fail_every_test_and_are_tried_again() -> None:
    first, *_ = built(broken=True)
    assert {case.verdict for case in first.cases} in ({Verdict.FAILED}, set())
    assert first.run.outcome in (Outcome.FAILURE, Outcome.CANCELLED)


def test_a_crew_that_reports_no_tests_has_jobs_only() -> None:
    attempts = [each for attempts in many("ios-app") for each in attempts]
    assert all(not each.cases and each.jobs for each in attempts)


def test_a_cancelled_run_reports_nothing() -> None:
    cancelled = [each for attempts in many() for each in attempts if each.run.outcome is Outcome.CANCELLED]
    assert cancelled
    assert all(not each.cases for each in cancelled)


def test_a_run_as_it_looks_on_the_way() -> None:
    whole = built()[0]
    assert whole.seen(AT - MINUTE) is None
    assert whole.seen(whole.ended_at) is whole
    half = whole.seen(AT + 6 * MINUTE)
    assert half is not None
    assert (half.run.finished_at, half.run.outcome, half.cases) == (None, None, ())
    assert 0 < len(half.jobs) < len(whole.jobs)
    assert all(job.finished_at is None or job.finished_at <= AT + 6 * MINUTE for job in half.jobs)
    assert any(job.started_at and job.outcome is None for job in half.jobs)


def test_the_same_seed_draws_the_same_run() -> None:
    assert built() == built()
    assert built() != built(seed=2)


def test_every_repository_has_suite_of_its_own() -> None:
    named = [name for repository in CREW_OF for name, _ in suite_of(repository)]
    assert len(named) == len(set(named))
    assert all(name.endswith("Test") and name.isalnum() for name in named)
