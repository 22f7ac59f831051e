"""Corrections: what was set aside or linked by hand, and the log of every change."""

from collections.abc import Collection

from sqlalchemy import delete, select

from domain.correction import Entry, Exclusion, Override
from storage.shapes import Shape
from storage.tables import audit, exclusions, link_overrides
from storage.transaction import Transaction

_exclusion = Shape(exclusions, Exclusion)
_override = Shape(link_overrides, Override)
_entry = Shape(audit, Entry)


class Exclusions:
    """Facts take the flag of an exclusion whenever they are written (storage/shelves/facts.py)."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def put(self, record: Exclusion) -> None:
        self._tx.upsert(exclusions, [_exclusion.row(record)])

    def remove(self, family: str, item_id: int) -> None:
        here = (exclusions.c.family == family, exclusions.c.item_id == item_id)
        self._tx.run(delete(exclusions).where(*here))

    def get(self, family: str, item_id: int) -> Exclusion | None:
        here = (exclusions.c.family == family, exclusions.c.item_id == item_id)
        row = self._tx.first(select(exclusions).where(*here))
        return row and _exclusion.record(row)

    def all(self) -> list[Exclusion]:
        """Latest first."""
        rows = self._tx.all(select(exclusions).order_by(exclusions.c.at.desc(), exclusions.c.item_id))
        return [_exclusion.record(row) for row in rows]


class Overrides:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def put(self, record: Override) -> None:
        self._tx.upsert(link_overrides, [_override.row(record)])

    def remove(self, kind: str, from_id: int) -> None:
        here = (link_overrides.c.kind == kind, link_overrides.c.from_id == from_id)
        self._tx.run(delete(link_overrides).where(*here))

    def get(self, kind: str, from_id: int) -> Override | None:
        return self.of(kind, [from_id]).get(from_id)

    def of(self, kind: str, from_ids: Collection[int] | None = None) -> dict[int, Override]:
        """What people said about these, or about all, by what is linked."""
        statement = select(link_overrides).where(link_overrides.c.kind == kind)
        if from_ids is None:
            rows = list(self._tx.all(statement))
        else:
            rows = list(self._tx.among(statement, link_overrides.c.from_id, from_ids))
        return {row.from_id: _override.record(row) for row in rows}


class Audit:
    """Entries are added and never changed."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, entry: Entry) -> None:
        self._tx.add(audit, [_entry.row(entry)])

    def get(self, entry_id: int) -> Entry | None:
        row = self._tx.first(select(audit).where(audit.c.id == entry_id))
        return row and _entry.record(row)

    def latest(self, limit: int = 50) -> list[Entry]:
        """Latest first."""
        statement = select(audit).order_by(audit.c.at.desc(), audit.c.id).limit(limit)
        return [_entry.record(row) for row in self._tx.all(statement)]
