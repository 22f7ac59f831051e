"""Derivations make marked places anew in batches of their own size, each in one transaction."""

import pytest

from domain.people import WorkingHours
from services.derivation import BATCH, Derivation, Derivations, Work
from services.derivation.kinds import BUILTIN
from services.facts import Facts
from storage.store import Store
from tests.builders import NOW


def refreshed(store: Store, marked: int, batch: int) -> list[int]:
    """How many places each call was handed."""
    calls: list[int] = []

    def make(work: Work) -> None:
        calls.append(len(work.places))

    with store.write() as shelves:
        shelves.outdated.mark("tests", range(1, marked + 1))
    facts = Facts(store, lambda: NOW, WorkingHours())
    assert Derivations(store, lambda: NOW, facts, [Derivation("tests", make, batch)]).refresh() == marked
    return calls


@pytest.mark.parametrize(
    ("marked", "batch", "calls"), [(5, 2, [2, 2, 1]), (4, 2, [2, 2]), (3, 1000, [3]), (0, 2, [])]
)
def test_marks_are_worked_off_in_batches(store: Store, marked: int, batch: int, calls: list[int]) -> None:
    assert refreshed(store, marked, batch) == calls


def test_what_is_done_is_not_done_again(store: Store) -> None:
    assert refreshed(store, 3, 2) == [2, 1]
    assert refreshed(store, 0, 2) == []


def test_attempts_of_runs_come_by_the_thousand_and_repositories_by_the_score() -> None:
    sizes = {each.kind: each.batch for each in BUILTIN}
    assert sizes["runs"] == sizes["cases"] == 1000
    assert sizes["recoveries"] == BATCH == 20


def test_recoveries_are_made_after_the_runs_that_they_rest_on() -> None:
    order = [each.kind for each in BUILTIN]
    assert order.index("runs") < order.index("recoveries")
