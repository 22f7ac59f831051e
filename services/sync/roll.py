"""Which repositories there are, which of them have changed, and which are gone."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.records import Repository, RepositoryState, Source
from integrations.provider import Client
from services.sync import position
from services.sync.intake import REPOSITORIES, Intake
from services.sync.position import Position
from storage.store import Store

PROBED_AT_ONCE = 100
"""What one probe request carries (https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits)."""

CONFIRMED = 2
"""A repository counts as deleted when it was missing this often in a row: one miss may be a hiccup."""

_UNLISTED, _UNPROBED = "unlisted", "unprobed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A repository that may have to be read: where reading it stands, and what the probe says now."""

    repository: Repository
    position: Position
    token: str | None

    @property
    def is_unread(self) -> bool:
        """Whether there is something new, or something left over from before."""
        return (
            self.position.scan is not None
            or self.position.watermark is None
            or self.token != self.position.token
        )


class Roll:
    """The repositories of one source."""

    def __init__(self, store: Store, source: Source, client: Client, intake: Intake) -> None:
        self._store = store
        self._source = source
        self._client = client
        self._intake = intake

    def call(self) -> tuple[str, ...]:
        """Ask which repositories there are; the names that were asked for and that nobody knows.

        A repository that is not listed any more, because it was deleted, moved away or is not chosen,
        is gone once that is confirmed.
        """
        seen: set[int] = set()
        missing: list[str] = []
        for page in self._client.repositories():
            with self._store.write() as shelves:
                self._intake.repositories(shelves, page)
            seen |= {repository.id for repository in page.repositories}
            missing += page.missing
        self._miss(_UNLISTED, seen, {repository.id for repository in self._known()} - seen)
        return tuple(missing)

    def probe(self) -> list[Entry]:
        """Every repository that is there, with what has become of it; one request per hundred."""
        entries = [
            Entry(repository, at, None)
            for repository, at in self._positions()
            if repository.state is RepositoryState.ACTIVE or at.watermark is None or at.scan
        ]
        tokens: dict[int, str] = {}
        for some in _batches(entries, PROBED_AT_ONCE):
            tokens |= self._client.probe([entry.repository for entry in some])
        asked = {entry.repository.id for entry in entries}
        self._miss(_UNPROBED, tokens.keys(), asked - tokens.keys())
        return [
            Entry(entry.repository, entry.position, tokens[entry.repository.id])
            for entry in entries
            if entry.repository.id in tokens
        ]

    def miss(self, repository: Repository) -> None:
        """It was not there when it was to be read."""
        self._miss(_UNPROBED, (), {repository.id})

    def _known(self) -> list[Repository]:
        with self._store.read() as shelves:
            known = shelves.repositories.all(self._source.key)
        return [repository for repository in known if repository.state is not RepositoryState.DELETED]

    def _positions(self) -> list[tuple[Repository, Position]]:
        known = self._known()
        with self._store.read() as shelves:
            return [(repository, position.load(shelves, repository)) for repository in known]

    def _miss(self, way: str, present: Collection[int], absent: Collection[int]) -> None:
        """Count absences in a row, for each way of looking, and take out who was absent often enough."""
        key = self._source.key
        with self._store.read() as shelves:
            before: dict[str, int] = json.loads(shelves.cursors.get(key, REPOSITORIES, way) or "{}")
        counts = {id_: n for id_, n in before.items() if int(id_) not in present}
        counts |= {str(id_): counts.get(str(id_), 0) + 1 for id_ in absent}
        if counts == before:
            return
        gone = [int(id_) for id_, n in counts.items() if n >= CONFIRMED]
        left = {id_: n for id_, n in counts.items() if n < CONFIRMED}
        with self._store.write() as shelves:
            shelves.repositories.set_state(gone, RepositoryState.DELETED)
            shelves.cursors.save(key, REPOSITORIES, way, json.dumps(left))


def _batches(entries: list[Entry], size: int) -> Iterator[list[Entry]]:
    return (entries[start : start + size] for start in range(0, len(entries), size))
