"""Limits: what each source last said about its rate limit, so that a restart does not forget to wait."""

from typing import Any

from sqlalchemy import select

from storage.tables import limits
from storage.transaction import Transaction
from storage.types import Small


class Limits:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def get(self, source: str) -> dict[str, Any] | None:
        row = self._tx.first(select(limits.c.value).where(limits.c.source == source))
        return row and dict(row.value)

    def put(self, source: str, value: dict[str, Any]) -> None:
        self._tx.upsert(limits, [(source, Small.put(value))])
