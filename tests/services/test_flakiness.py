"""Flaky tests with what is known about them, also where little is."""

import pytest

from domain.facts import CASES, CaseColumns, CaseFlag
from services.flakiness import UNNAMED, flaky_at
from storage.store import Store
from tests.ci import DAY, HOUR, MORNING, PAYMENTS, ran, run
from tests.services.built import fill

MOMENT = int((MORNING + DAY).timestamp())
P, F = CaseFlag.PASSED, CaseFlag.FAILED


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    return store


def cases(store: Store, *facts: object) -> CaseColumns:
    with store.write() as shelves:
        shelves.facts.put(CASES, facts)
        return shelves.facts.in_places(CASES, [1, PAYMENTS.id])


def test_a_test_whose_run_and_name_are_gone_is_still_told(store: Store) -> None:
    found = cases(store, ran(1, F), ran(2, P))
    with store.read() as shelves:
        (test,) = flaky_at(found, MOMENT, shelves)
    assert (test.name, test.repository, test.url) == (UNNAMED, "", "")
    assert (test.case_id, test.item_id, test.rate) == (1, 1, 1.0)


def test_names_repositories_and_runs_are_looked_up(store: Store) -> None:
    each = run()
    found = cases(store, ran(1, F, place_id=PAYMENTS.id, run_id=each.id), ran(2, P, place_id=PAYMENTS.id))
    with store.write() as shelves:
        shelves.builds.save([each])
        shelves.labels.save("case", {1: "PayoutTest / pays"})
        (test,) = flaky_at(found, MOMENT, shelves)
    assert (test.name, test.repository, test.url) == ("PayoutTest / pays", "acme/payments", each.url)
    assert test.last_flaked_at == MORNING


def test_the_highest_rate_comes_first_then_the_most_flakes_then_the_name(store: Store) -> None:
    facts = []
    for test, (flaky, trees) in {1: (1, 4), 2: (1, 2), 3: (2, 4), 4: (1, 2)}.items():
        for tree in range(trees):
            number = 100 * test + 10 * tree
            facts.append(ran(number, P, test=test, tree=number, at=MORNING + tree * HOUR))
            if tree < flaky:
                facts.append(ran(number + 1, F, test=test, tree=number, at=MORNING + tree * HOUR))
    found = cases(store, *facts)
    with store.write() as shelves:
        shelves.labels.save("case", {2: "b", 4: "a"})
        assert [test.case_id for test in flaky_at(found, MOMENT, shelves)] == [3, 4, 2, 1]
