"""Rows come in once, whatever is there already, and only what changed is written."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Connection, Table, select

from storage.intake import BATCH, Row, add, insert, upsert
from storage.store import Store
from storage.tables import notes, people, sources, team_repositories
from tests import builders as build

FEW, MANY = 3, BATCH * 2 + 7
sizes = pytest.mark.parametrize("size", [FEW, MANY], ids=["a few", "more than a batch"])
Write = Callable[[Connection, Table, Sequence[Row]], int]


def rows(size: int, value: str = "{}") -> list[Row]:
    return [("owner", f"key {number}", value) for number in range(size)]


def stored(connection: Connection) -> set[Row]:
    return {(owner, key, str(value)) for owner, key, value in connection.execute(select(notes))}


@sizes
@pytest.mark.parametrize("write", [upsert, insert])
def test_new_rows_are_written(store: Store, size: int, write: Write) -> None:
    with store._writing.begin() as connection:
        assert write(connection, notes, rows(size)) == size
        assert stored(connection) == set(rows(size))


@sizes
def test_rows_that_are_there_are_not_written_again(store: Store, size: int) -> None:
    with store._writing.begin() as connection:
        upsert(connection, notes, rows(size))
        assert upsert(connection, notes, rows(size)) == 0


@sizes
def test_only_rows_that_differ_are_written(store: Store, size: int) -> None:
    with store._writing.begin() as connection:
        upsert(connection, notes, rows(size))
        changed = [*rows(size)[1:], ("owner", "key 0", '{"new": 1}')]
        assert upsert(connection, notes, changed) == 1
        assert ("owner", "key 0", "{'new': 1}") in stored(connection)


@sizes
@pytest.mark.parametrize("write", [upsert, insert])
def test_the_later_of_two_rows_with_one_key_wins(store: Store, size: int, write: Write) -> None:
    with store._writing.begin() as connection:
        write(connection, notes, [*rows(size), ("owner", "key 0", '{"later": true}')])
        assert ("owner", "key 0", "{'later': True}") in stored(connection)
        assert len(stored(connection)) == size


@sizes
def test_adding_leaves_what_is_there(store: Store, size: int) -> None:
    with store._writing.begin() as connection:
        assert add(connection, notes, rows(1)) == 1
        assert add(connection, notes, rows(size, '{"new": 1}')) == size - 1
        assert add(connection, notes, rows(size)) == 0
        assert rows(1)[0] in stored(connection)


def test_no_rows_are_no_work(store: Store) -> None:
    with store._writing.begin() as connection:
        assert upsert(connection, notes, []) == insert(connection, notes, []) == 0


def test_a_null_differs_from_a_value_and_equals_a_null(store: Store) -> None:
    unknown, known = (7, "Ann", *[None] * 4), (7, "Ann", "ann@acme.example", *[None] * 3)
    with store._writing.begin() as connection:
        written = [upsert(connection, people, [row]) for row in (unknown, unknown, known, known, unknown)]
    assert written == [1, 0, 1, 0, 1]


def test_names_that_sql_knows_as_words_are_quoted(store: Store) -> None:
    with store._writing.begin() as connection:
        upsert(connection, sources, [("key", "order", "select", "group")])
        assert connection.execute(select(sources)).one() == ("key", "order", "select", "group")


def test_a_table_of_keys_alone_takes_rows_twice(store: Store) -> None:
    team, repository = build.team(), build.repository()
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([repository])
        shelves.teams.save(team)
    with store._writing.begin() as connection:
        pairs = [(team.id, repository.id)]
        assert upsert(connection, team_repositories, pairs) == 1
        assert upsert(connection, team_repositories, pairs) == 0
