"""Build time by step: the jobs of the runs behind the figure, by their names."""

import pytest

from domain.records import Outcome
from domain.result import Slice
from services.grammar import Ask
from storage.store import Store
from tests.ci import DAY, MINUTE, job, run
from tests.services.built import ANYBODY, NOW, answers, fill, save

EARLIER = NOW - 3 * DAY


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def by_step(store: Store, text: str = "build-time 30d by step") -> tuple[Slice, ...]:
    asked = answers(store).parse(text, ANYBODY)
    assert isinstance(asked, Ask)
    return answers(store).answer(asked.question, ANYBODY).breakdown


def test_each_job_has_a_row_the_one_that_runs_most_first(store: Store) -> None:
    one, two = run(1, created_at=EARLIER), run(2, created_at=EARLIER)
    jobs = [job(one, "test"), job(two, "test"), job(one, "build", finished_at=one.created_at + 3 * MINUTE)]
    save(store, [one, two], jobs)
    told = [(each.label, each.summary.n, each.summary.value) for each in by_step(store)]
    assert told == [("test", 2, 600.0), ("build", 1, 120.0)]


def test_a_row_is_compared_with_the_window_before(store: Store) -> None:
    now, before = run(1, created_at=EARLIER), run(2, created_at=EARLIER - 35 * DAY)
    save(store, [now, before], [job(now), job(before, finished_at=before.created_at + 3 * MINUTE)])
    (row,) = by_step(store)
    assert (row.summary.value, row.previous and row.previous.value) == (600.0, 120.0)


def test_it_takes_the_percentile_that_was_asked_for(store: Store) -> None:
    runs = [run(number, created_at=EARLIER) for number in range(5)]
    jobs = [
        job(each, finished_at=each.created_at + (2 + number) * MINUTE) for number, each in enumerate(runs)
    ]
    save(store, runs, jobs)
    (row,) = by_step(store, "build-time p75 30d by step")
    assert row.summary.value == 240.0


def test_jobs_of_runs_that_failed_do_not_count(store: Store) -> None:
    failed = run(created_at=EARLIER, outcome=Outcome.FAILURE)
    save(store, [failed], [job(failed, outcome=Outcome.SUCCESS)])
    assert by_step(store) == ()


def test_a_job_that_ended_before_it_began_is_not_timed(store: Store) -> None:
    each = run(created_at=EARLIER)
    save(store, [each], [job(each, finished_at=each.created_at)])
    assert by_step(store) == ()
