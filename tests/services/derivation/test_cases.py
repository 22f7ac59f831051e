"""Facts of tests follow what runs reported, and jobs stand for the tests of runs that reported none."""

from dataclasses import replace

import pytest

from domain.facts import CASES, CaseFlag
from domain.records import Outcome, Verdict
from domain.rulings.cases import case_id, job_id
from storage.store import Store
from tests.ci import PAYMENTS, case, job, run
from tests.services.built import derive, fill, save


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def flags(store: Store) -> dict[int, CaseFlag]:
    with store.read() as shelves:
        facts = shelves.facts.in_places(CASES, [PAYMENTS.id])
    return {id_: CaseFlag(each) for id_, each in zip(facts.id.tolist(), facts.flags.tolist(), strict=True)}


EACH = run()
PASSED, FAILED = case(EACH), case(EACH, "pays", Verdict.FAILED)


def test_what_a_run_reported_has_facts(store: Store) -> None:
    save(store, [EACH], cases=[PASSED, FAILED])
    assert flags(store) == {PASSED.id: CaseFlag.PASSED, FAILED.id: CaseFlag.FAILED}


def test_a_test_is_called_by_its_class_and_name(store: Store) -> None:
    save(store, [EACH], cases=[PASSED])
    with store.read() as shelves:
        assert shelves.labels.names([case_id(EACH, PASSED)]) == {
            case_id(EACH, PASSED): "PayoutTest / rounds half up"
        }


def test_tests_that_come_before_their_run_has_ended_count_when_it_has(store: Store) -> None:
    save(store, [replace(EACH, finished_at=None, outcome=None)], cases=[PASSED])
    assert flags(store) == {}
    save(store, [EACH])
    assert flags(store) == {PASSED.id: CaseFlag.PASSED}


def test_a_report_that_comes_later_can_make_its_run_a_broken_one(store: Store) -> None:
    failed = [case(EACH, f"test {number}", Verdict.FAILED) for number in range(5)]
    save(store, [EACH], cases=failed[:1])
    assert flags(store) == {failed[0].id: CaseFlag.FAILED}
    save(store, [], cases=failed[1:])
    assert set(flags(store).values()) == {CaseFlag.FAILED | CaseFlag.BROKEN_RUN}


def test_a_removed_test_has_no_facts(store: Store) -> None:
    save(store, [EACH], cases=[PASSED, FAILED])
    with store.write() as shelves:
        shelves.cases.remove([FAILED.id])
    derive(store)
    assert set(flags(store)) == {PASSED.id}


def test_a_removed_run_takes_the_facts_of_its_tests_along(store: Store) -> None:
    save(store, [EACH], cases=[PASSED])
    with store.write() as shelves:
        shelves.builds.remove([EACH.id])
    derive(store)
    assert flags(store) == {}


def test_the_jobs_of_a_run_without_a_report_stand_for_its_tests(store: Store) -> None:
    failed = job(EACH, "ui", outcome=Outcome.FAILURE)
    save(store, [EACH], [failed, job(EACH, "deploy", outcome=Outcome.SKIPPED)])
    assert flags(store) == {failed.id: CaseFlag.FAILED | CaseFlag.OF_JOB}
    with store.read() as shelves:
        assert list(shelves.labels.names([job_id(EACH, failed)]).values()) == ["ci / ui"]


def test_a_report_takes_the_place_of_the_jobs(store: Store) -> None:
    save(store, [EACH], [job(EACH)])
    save(store, [], cases=[PASSED])
    assert flags(store) == {PASSED.id: CaseFlag.PASSED}
