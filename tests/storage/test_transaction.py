"""Whoever changes the work does so alone; whoever does something else does not wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import select

from domain.errors import Retryable
from storage.engine import impatiently
from storage.store import Store
from storage.tables import repositories, sources
from storage.transaction import Transaction
from tests import builders as build

SOON = 0.3
"""Seconds after which something that has not happened is waiting."""


@contextmanager
def transaction(store: Store) -> Iterator[Transaction]:
    with store._writing.begin() as connection:
        yield Transaction(connection)


def test_rows_are_found_among_more_values_than_a_statement_takes(store: Store) -> None:
    found = [build.repository(f"acme/{number}") for number in range(5)]
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save(found)
    with transaction(store) as tx:
        asked = [*range(40_000), *(each.id for each in found)]
        rows = list(tx.among(select(repositories.c.id), repositories.c.id, asked))
    assert {row.id for row in rows} == {each.id for each in found}


def test_a_value_asked_for_twice_is_found_once(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
    with transaction(store) as tx:
        rows = list(tx.among(select(sources.c.key), sources.c.key, ["github"] * 2000))
    assert len(rows) == 1


def test_who_changes_the_work_waits_for_who_does(store: Store) -> None:
    order: list[str] = []

    def second() -> None:
        with transaction(store) as tx:
            tx.alone()
            order.append("second")

    with transaction(store) as tx:
        tx.alone()
        tx.alone()
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(SOON)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_who_would_have_to_wait_is_told_at_once(store: Store) -> None:
    def may_keep() -> bool:
        with impatiently(store._writing) as connection:
            return connection is not None and Transaction(connection).is_alone_now()

    assert may_keep()
    with transaction(store) as tx:
        tx.alone()
        assert not may_keep()
    assert may_keep()


def test_impatience_ends_with_its_transaction(store: Store, dialect: str) -> None:
    if dialect == "postgresql":
        pytest.skip("only SQLite's connections remember how long they wait")
    with impatiently(store._writing):
        pass
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_what_an_impatient_writer_leaves_in_error_is_rolled_back(store: Store) -> None:
    with suppress(ZeroDivisionError), impatiently(store._writing) as connection:
        assert connection is not None
        Transaction(connection).upsert(sources, [("github", "github", "", "")])
        raise ZeroDivisionError
    with store.read() as shelves:
        assert shelves.sources.all() == []


def test_a_slot_starts_while_the_work_changes_on_postgresql(store: Store, dialect: str) -> None:
    if dialect == "sqlite":
        pytest.skip("SQLite has one writer, whatever it writes")
    with transaction(store) as tx:
        tx.alone()
        with store.write() as shelves:
            assert shelves.due.record("sync", build.NOW)
            assert shelves.due.start("sync", build.NOW, build.NOW)


def test_two_who_wait_for_each_other_are_told_to_try_again(store: Store, dialect: str) -> None:
    """PostgreSQL notices a deadlock after a second; one of the two goes on."""
    if dialect == "sqlite":
        pytest.skip("SQLite has one writer, so nobody waits for each other")
    with store.write() as shelves:
        for key in ("a", "b"):
            shelves.notes.put("owner", key, {})
    both, ends = threading.Barrier(2), []

    def cross(first: str, second: str) -> None:
        try:
            with store.write() as shelves:
                shelves.notes.put("owner", first, {"by": first})
                both.wait()
                shelves.notes.put("owner", second, {"by": first})
            ends.append("done")
        except Retryable:
            ends.append("again")

    threads = [threading.Thread(target=cross, args=each) for each in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["again", "done"]
