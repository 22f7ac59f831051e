"""Labels: what the ids in facts stand for, such as workflows, services, issue types and test cases."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from storage.tables import labels
from storage.transaction import Transaction
from storage.types import writable


class Labels:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save(self, kind: str, names: Mapping[int, str], urls: Mapping[int, str] | None = None) -> None:
        """Say what these ids are called, and where they can be looked at."""
        pages = urls or {}
        self._tx.upsert(
            labels, [(id_, kind, writable(name), pages.get(id_, "")) for id_, name in names.items()]
        )

    def names(self, ids: Iterable[int]) -> dict[int, str]:
        rows = self._tx.among(select(labels.c.id, labels.c.name), labels.c.id, ids)
        return {row.id: row.name for row in rows}

    def urls(self, ids: Iterable[int]) -> dict[int, str]:
        rows = self._tx.among(select(labels.c.id, labels.c.url), labels.c.id, ids)
        return {row.id: row.url for row in rows if row.url}
