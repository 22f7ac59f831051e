"""The one way rows come in: an upsert that touches only what changed, as fast as each driver allows."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.sql.expression import column, table

Row = tuple[Any, ...]

BATCH = 1000
"""Rows a statement: past some hundreds the cost of a statement no longer shows, memory does."""

_WORTH_A_COPY = 40
_SQLITE = SQLiteDialect()
_POSTGRESQL = PGDialect(paramstyle="format")  # type: ignore[no-untyped-call] # SQLAlchemy gives it no types


def upsert(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """Insert the rows, or update those that differ from what is there; how many were written.

    A row is in the table's column order and in its stored shape, key columns first. Of two rows
    with one key the later wins.
    """
    if connection.dialect.name == "sqlite":
        return sum(_execute(connection, _sqlite_upsert(into), batch) for batch in _batches(rows))
    once = _once(into, rows)
    if len(once) < _WORTH_A_COPY:
        return sum(_execute(connection, _postgresql_upsert(into), batch) for batch in _batches(once))
    return _merge(connection, into, once)


def insert(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """The same for rows of which none can be there yet, which spares the look at what is there."""
    once = _once(into, rows)
    if connection.dialect.name == "sqlite":
        return sum(_execute(connection, _sqlite_insert(into), batch) for batch in _batches(once))
    if once:
        _copy(connection, into.name, once)
    return len(once)


def _batches(rows: Sequence[Row]) -> Iterator[list[Row]]:
    return (list(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH))


def _once(into: Table, rows: Sequence[Row]) -> list[Row]:
    keys = len(into.primary_key)
    return list({row[:keys]: row for row in rows}.values())


def _execute(connection: Connection, statement: str, rows: list[Row]) -> int:
    return connection.exec_driver_sql(statement, rows).rowcount


def _merge(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """COPY the rows into a temporary twin of the table and merge it: twice as fast as any executemany."""
    twin = f"incoming_{into.name}"
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE IF NOT EXISTS {twin} (LIKE {into.name}) ON COMMIT DELETE ROWS"
    )
    _copy(connection, twin, rows)
    merged = connection.exec_driver_sql(_postgresql_merge(into, twin)).rowcount
    connection.exec_driver_sql(f"TRUNCATE {twin}")
    return merged


def _copy(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    psycopg: Any = connection.connection.driver_connection
    with psycopg.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@cache
def _sqlite_insert(into: Table) -> str:
    return str(sqlite.insert(into).compile(dialect=_SQLITE))


@cache
def _sqlite_upsert(into: Table) -> str:
    return str(_merging(into, sqlite.insert(into)).compile(dialect=_SQLITE))


@cache
def _postgresql_upsert(into: Table) -> str:
    return str(_merging(into, postgresql.insert(into)).compile(dialect=_POSTGRESQL))


@cache
def _postgresql_merge(into: Table, twin: str) -> str:
    names = [each.name for each in into.columns]
    incoming: Select[Any] = select(table(twin, *map(column, names)))
    return str(
        _merging(into, postgresql.insert(into).from_select(names, incoming)).compile(dialect=_POSTGRESQL)
    )


def _merging(into: Table, statement: Any) -> Any:  # noqa: ANN401 - the two dialects' inserts have no common type
    keys = list(into.primary_key)
    values = [each for each in into.columns if not each.primary_key]
    if not values:
        return statement.on_conflict_do_nothing(index_elements=keys)
    arriving = [statement.excluded[each.name] for each in values]
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={each.name: new for each, new in zip(values, arriving, strict=True)},
        where=tuple_(*values).is_distinct_from(tuple_(*arriving)),
    )
