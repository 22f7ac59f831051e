"""Notes: small things remembered for somebody, such as a preference or the last question."""

from typing import Any

from sqlalchemy import delete, select

from storage.tables import notes
from storage.transaction import Transaction
from storage.types import Small


class Notes:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, owner: str, key: str) -> dict[str, Any] | None:
        row = self._tx.first(select(notes.c.value).where(notes.c.owner == owner, notes.c.key == key))
        return row and dict(row.value)

    def put(self, owner: str, key: str, value: dict[str, Any]) -> None:
        self._tx.upsert(notes, [(owner, key, Small.put(value))])

    def remove(self, owner: str, key: str) -> None:
        self._tx.run(delete(notes).where(notes.c.owner == owner, notes.c.key == key))
