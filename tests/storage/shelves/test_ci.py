"""Runs, jobs and tests are saved and found, and whatever rests on what changed is marked by the attempt."""

import pytest

from domain.records import Outcome, Run, Verdict
from storage.rests_on import CASES, RUNS
from storage.store import Store
from tests.ci import case, job, later, run
from tests.storage.shelves.conftest import PAYMENTS, SEARCH

FIRST, SECOND = run(outcome=Outcome.FAILURE), run(attempt=2, created_at=later(30), actor_id=7, tree_sha="t")
OTHER = run(2, repository_id=SEARCH.id)


@pytest.fixture
def stored(seeded: Store) -> Store:
    """Three attempts of two runs, with jobs and tests, and nothing marked."""
    with seeded.write() as shelves:
        shelves.builds.save([FIRST, SECOND, OTHER])
        shelves.jobs.save([job(FIRST, "build"), job(FIRST, "test"), job(OTHER)])
        shelves.cases.save(
            [case(FIRST), case(FIRST, "pays", Verdict.FAILED, message="3 is not 4"), case(OTHER)]
        )
        for kind in (RUNS, CASES):
            shelves.outdated.settle(kind, shelves.outdated.all(kind))
    return seeded


def marked(store: Store) -> tuple[set[int], set[int]]:
    """The attempts whose runs, and whose tests, must be made anew."""
    with store.read() as shelves:
        return set(shelves.outdated.all(RUNS)), set(shelves.outdated.all(CASES))


def test_what_was_saved_is_found_again(stored: Store) -> None:
    with stored.read() as shelves:
        assert shelves.builds.by_ids([SECOND.id]) == {SECOND.id: SECOND}
        assert shelves.jobs.of_runs([FIRST.id]) == {FIRST.id: [job(FIRST, "build"), job(FIRST, "test")]}
        assert {each.name for each in shelves.cases.of_runs([FIRST.id])[FIRST.id]} == {
            "rounds half up",
            "pays",
        }


def test_every_attempt_is_a_record_of_its_own(stored: Store) -> None:
    with stored.read() as shelves:
        assert {each.id for each in shelves.builds.with_siblings([FIRST.id])} == {FIRST.id, SECOND.id}
        assert shelves.builds.with_siblings([OTHER.id]) == [OTHER]


def test_runs_of_two_sources_with_one_external_id_are_no_attempts_of_each_other(stored: Store) -> None:
    elsewhere = run(source="gitlab", id=99)
    with stored.write() as shelves:
        shelves.builds.save([elsewhere])
        assert shelves.builds.with_siblings([elsewhere.id]) == [elsewhere]


def test_attempts_are_found_by_their_repository(stored: Store) -> None:
    with stored.read() as shelves:
        assert set(shelves.builds.ids_in([PAYMENTS.id])) == {FIRST.id, SECOND.id}


@pytest.mark.parametrize(
    "fresh", [run(3), run(outcome=Outcome.SUCCESS)], ids=["a new one", "one that changed"]
)
def test_an_attempt_that_differs_is_marked(stored: Store, fresh: Run) -> None:
    with stored.write() as shelves:
        shelves.builds.save([fresh, SECOND])
    assert marked(stored) == ({fresh.id}, {fresh.id})


def test_what_is_read_again_as_it_was_marks_nothing(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.builds.save([FIRST, SECOND])
        shelves.jobs.save([job(FIRST, "build")])
        shelves.cases.save([case(FIRST)])
    assert marked(stored) == (set(), set())


def test_a_job_marks_its_attempt(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.jobs.save([job(FIRST, "build", started_at=later(2)), job(OTHER)])
    assert marked(stored) == ({FIRST.id}, {FIRST.id})


def test_a_test_marks_the_tests_of_its_attempt_only(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.cases.save([case(SECOND), case(FIRST)])
    assert marked(stored) == (set(), {SECOND.id})


def test_removing_an_attempt_takes_what_hangs_on_it_and_marks_the_others_of_its_run(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.builds.remove([FIRST.id])
        assert shelves.jobs.of_runs([FIRST.id]) == {}
        assert shelves.cases.of_runs([FIRST.id]) == {}
    assert marked(stored) == ({FIRST.id, SECOND.id}, {FIRST.id, SECOND.id})


def test_removing_a_test_marks_the_attempt_that_reported_it(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.cases.remove([case(OTHER).id])
        assert shelves.cases.of_runs([OTHER.id]) == {}
    assert marked(stored) == (set(), {OTHER.id})


def test_jobs_are_timed_where_they_succeeded_and_have_both_times(seeded: Store) -> None:
    each = run()
    jobs = [
        job(each, "build", started_at=later(1), finished_at=later(4)),
        job(each, "test", outcome=Outcome.FAILURE),
        job(each, "deploy", started_at=None),
        job(each, "lint", finished_at=None),
    ]
    with seeded.write() as shelves:
        shelves.builds.save([each])
        shelves.jobs.save(jobs)
        names, runs, began, ended = shelves.jobs.times([each.id])
    assert names == ["build"]
    assert runs.tolist() == [each.id]
    assert (ended - began).tolist() == [180 * 1_000_000]


def test_of_no_runs_there_are_no_times(stored: Store) -> None:
    with stored.read() as shelves:
        names, runs, began, ended = shelves.jobs.times([])
    assert (names, len(runs), len(began), len(ended)) == ([], 0, 0, 0)


def test_a_mark_that_was_renewed_meanwhile_is_not_settled(stored: Store) -> None:
    with stored.write() as shelves:
        shelves.outdated.mark(RUNS, [1, 2])
        read = shelves.outdated.all(RUNS)
        shelves.outdated.mark(RUNS, [2])
        shelves.outdated.settle(RUNS, read)
        assert set(shelves.outdated.all(RUNS)) == {2}
