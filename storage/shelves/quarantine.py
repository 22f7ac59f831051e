"""Quarantine: records that could not be read, kept with their reason until they can."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from domain.errors import Unmappable
from storage.shapes import Shape
from storage.tables import quarantine
from storage.transaction import Transaction
from storage.types import microseconds

_shape = Shape(quarantine, Unmappable)
_column = quarantine.c


class Quarantine:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save(self, records: Sequence[Unmappable], at: datetime) -> None:
        """Keep them; one that was there already has its latest reason."""
        seen_at = microseconds(at)
        self._tx.upsert(quarantine, [(*row, seen_at) for row in _shape.rows(records)])

    def all(self, source: str | None = None) -> list[Unmappable]:
        """Latest first; of one source where given."""
        statement = select(quarantine).order_by(_column.seen_at.desc(), _column.external_id)
        if source is not None:
            statement = statement.where(_column.source == source)
        return [_shape.record(row) for row in self._tx.all(statement)]

    def count(self, source: str | None = None) -> int:
        statement = select(func.count()).select_from(quarantine)
        if source is not None:
            statement = statement.where(_column.source == source)
        return self._tx.connection.scalar(statement) or 0

    def settle(self, source: str, stream: str, external_ids: Collection[str]) -> None:
        """Let go of those that can be read now."""
        self._tx.run(
            delete(quarantine).where(
                _column.source == source, _column.stream == stream, _column.external_id.in_(external_ids)
            )
        )
