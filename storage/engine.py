"""The database behind the store: SQLite by default, PostgreSQL by URL, with the same promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from domain.errors import Misconfigured

BUSY_SECONDS = 5
_WRITES = "leadline_writes"
_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}


def open_engine(url: str) -> Engine:
    """An engine on the database of the URL; on SQLite its folder is made. Nothing is connected yet.

    Raises:
        Misconfigured: the URL names no database we know, or the folder cannot be made.
    """
    parsed = _parsed(url)
    return _sqlite(parsed) if parsed.drivername in _SQLITE else _postgresql(parsed)


def reading(engine: Engine) -> Engine:
    """The engine whose transactions are one snapshot and never write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """The engine whose transactions may write: on SQLite one at a time, from their beginning."""
    return engine.execution_options(**{_WRITES: True})


@contextmanager
def impatiently(engine: Engine) -> Iterator[Connection | None]:
    """A transaction that writes, or None where another one would have to be waited for."""
    with engine.connect() as connection, _not_waiting(connection):
        try:
            connection.begin()
        except OperationalError:
            yield None
        else:
            yield connection
            connection.commit()


@contextmanager
def _not_waiting(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience}")


def _parsed(url: str) -> URL:
    expected = "Use `sqlite:///path/to/leadline.db` or `postgresql://user:password@host/database`."
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Misconfigured("The database URL cannot be read.", hint=expected) from None
    if parsed.drivername not in _SQLITE | _POSTGRESQL:
        raise Misconfigured(f"The database URL begins with {parsed.drivername!r}.", hint=expected)
    if parsed.drivername in _SQLITE and parsed.database in (None, "", ":memory:"):
        raise Misconfigured("The SQLite URL names no file, and what is in memory is not kept.", hint=expected)
    return parsed


def _sqlite(url: URL) -> Engine:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"The folder {folder} for the database cannot be made: {error.strerror}.",
            hint="Choose another path, or make the folder writable.",
        ) from None
    waiting = {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), connect_args=waiting)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    # the driver's own transactions begin late and end early; ours are begun by hand below
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "leadline"},
    )
