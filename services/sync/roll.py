"""Which repositories there are, which of them have changed, and which are gone."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.clock import Clock
from domain.records import Repository, RepositoryState, Source
from integrations.provider import Client, Per, Stream
from services.sync import position
from services.sync.intake import REPOSITORIES, Intake
from services.sync.position import Position, Spot
from storage.store import Store

PROBED_AT_ONCE = 100
"""What one probe request carries (https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits)."""

CONFIRMED = 2
"""A repository counts as deleted when it was missing this often in a row: one miss may be a hiccup."""

_UNLISTED, _UNPROBED = "unlisted", "unprobed"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that may have to be read: where reading it stands, and what the probe says now.

    `token` is None where no probe tells; `now` is when that was asked.
    """

    spot: Spot
    stream: Stream
    position: Position
    token: str | None
    now: datetime

    @property
    def name(self) -> str:
        """What is told to people: the repository, and the stream unless it is of pull requests."""
        repository = self.spot.repository
        if repository is None:
            return self.stream.title
        is_usual = self.spot.stream == position.STREAM
        return repository.full_name if is_usual else f"{repository.full_name} ({self.stream.title})"

    @property
    def is_unread(self) -> bool:
        """Whether there is something new, or something left over from before."""
        return self.position.scan is not None or self.is_due(self.position)

    def is_due(self, at: Position) -> bool:
        """Whether something may have changed since reading stood here."""
        if at.watermark is None or at.unsettled_since is not None:
            return True
        if self.token is not None and self.token != at.token:
            return True
        every = self.stream.every
        if every is None:
            return self.token is None
        return self.now - at.watermark >= every


class Roll:
    """What there is to read of one source: its own streams, and its repositories with theirs."""

    def __init__(self, store: Store, source: Source, client: Client, intake: Intake, clock: Clock) -> None:
        self._store = store
        self._clock = clock
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

    def entries(self) -> list[Entry]:
        """All there is to read, with what has become of it: of the source, then of every repository."""
        now = self._clock()
        return [*self._of_source(now), *self._of_repositories(now)]

    def _of_source(self, now: datetime) -> Iterator[Entry]:
        with self._store.read() as shelves:
            for stream in self._streams(Per.SOURCE):
                spot = Spot(self._source.key, stream.name)
                yield Entry(spot, stream, position.load_at(shelves, spot), None, now)

    def _of_repositories(self, now: datetime) -> Iterator[Entry]:
        """Those that are there, probed a hundred at a time."""
        streams = self._streams(Per.REPOSITORY)
        positions = self._positions(streams)
        asked = {
            repository.id: repository
            for repository, stands in positions
            if repository.state is RepositoryState.ACTIVE or any(map(_is_unfinished, stands.values()))
        }
        tokens: dict[int, Mapping[str, str]] = {}
        for some in _batches(list(asked.values()), PROBED_AT_ONCE):
            tokens |= self._client.probe(some)
        self._miss(_UNPROBED, tokens.keys(), asked.keys() - tokens.keys())
        for repository, stands in positions:
            for stream in streams if repository.id in tokens else ():
                token = tokens[repository.id].get(stream.name)
                spot = Spot(self._source.key, stream.name, repository)
                yield Entry(spot, stream, stands[stream.name], token, now)

    def miss(self, repository: Repository) -> None:
        """It was not there when it was to be read."""
        self._miss(_UNPROBED, (), {repository.id})

    def _known(self) -> list[Repository]:
        with self._store.read() as shelves:
            known = shelves.repositories.all(self._source.key)
        return [repository for repository in known if repository.state is not RepositoryState.DELETED]

    def _streams(self, per: Per) -> list[Stream]:
        return [stream for stream in self._client.streams if stream.per is per]

    def _positions(self, streams: Sequence[Stream]) -> list[tuple[Repository, dict[str, Position]]]:
        """Every repository that is known, with where reading each of its streams stands."""
        with self._store.read() as shelves:
            stands = {
                stream.name: position.load_all(shelves, self._source.key, stream.name) for stream in streams
            }
        return [
            (repository, {name: found.get(repository.id, Position()) for name, found in stands.items()})
            for repository in self._known()
        ]

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


def _is_unfinished(at: Position) -> bool:
    return at.watermark is None or at.scan is not None


def _batches(repositories: list[Repository], size: int) -> Iterator[list[Repository]]:
    return (repositories[start : start + size] for start in range(0, len(repositories), size))
