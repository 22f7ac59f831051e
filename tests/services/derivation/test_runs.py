"""Facts of runs and recoveries follow their records, and one more attempt costs no more than itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.facts import RECOVERIES, RUNS, RunFlag
from domain.records import Outcome, Run
from domain.rulings.runs import workflow_id
from storage.rests_on import EVERYWHERE
from storage.rests_on import RUNS as KIND
from storage.store import Store
from tests.ci import DAY, HOUR, MORNING, PAYMENTS, job, later, run
from tests.services.built import SEARCH, derive, fill, save

MANY = 100


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def flags(store: Store) -> dict[int, RunFlag]:
    with store.read() as shelves:
        facts = shelves.facts.in_places(RUNS, [PAYMENTS.id, SEARCH.id])
    return {id_: RunFlag(each) for id_, each in zip(facts.id.tolist(), facts.flags.tolist(), strict=True)}


def recoveries(store: Store) -> list[tuple[int, int, int]]:
    """The green run, and the span on the calendar and at work."""
    with store.read() as shelves:
        facts = shelves.facts.in_places(RECOVERIES, [PAYMENTS.id, SEARCH.id])
    return list(zip(facts.id.tolist(), facts.span.tolist(), facts.span_working.tolist(), strict=True))


def red_and_green(
    number: int = 1, created_at: datetime = MORNING, repository_id: int = PAYMENTS.id
) -> tuple[Run, Run]:
    """A run that failed after eleven minutes, and one that passed three hours later."""
    red = run(number, outcome=Outcome.FAILURE, created_at=created_at, repository_id=repository_id)
    return red, run(number + 1, created_at=created_at + 3 * HOUR, repository_id=repository_id)


def test_every_ended_attempt_has_facts(store: Store) -> None:
    save(store, [run(), run(2, finished_at=None, outcome=None)])
    assert set(flags(store)) == {run().id}


def test_another_attempt_takes_the_last_word_from_the_one_before(store: Store) -> None:
    first = run(outcome=Outcome.FAILURE)
    save(store, [first])
    assert flags(store)[first.id] & RunFlag.FINAL_ATTEMPT
    save(store, [second := run(attempt=2, created_at=later(30))])
    assert not flags(store)[first.id] & RunFlag.FINAL_ATTEMPT
    assert flags(store)[second.id] & RunFlag.FINAL_ATTEMPT


def test_a_removed_attempt_gives_the_last_word_back(store: Store) -> None:
    first, second = run(outcome=Outcome.FAILURE), run(attempt=2, created_at=later(30))
    save(store, [first, second])
    with store.write() as shelves:
        shelves.builds.remove([second.id])
    derive(store)
    assert set(flags(store)) == {first.id}
    assert flags(store)[first.id] & RunFlag.FINAL_ATTEMPT


def test_an_attempt_that_runs_again_after_all_loses_its_facts(store: Store) -> None:
    save(store, [run()])
    save(store, [replace(run(), finished_at=None, outcome=None)])
    assert flags(store) == {}


def test_jobs_that_come_later_tell_the_queue(store: Store) -> None:
    each = run()
    save(store, [each])
    save(store, [], [job(each, started_at=later(5))])
    with store.read() as shelves:
        assert shelves.facts.by_ids(RUNS, [each.id]).queue.tolist() == [300]


def test_a_workflow_is_called_by_its_repository_and_name(store: Store) -> None:
    save(store, [run()])
    with store.read() as shelves:
        assert shelves.labels.names([workflow_id(run())]) == {workflow_id(run()): "payments / ci"}


def test_a_red_stretch_is_told_on_both_clocks(store: Store) -> None:
    red, green = red_and_green(created_at=MORNING + 9 * HOUR)  # six in the evening in Berlin
    save(store, [red, green])
    assert recoveries(store) == [(green.id, 3 * 3600, 0)]


def test_a_green_run_between_splits_a_stretch(store: Store) -> None:
    red, green = red_and_green()
    save(store, [red, green])
    between = run(9, created_at=red.created_at + HOUR)
    save(store, [between])
    assert [id_ for id_, _, _ in recoveries(store)] == [between.id]


def test_a_branch_that_is_still_red_has_not_recovered(store: Store) -> None:
    save(store, [run(outcome=Outcome.FAILURE)])
    assert recoveries(store) == []


def test_what_is_red_elsewhere_is_left_as_it_was(store: Store) -> None:
    save(store, [*red_and_green(), *red_and_green(3, repository_id=SEARCH.id)])
    before = recoveries(store)
    save(store, [run(9, created_at=later(600))])
    assert recoveries(store) == before
    assert len(before) == 2


@pytest.mark.parametrize("place", [PAYMENTS.id, EVERYWHERE], ids=["the repository", "everything"])
def test_another_default_branch_tells_every_run_anew(store: Store, place: int) -> None:
    save(store, [run(branch="trunk")])
    assert not flags(store)[run().id] & RunFlag.ON_DEFAULT
    with store.write() as shelves:
        shelves.repositories.save([replace(PAYMENTS, default_branch="trunk")])
        shelves.outdated.changed(KIND, {place})
    derive(store)
    assert flags(store)[run().id] & RunFlag.ON_DEFAULT


def test_one_more_attempt_among_many_outdates_no_other_run(store: Store) -> None:
    many = [run(number, created_at=MORNING - DAY + timedelta(seconds=number)) for number in range(MANY)]
    save(store, many)
    with store.write() as shelves:
        shelves.builds.save([run(7, attempt=2, created_at=later(600))])
    with store.read() as shelves:
        outdated = set(shelves.outdated.all(KIND))
    assert outdated
    assert outdated <= {run(7).id, run(7, attempt=2).id, run(7, attempt=2, created_at=later(600)).id}
    derive(store)
    assert not flags(store)[many[7].id] & RunFlag.FINAL_ATTEMPT
