"""A due slot is recorded once, started by one, and ends in one way."""

import multiprocessing
import threading
from datetime import datetime, timedelta

from domain.runs import DueSlot, SlotState
from storage.store import Store
from tests import builders as build

SLOT = build.NOW
LATER = SLOT + timedelta(minutes=5)


def record(store: Store, *slots: datetime) -> list[bool]:
    with store.write() as shelves:
        return [shelves.due.record("sync", slot) for slot in slots]


def test_a_slot_is_recorded_once(store: Store) -> None:
    assert record(store, SLOT, LATER, SLOT) == [True, True, False]
    with store.read() as shelves:
        assert shelves.due.pending("sync") == [DueSlot("sync", LATER), DueSlot("sync", SLOT)]
        assert shelves.due.pending("report") == []
        assert shelves.due.last("sync") == DueSlot("sync", LATER)
        assert shelves.due.last("report") is None


def test_a_slot_is_told_from_start_to_end(store: Store) -> None:
    record(store, SLOT)
    with store.write() as shelves:
        assert shelves.due.start("sync", SLOT, LATER)
        assert shelves.due.unfinished("sync") == [DueSlot("sync", SLOT, SlotState.STARTED, LATER)]
        assert shelves.due.pending("sync") == []
        shelves.due.finish("sync", SLOT, LATER, "failed", "the provider hung up")
        ended = DueSlot("sync", SLOT, SlotState.FAILED, LATER, LATER, "the provider hung up")
        assert shelves.due.last("sync") == ended
        assert shelves.due.unfinished("sync") == []


def test_a_slot_that_runs_has_ended_or_was_never_recorded_does_not_start(store: Store) -> None:
    record(store, SLOT, LATER)
    with store.write() as shelves:
        shelves.due.finish("sync", LATER, LATER, SlotState.SKIPPED, "an older one")
        starts = [
            shelves.due.start("sync", slot, LATER) for slot in (SLOT, SLOT, LATER, LATER + timedelta(1))
        ]
    assert starts == [True, False, False, False]


def test_of_many_threads_one_starts_a_slot(store: Store) -> None:
    record(store, SLOT)
    starts: list[bool] = []

    def start() -> None:
        with store.write() as shelves:
            starts.append(shelves.due.start("sync", SLOT, LATER))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(starts) == [False] * 7 + [True]


def race(url: str, slots: list[datetime]) -> list[tuple[bool, bool]]:
    """What one process gets of the slots: which it recorded, which it may run."""
    store = Store.open(url)
    won = []
    for slot in slots:
        with store.write() as shelves:
            recorded = shelves.due.record("sync", slot)
        with store.write() as shelves:
            won.append((recorded, shelves.due.start("sync", slot, slot)))
    store.close()
    return won


def test_of_two_processes_one_records_and_one_starts_each_slot(url: str) -> None:
    slots = [SLOT + timedelta(minutes=number) for number in range(20)]
    with multiprocessing.get_context("spawn").Pool(2) as processes:
        one, other = processes.starmap(race, [(url, slots)] * 2)
    for mine, theirs in zip(one, other, strict=True):
        assert [sum(both) for both in zip(mine, theirs, strict=True)] == [1, 1]
