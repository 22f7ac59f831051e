"""What is out of date everywhere comes in batches where the places are known, and as one where not."""

from collections.abc import Collection

from domain.people import WorkingHours
from services.derivation import Derivation, Derivations, Work
from services.facts import Facts
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves
from storage.store import Store
from tests.builders import NOW


def refreshed(store: Store, marked: Collection[int], there: Collection[int] | None) -> list[set[int]]:
    """The places that each call was handed; those that are `there` are known unless that is None."""
    calls: list[set[int]] = []

    def make(work: Work) -> None:
        calls.append(set(work.places))

    def everywhere(_shelves: Shelves) -> Collection[int]:
        return there or ()

    with store.write() as shelves:
        shelves.outdated.mark("tests", marked)
    kind = Derivation("tests", make, 2, everywhere if there is not None else None)
    Derivations(store, lambda: NOW, Facts(store, lambda: NOW, WorkingHours()), [kind]).refresh()
    with store.read() as shelves:
        assert shelves.outdated.all("tests") == {}
    return calls


def test_every_place_is_made_anew_in_batches(store: Store) -> None:
    assert refreshed(store, [EVERYWHERE], [1, 2, 3]) == [{1, 2}, {3}]


def test_a_place_that_was_marked_too_is_made_anew_once(store: Store) -> None:
    assert refreshed(store, [EVERYWHERE, 2, 9], [1, 2]) == [{1, 2}, {9}]


def test_where_there_is_no_place_nothing_is_made(store: Store) -> None:
    assert refreshed(store, [EVERYWHERE], []) == []


def test_who_does_not_know_the_places_is_told_of_everywhere(store: Store) -> None:
    assert refreshed(store, [EVERYWHERE, 2], None) == [{EVERYWHERE, 2}]
