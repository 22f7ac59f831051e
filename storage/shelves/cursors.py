"""Cursors: how far each stream of a source has been read."""

from sqlalchemy import delete, select

from storage.tables import cursors
from storage.transaction import Transaction

_column = cursors.c


class Cursors:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, source: str, stream: str, key: str) -> str | None:
        row = self._tx.first(
            select(_column.value).where(
                _column.source == source, _column.stream == stream, _column.key == key
            )
        )
        return row and str(row.value)

    def all(self, source: str, stream: str) -> dict[str, str]:
        """Every cursor of a stream, by its key."""
        found = self._tx.all(
            select(_column.key, _column.value).where(_column.source == source, _column.stream == stream)
        )
        return {row.key: row.value for row in found}

    def every(self, source: str) -> dict[tuple[str, str], str]:
        """Every cursor of a source, by its stream and key."""
        found = self._tx.all(
            select(_column.stream, _column.key, _column.value).where(_column.source == source)
        )
        return {(row.stream, row.key): row.value for row in found}

    def save(self, source: str, stream: str, key: str, value: str) -> None:
        self._tx.upsert(cursors, [(source, stream, key, value)])

    def clear(self, source: str) -> None:
        """Forget how far the source was read, so that the next sync reads it all."""
        self._tx.run(delete(cursors).where(_column.source == source))
