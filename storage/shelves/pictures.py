"""Pictures: rendered charts by the digest of what they show."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.tables import pictures
from storage.transaction import Transaction
from storage.types import microseconds, writable


class Pictures:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save(self, digest: str, png: bytes, alt: str, at: datetime) -> None:
        self._tx.upsert(pictures, [(digest, png, writable(alt), microseconds(at))])

    def get(self, digest: str) -> bytes | None:
        row = self._tx.first(select(pictures.c.png).where(pictures.c.digest == digest))
        return row and bytes(row.png)

    def prune(self, before: datetime) -> int:
        """Drop those made before then; how many that were."""
        return self._tx.run(delete(pictures).where(pictures.c.made_at < before))
