"""One holder at a time; whoever is gone holds nothing."""

import os
import socket
import subprocess
import sys

from services.sync.lease import LENGTH, Lease
from storage.store import Store
from tests.services.sync.conftest import Watch


def holder(process: int, host: str | None = None) -> str:
    return f"{host or socket.gethostname()}/{process}/x"


def take(store: Store, lease: Lease) -> bool:
    with store.write() as shelves:
        return lease.take(shelves)


def test_the_first_has_it_and_the_second_has_not(store: Store, watch: Watch) -> None:
    first, second = Lease("github", watch), Lease("github", watch)
    assert take(store, first)
    assert not take(store, second)
    assert take(store, first), "its own is no obstacle"


def test_each_source_has_a_lease_of_its_own(store: Store, watch: Watch) -> None:
    assert take(store, Lease("github", watch))
    assert take(store, Lease("gitlab", watch))


def test_given_back_it_is_free(store: Store, watch: Watch) -> None:
    first = Lease("github", watch)
    take(store, first)
    with store.write() as shelves:
        first.release(shelves)
    assert take(store, Lease("github", watch))


def test_not_renewed_it_ends(store: Store, watch: Watch) -> None:
    take(store, Lease("github", watch))
    watch.now += LENGTH
    assert take(store, Lease("github", watch))


def test_renewed_it_goes_on(store: Store, watch: Watch) -> None:
    first = Lease("github", watch)
    take(store, first)
    watch.advance(minutes=1)
    with store.write() as shelves:
        first.renew(shelves)
    watch.advance(minutes=1)
    assert not take(store, Lease("github", watch))


def test_who_lost_it_cannot_give_it_back(store: Store, watch: Watch) -> None:
    first, second = Lease("github", watch), Lease("github", watch)
    take(store, first)
    watch.now += LENGTH
    take(store, second)
    with store.write() as shelves:
        first.release(shelves)
    assert not take(store, Lease("github", watch))


def test_a_process_that_has_ended_holds_nothing(store: Store, watch: Watch) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    take(store, Lease("github", watch, holder(ended.pid)))
    assert take(store, Lease("github", watch))


def test_a_process_of_another_machine_counts_until_its_time_is_over(store: Store, watch: Watch) -> None:
    take(store, Lease("github", watch, holder(os.getpid(), "elsewhere")))
    assert not take(store, Lease("github", watch))
