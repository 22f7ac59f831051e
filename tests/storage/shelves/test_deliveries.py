"""Deliveries are taken in once, come in their order when they are due, and are forgotten in the end."""

from dataclasses import replace
from datetime import timedelta

from domain.arrivals import Arrival, Standing
from domain.records import Job
from storage.store import Store
from tests.builders import NOW

MINUTE = timedelta(minutes=1)
NAMED = (("pull_requests", "PR_1", "R_1"), ("runs", "", ""))
FIRST = Arrival("github", "1", "pull_request", NAMED, (Job(1, 2, "unit", NOW),), NOW, NOW)


def other(id_: str, minutes: int = 0, **changes: object) -> Arrival:
    at = NOW + minutes * MINUTE
    return replace(FIRST, id=id_, received_at=at, due_at=at, **changes)  # type: ignore[arg-type] # its fields


def test_a_delivery_comes_back_as_it_came(seeded: Store) -> None:
    with seeded.write() as shelves:
        assert shelves.deliveries.add(FIRST)
    with seeded.read() as shelves:
        assert shelves.deliveries.get("github", "1") == FIRST
        assert shelves.deliveries.get("github", "2") is None
        assert shelves.deliveries.get("gitlab", "1") is None


def test_an_id_is_taken_in_once(seeded: Store) -> None:
    with seeded.write() as shelves:
        assert shelves.deliveries.add(FIRST)
        assert not shelves.deliveries.add(replace(FIRST, event="something else"))
        assert shelves.deliveries.get("github", "1") == FIRST


def test_those_that_are_due_come_in_the_order_of_their_arrival(seeded: Store) -> None:
    with seeded.write() as shelves:
        for each in (other("c", 2), other("a", 1), other("later", 9), FIRST):
            shelves.deliveries.add(each)
        shelves.deliveries.add(replace(other("applied"), due_at=None, applied_at=NOW))
        due = shelves.deliveries.due(NOW + 2 * MINUTE, 10)
        assert [each.id for each in due] == ["1", "a", "c"]
        assert [each.id for each in shelves.deliveries.due(NOW + 2 * MINUTE, 2)] == ["1", "a"]


def test_an_attempt_is_counted_before_it_is_known_how_it_ends(seeded: Store) -> None:
    with seeded.write() as shelves:
        for each in (FIRST, other("2")):
            shelves.deliveries.add(each)
        shelves.deliveries.attempt("github", ["1"], NOW + MINUTE)
        tried = shelves.deliveries.get("github", "1")
        assert tried == replace(FIRST, attempts=1, due_at=NOW + MINUTE)
        assert shelves.deliveries.get("github", "2") == other("2")
        assert [each.id for each in shelves.deliveries.due(NOW, 9)] == ["2"]


def test_what_was_applied_is_due_no_more(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deliveries.add(replace(FIRST, note="It failed at first."))
        shelves.deliveries.apply("github", ["1"], NOW + MINUTE)
        assert shelves.deliveries.get("github", "1") == replace(FIRST, due_at=None, applied_at=NOW + MINUTE)
        assert shelves.deliveries.due(NOW + 9 * MINUTE, 9) == []


def test_one_that_failed_for_good_is_dead_until_it_comes_again(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deliveries.add(FIRST)
        shelves.deliveries.attempt("github", ["1"], NOW + MINUTE)
        assert not shelves.deliveries.revive("github", "1", NOW)
        shelves.deliveries.fail("github", ["1"], None, "GitHub is down.")
        assert shelves.deliveries.due(NOW + 9 * MINUTE, 9) == []
        assert shelves.deliveries.standing("github").dead == 1
        assert shelves.deliveries.revive("github", "1", NOW + 2 * MINUTE)
        assert shelves.deliveries.get("github", "1") == replace(FIRST, due_at=NOW + 2 * MINUTE)
        assert not shelves.deliveries.revive("github", "2", NOW)


def test_one_that_was_applied_is_not_brought_back(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deliveries.add(FIRST)
        shelves.deliveries.apply("github", ["1"], NOW)
        assert not shelves.deliveries.revive("github", "1", NOW)


def test_how_a_source_stands(seeded: Store) -> None:
    with seeded.write() as shelves:
        assert shelves.deliveries.standing("github") == Standing()
        dead = {"due_at": None, "note": "It was too much."}
        shelves.deliveries.add(replace(other("dead"), **dead))  # type: ignore[arg-type] # its fields
        shelves.deliveries.add(replace(other("done", 5), due_at=None, applied_at=NOW))
        shelves.deliveries.add(other("waits", 2))
        shelves.deliveries.add(other("waits longer", 1))
        found = shelves.deliveries.standing("github")
        assert found == Standing(NOW + 5 * MINUTE, 2, NOW + MINUTE, 1, "It was too much.")
        assert shelves.deliveries.standing("gitlab") == Standing()


def test_only_what_waits_is_kept_for_good(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deliveries.add(FIRST)
        shelves.deliveries.add(replace(other("dead"), due_at=None))
        shelves.deliveries.add(replace(other("done"), due_at=None, applied_at=NOW))
        shelves.deliveries.add(replace(other("young", 2), due_at=None, applied_at=NOW + 3 * MINUTE))
        assert shelves.deliveries.prune(NOW + MINUTE) == 2
        left = [id_ for id_ in ("1", "dead", "done", "young") if shelves.deliveries.get("github", id_)]
        assert left == ["1", "young"]


def test_they_go_with_their_source(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.deliveries.add(FIRST)
        shelves.deliveries._tx.connection.exec_driver_sql("DELETE FROM sources")
        assert shelves.deliveries.get("github", "1") is None
