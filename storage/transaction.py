"""One transaction as the shelves see it: ask, run, upsert, and wait for one's turn to change the work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Table, func, select
from sqlalchemy.sql import Select

from storage import intake

_WORK = 0x1EAD  # the advisory lock of whoever changes rows that answers are made of


class Transaction:
    """A connection within a transaction, and what it may do."""

    def __init__(self, connection: Connection, *, is_snapshot: bool = False) -> None:
        """A snapshot sees one state as long as it is open, whatever others write meanwhile."""
        self.connection = connection
        self.is_snapshot = is_snapshot
        self._is_alone = connection.dialect.name == "sqlite"

    @property
    def is_over(self) -> bool:
        """Whether nothing can be asked in it any more."""
        return self.connection.closed

    def all(self, statement: Select[Any], values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """The statement's rows, for the values that it names; each unpacks, and has its columns by name."""
        return self.connection.execute(statement, values).all()

    def among(
        self, statement: Select[*tuple[Any, ...]], column: ColumnElement[Any], values: Iterable[Any]
    ) -> Iterator[Any]:
        """The statement's rows whose column has one of the values, however many those are."""
        asked = list(dict.fromkeys(values))
        for at in range(0, len(asked), intake.BATCH):
            yield from self.all(statement.where(column.in_(asked[at : at + intake.BATCH])))

    def first(self, statement: Select[Any]) -> Any | None:  # noqa: ANN401 - a row's columns are the statement's
        return self.connection.execute(statement).first()

    def run(self, statement: Executable) -> int:
        """How many rows the statement changed."""
        return self.connection.execute(statement).rowcount

    def upsert(self, into: Table, rows: Iterable[intake.Row]) -> int:
        return intake.upsert(self.connection, into, list(rows))

    def insert(self, into: Table, rows: Iterable[intake.Row]) -> int:
        """An upsert of rows of which none can be there yet."""
        return intake.insert(self.connection, into, list(rows))

    def add(self, into: Table, rows: Iterable[intake.Row]) -> int:
        """Insert those rows that are not there; how many were not."""
        return intake.add(self.connection, into, list(rows))

    def alone(self) -> None:
        """Wait until no other transaction changes the work, and keep others from it until the end.

        Marks of dirty cells, the rows they speak of and the teams that own them must be seen
        together: on SQLite there is one writer anyway, on PostgreSQL this lock makes it one.
        """
        if not self._is_alone:
            self.connection.execute(select(func.pg_advisory_xact_lock(_WORK)))
            self._is_alone = True

    def is_alone_now(self) -> bool:
        """Take that turn only if nobody has to be waited for."""
        if not self._is_alone:
            self._is_alone = bool(self.connection.scalar(select(func.pg_try_advisory_xact_lock(_WORK))))
        return self._is_alone
