"""What GitHub's lists were when they were last read, so that one that is still the same costs nothing."""

from datetime import datetime
from typing import Any

from domain.records import Repository
from integrations.provider import LimitMemory

MOST = 2_000
"""Repositories that are remembered, the latest."""


class Etags:
    """The tag of every repository's list of runs, kept beside the source's limits, beyond this process."""

    def __init__(self, memory: LimitMemory, source: str) -> None:
        self._memory = memory
        self._key = f"{source} etags"
        self._known: dict[str, Any] | None = None

    def of(self, repository: Repository, until: datetime) -> str:
        """The tag, if the list was read back to then at least."""
        kept = self._all().get(str(repository.id))
        return str(kept[0]) if kept and datetime.fromisoformat(kept[2]) <= until else ""

    def unsettled_since(self, repository: Repository) -> datetime | None:
        """What was under way when the list was read still is when it is the same."""
        kept = self._all().get(str(repository.id))
        return datetime.fromisoformat(kept[1]) if kept and kept[1] else None

    def keep(
        self, repository: Repository, etag: str, *, unsettled_since: datetime | None, until: datetime
    ) -> None:
        """Once the list is saved; another address has another tag, so an old one does no harm."""
        known = self._all()
        known.pop(str(repository.id), None)
        if etag:
            known[str(repository.id)] = [
                etag,
                unsettled_since and unsettled_since.isoformat(),
                until.isoformat(),
            ]
        self._known = dict(list(known.items())[-MOST:])
        self._memory.put(self._key, self._known)

    def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = dict(self._memory.get(self._key) or {})
        return self._known
