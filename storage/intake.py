"""The one way rows come in: an upsert that touches only what changed, as fast as each driver allows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import DBAPIError
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
        return _each(connection, into, rows, _merging)
    once = _once(into, rows)
    if len(once) < _WORTH_A_COPY:
        return _each(connection, into, once, _merging)
    return _merge(connection, into, once)


def insert(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """The same for rows of which none can be there yet, which spares the look at what is there."""
    if connection.dialect.name == "sqlite":
        return _each(connection, into, rows, _replacing)
    once = _once(into, rows)
    if once:
        _copy(connection, into, into.name, once)
    return len(once)


def add(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """Insert those rows whose key is not there, and leave the others as they are; how many were not."""
    return _each(connection, into, _once(into, rows), _leaving)


def _once(into: Table, rows: Sequence[Row]) -> list[Row]:
    keys = len(into.primary_key)
    return list({row[:keys]: row for row in rows}.values())


def _each(
    connection: Connection, into: Table, rows: Sequence[Row], meeting: Callable[[Table, Any], Any]
) -> int:
    """Insert row by row, a batch a call of the driver; how many were written."""
    statement = _text(into, connection.dialect.name, meeting)
    batches = (list(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH))
    return sum(connection.exec_driver_sql(statement, batch).rowcount for batch in batches)


def _merge(connection: Connection, into: Table, rows: Sequence[Row]) -> int:
    """COPY the rows into a temporary twin of the table and merge it: twice as fast as any executemany."""
    twin = f"incoming_{into.name}"
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE IF NOT EXISTS {twin} (LIKE {into.name}) ON COMMIT DELETE ROWS"
    )
    _copy(connection, into, twin, rows)
    merged = connection.exec_driver_sql(_postgresql_merge(into, twin)).rowcount
    connection.exec_driver_sql(f"TRUNCATE {twin}")
    return merged


def _copy(connection: Connection, into: Table, name: str, rows: Sequence[Row]) -> None:
    """Columns are named: those that a migration added lie last in the database, wherever they stand here."""
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{column.name}"' for column in into.columns)
    statement = f"COPY {name} ({columns}) FROM STDIN"
    failing = _failing_as_sqlalchemy_does(connection, statement)
    with failing, driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _failing_as_sqlalchemy_does(connection: Connection, statement: str) -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy would, had it been asked to COPY."""
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    errors = dialect.loaded_dbapi.Error
    try:
        yield
    except errors as error:
        is_lost = dialect.is_disconnect(error, driver, None)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, errors, connection_invalidated=is_lost, dialect=dialect
        ) from error


@cache
def _postgresql_merge(into: Table, twin: str) -> str:
    names = [each.name for each in into.columns]
    incoming: Select[Any] = select(table(twin, *map(column, names)))
    statement = postgresql.insert(into).from_select(names, incoming)
    return str(_merging(into, statement).compile(dialect=_POSTGRESQL))


@cache
def _text(into: Table, dialect: str, meeting: Callable[[Table, Any], Any]) -> str:
    """The insert of one row as the driver takes it, which meets a row with its key in the given way."""
    if dialect == "sqlite":
        return str(meeting(into, sqlite.insert(into)).compile(dialect=_SQLITE))
    return str(meeting(into, postgresql.insert(into)).compile(dialect=_POSTGRESQL))


def _replacing(_into: Table, statement: Any) -> Any:  # noqa: ANN401 - the two dialects' inserts have no common type
    return statement.prefix_with("OR REPLACE")


def _leaving(into: Table, statement: Any) -> Any:  # noqa: ANN401 - the same
    return statement.on_conflict_do_nothing(index_elements=list(into.primary_key))


def _merging(into: Table, statement: Any) -> Any:  # noqa: ANN401 - the same
    values = [each for each in into.columns if not each.primary_key]
    if not values:
        return _leaving(into, statement)
    arriving = [statement.excluded[each.name] for each in values]
    return statement.on_conflict_do_update(
        index_elements=list(into.primary_key),
        set_={each.name: new for each, new in zip(values, arriving, strict=True)},
        where=tuple_(*values).is_distinct_from(tuple_(*arriving)),
    )
