"""Deliveries applied: what they name is read as it is now, and saved exactly as a sync saves it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.arrivals import Arrival
from domain.clock import Clock
from domain.errors import LeadlineError, Retryable, Unknown
from domain.ids import identify
from domain.records import Job, Repository, RepositoryState, Run, Source, TestCase
from integrations.pages import Page
from integrations.provider import Client, Per, Stream
from services.facts import Facts, Roster
from services.sync import position
from services.sync.intake import REPOSITORIES, Intake
from services.sync.lease import Lease
from services.sync.position import Spot
from services.sync.reading import Reading
from services.sync.roll import Entry, Roll
from storage.store import Store

TRIES = 8
"""After so many a delivery is dead: the syncs read what it was about anyway."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)

log = logging.getLogger(__name__)

Group = tuple[str, str]
"""A stream, and the external id of a repository or nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one source's deliveries are applied with."""

    source: Source
    client: Client
    intake: Intake
    roster: Roster
    streams: Mapping[str, Stream]
    repositories: Mapping[int, Repository]


class Applying:
    """Applies deliveries of one source at a time; what was named often is read once."""

    def __init__(self, store: Store, facts: Facts, clock: Clock, bots: Sequence[str] = ()) -> None:
        self._store = store
        self._facts = facts
        self._clock = clock
        self._bots = tuple(bots)

    def run(self, source: Source, client: Client, arrivals: Sequence[Arrival]) -> int:
        """How many were applied. When one could not be, those behind it are left for later.

        Those that are tried for the first time are applied together; one that failed before is tried
        alone, lest it takes others with it.
        """
        desk = self._desk(source, client)
        fresh = [arrival for arrival in arrivals if arrival.attempts == 0]
        again = [[arrival] for arrival in arrivals if arrival.attempts]
        applied = 0
        for batch in [fresh, *again] if fresh else again:
            failed = self._batch(desk, batch)
            applied += len(batch) - len(failed)
            if failed:
                break
        return applied

    def give_back(self, source: Source, arrivals: Sequence[Arrival], error: LeadlineError) -> None:
        """They cannot even be tried; each is due again later, or dead."""
        with self._store.write() as shelves:
            for arrival in arrivals:
                shelves.deliveries.attempt(source.key, [arrival.id], None)
                shelves.deliveries.fail(source.key, [arrival.id], self._again(arrival, error), str(error))

    def _desk(self, source: Source, client: Client) -> Desk:
        with self._store.read() as shelves:
            known = shelves.repositories.all(source.key)
            roster = self._facts.roster(shelves)
        there = {each.id: each for each in known if each.state is not RepositoryState.DELETED}
        intake = Intake(source, self._facts, self._clock, self._bots)
        streams = {stream.name: stream for stream in client.streams}
        return Desk(source, client, intake, roster, streams, there)

    def _batch(self, desk: Desk, batch: Sequence[Arrival]) -> dict[str, LeadlineError]:
        """Why those failed that did; each was counted as tried before, for the process may end meanwhile."""
        key = desk.source.key
        with self._store.write() as shelves:
            for arrival in batch:
                shelves.deliveries.attempt(key, [arrival.id], self._again(arrival))
            for arrival in batch:
                if arrival.records:
                    desk.intake.page(
                        shelves, arrival.event, self._ours(desk, Page(arrival.records)), desk.roster
                    )
        failed: dict[str, LeadlineError] = {}
        for group, ids in _groups(batch).items():
            error = self._error(desk, group, ids)
            if error:
                log.warning("Deliveries of %s could not be applied: %s", key, error)
                failed |= {arrival.id: error for arrival in batch if _is_about(arrival, group)}
        with self._store.write() as shelves:
            shelves.deliveries.apply(key, [each.id for each in batch if each.id not in failed], self._clock())
            for arrival in batch:
                if error := failed.get(arrival.id):
                    shelves.deliveries.fail(key, [arrival.id], self._again(arrival, error), str(error))
        return failed

    def _again(self, arrival: Arrival, error: LeadlineError | None = None) -> datetime | None:
        """When to try once more; never, after too many tries."""
        if arrival.attempts + 1 >= TRIES:
            return None
        wished = error.after if isinstance(error, Retryable) else None
        wait: timedelta = min(FIRST_WAIT * 2**arrival.attempts, LONGEST_WAIT)
        return self._clock() + max(wait, min(timedelta(seconds=wished or 0), LONGEST_WAIT))

    def _error(self, desk: Desk, group: Group, ids: Sequence[str]) -> LeadlineError | None:
        try:
            self._group(desk, group, ids)
        except Unknown:  # it is gone, which the sync confirms
            return None
        except LeadlineError as error:
            return error
        return None

    def _group(self, desk: Desk, group: Group, ids: Sequence[str]) -> None:
        """Read what of a stream was named; what is not among what is chosen is nobody's business."""
        name, place = group
        if name == REPOSITORIES:
            Roll(self._store, desk.source, desk.client, desk.intake, self._clock).call()
            return
        stream = desk.streams.get(name)
        repository = desk.repositories.get(identify(desk.source.key, "repository", place)) if place else None
        if stream is None or (place and repository is None):
            return
        if "" in ids and (repository or stream.per is Per.SOURCE):
            self._read(desk, stream, repository)
        named = [id_ for id_ in ids if id_]
        if named and (repository or stream.is_found_by_id or stream.per is Per.SOURCE):
            self._hydrate(desk, name, named, repository)

    def _hydrate(self, desk: Desk, stream: str, ids: Sequence[str], repository: Repository | None) -> None:
        for page in desk.client.hydrate(stream, ids, repository):
            with self._store.write() as shelves:
                desk.intake.page(shelves, stream, self._ours(desk, page), desk.roster)

    def _read(self, desk: Desk, stream: Stream, repository: Repository | None) -> None:
        """What is new in the stream, unless a sync is at work, which reads it, or the next one does."""
        spot = Spot(desk.source.key, stream.name, repository)
        lease = Lease(desk.source.key, self._clock)
        with self._store.write() as shelves:
            if not lease.take(shelves):
                return
            at = position.load_at(shelves, spot)
        reading = Reading(
            self._store,
            desk.client,
            intake=desk.intake,
            roster=desk.roster,
            lease=lease,
            clock=self._clock,
            heard=_unheard,
        )
        try:
            reading.catch_up(Entry(spot, stream, at, None, self._clock()), at.until)
        finally:
            with self._store.write() as shelves:
                lease.release(shelves)

    def _ours(self, desk: Desk, page: Page) -> Page:
        """The page without what lies in repositories that are not read."""
        runs = {run.id for run in page.of(Run) if run.repository_id not in desk.repositories}
        kept = [
            record
            for record in page.records
            if getattr(record, "repository_id", None) in {None, *desk.repositories}
            and not (isinstance(record, Job | TestCase) and record.run_id in runs)
        ]
        return page if len(kept) == len(page.records) else replace(page, records=tuple(kept))


def _groups(batch: Sequence[Arrival]) -> dict[Group, list[str]]:
    """By stream and place what is to be read, in the order in which it was named, each once."""
    found: dict[Group, dict[str, None]] = {}
    for arrival in batch:
        for stream, external_id, place in arrival.named:
            found.setdefault((stream, place), {})[external_id] = None
    return {group: list(ids) for group, ids in found.items()}


def _is_about(arrival: Arrival, group: Group) -> bool:
    return any((stream, place) == group for stream, _, place in arrival.named)


def _unheard(_: str, __: Page) -> None:
    """Nobody watches."""
