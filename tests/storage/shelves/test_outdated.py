"""What is out of date is marked by whoever changes what it rests on, and settled by whoever saw the mark."""

import pytest

from storage.rests_on import EVERYWHERE, RESTS_ON
from storage.shelves import Shelves
from storage.store import Store

HERE, THERE = 7, 2**62


def marked(shelves: Shelves, kind: str) -> set[int]:
    return set(shelves.outdated.all(kind))


@pytest.mark.parametrize("records", sorted(RESTS_ON))
def test_all_that_rests_on_records_is_marked_and_nothing_else(store: Store, records: str) -> None:
    kinds = {kind for several in RESTS_ON.values() for kind in several}
    with store.write() as shelves:
        shelves.outdated.changed(records, [HERE, THERE])
        for kind in kinds:
            assert marked(shelves, kind) == ({HERE, THERE} if kind in RESTS_ON[records] else set()), kind


def test_where_nothing_changed_nothing_is_marked(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.changed("deployments", [])
        assert not shelves.outdated.any(RESTS_ON["deployments"])


def test_a_place_is_marked_once_however_often_it_changes(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [THERE, HERE, HERE])
        shelves.outdated.mark("runs", iter([HERE]))
        assert list(shelves.outdated.all("runs")) == [HERE, THERE]


def test_everywhere_is_a_place_of_its_own(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [EVERYWHERE])
        assert marked(shelves, "runs") == {EVERYWHERE}


def test_what_was_made_anew_is_settled(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [HERE, THERE])
        marks = shelves.outdated.all("runs")
        shelves.outdated.settle("runs", {HERE: marks[HERE]})
        assert marked(shelves, "runs") == {THERE}


def test_what_changed_meanwhile_stays_out_of_date(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [HERE, THERE])
        seen = shelves.outdated.all("runs")
    with store.write() as shelves:
        shelves.outdated.mark("runs", [HERE])
    with store.write() as shelves:
        shelves.outdated.settle("runs", seen)
        assert marked(shelves, "runs") == {HERE}


def test_settling_one_kind_leaves_the_others(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [HERE])
        shelves.outdated.mark("cases", [HERE])
        shelves.outdated.settle("runs", shelves.outdated.all("runs"))
        assert (marked(shelves, "runs"), marked(shelves, "cases")) == (set(), {HERE})


def test_settling_nothing_settles_nothing(store: Store) -> None:
    with store.write() as shelves:
        shelves.outdated.mark("runs", [HERE])
        shelves.outdated.settle("runs", {})
        assert shelves.outdated.any(["cases", "runs"])
        assert not shelves.outdated.any(["cases"])


class Broken(Exception):
    """What goes wrong in the middle of a change."""


def test_a_change_that_is_taken_back_marks_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as shelves:
            shelves.outdated.changed("runs", [HERE])
            raise Broken

    with pytest.raises(Broken):
        fail()
    with store.read() as shelves:
        assert not shelves.outdated.any(RESTS_ON["runs"])


def test_two_marks_of_a_place_are_never_the_same(store: Store) -> None:
    seen = set()
    with store.write() as shelves:
        for _ in range(50):
            shelves.outdated.mark("runs", [HERE])
            seen.add(shelves.outdated.all("runs")[HERE])
    assert len(seen) == 50
