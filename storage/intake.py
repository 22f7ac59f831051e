"""The one way rows come in: an upsert that touches only what changed, as fast as each driver allows."""

from collections.abc import Sequence
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
    return sum(_batch(connection, into, rows[at : at + BATCH]) for at in range(0, len(rows), BATCH))


def _batch(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(_sqlite_upsert(into), list(rows)).rowcount
    keys = len(into.primary_key)
    once = list({row[:keys]: row for row in rows}.values())
    if len(once) < _WORTH_A_COPY:
        return connection.exec_driver_sql(_postgresql_upsert(into), once).rowcount
    return _copy(connection, into, once)


def _copy(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """COPY the rows into a temporary twin of the table and merge it: twice as fast as any executemany."""
    create, fill, merge, empty = _postgresql_merge(into)
    connection.exec_driver_sql(create)
    psycopg: Any = connection.connection.driver_connection
    with psycopg.cursor() as cursor, cursor.copy(fill) as copy:
        for row in rows:
            copy.write_row(row)
    merged = connection.exec_driver_sql(merge).rowcount
    connection.exec_driver_sql(empty)
    return merged


@cache
def _sqlite_upsert(into: Table) -> str:
    return str(_merging(into, sqlite.insert(into)).compile(dialect=_SQLITE))


@cache
def _postgresql_upsert(into: Table) -> str:
    return str(_merging(into, postgresql.insert(into)).compile(dialect=_POSTGRESQL))


@cache
def _postgresql_merge(into: Table) -> tuple[str, str, str, str]:
    twin = f"incoming_{into.name}"
    names = [each.name for each in into.columns]
    incoming: Select[Any] = select(table(twin, *map(column, names)))
    merge = _merging(into, postgresql.insert(into).from_select(names, incoming))
    return (
        f"CREATE TEMP TABLE IF NOT EXISTS {twin} (LIKE {into.name}) ON COMMIT DELETE ROWS",
        f"COPY {twin} FROM STDIN",
        str(merge.compile(dialect=_POSTGRESQL)),
        f"TRUNCATE {twin}",
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
