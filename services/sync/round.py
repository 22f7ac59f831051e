"""One sync of one source: list, probe, read what has changed, and keep account of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.clock import Clock
from domain.errors import LeadlineError, Unknown
from domain.records import Source
from domain.runs import RunOutcome
from integrations.pages import Page
from integrations.provider import Client, Per
from services.facts import Facts
from services.sync import position
from services.sync.intake import Intake
from services.sync.lease import Lease
from services.sync.position import STREAM
from services.sync.reading import Reading
from services.sync.report import Step, SyncReport
from services.sync.roll import Entry, Roll
from services.sync.tally import Tally
from storage.store import Store

IN_A_ROW = 3
"""After so many repositories in a row that cannot be read, it is the source that is not well."""

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The process is asked to end; the next sync resumes where this one was."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of sync is asked for.

    `full` reads everything again, `since` reads back to that instant, `listing` asks which
    repositories there are before anything else.
    """

    full: bool = False
    since: datetime | None = None
    listing: bool = True


class Round:
    """Syncs one source, once."""

    def __init__(
        self,
        store: Store,
        source: Source,
        client: Client,
        *,
        facts: Facts,
        intake: Intake,
        clock: Clock,
        tally: Tally,
        stopping: Callable[[], bool],
    ) -> None:
        self._store = store
        self._source = source
        self._client = client
        self._facts = facts
        self._intake = intake
        self._clock = clock
        self._tally = tally
        self._stopping = stopping
        self._lease = Lease(source.key, clock)
        self._roll = Roll(store, source, client, intake, clock)

    def run(self, wish: Wish) -> SyncReport:
        """Sync; what went wrong is in the report, and in the record of the run."""
        with self._store.write() as shelves:
            if not self._lease.take(shelves):
                return self._tally.report(None)
            run = shelves.runs.begin(self._source.key, STREAM, self._tally.began_at)
        outcome = RunOutcome.INTERRUPTED
        try:
            outcome = self._outcome(wish)
        finally:
            report = self._tally.report(outcome)
            self._record(run, report)
        return report

    def _record(self, run: int, report: SyncReport) -> None:
        with self._store.write() as shelves:
            self._lease.release(shelves)
            shelves.runs.finish(
                run,
                report.finished_at,
                report.outcome or RunOutcome.INTERRUPTED,
                report.note,
                requests=report.requests,
                points=report.points,
                records=sum(report.records.values()),
                quarantined=report.quarantined,
            )

    def _outcome(self, wish: Wish) -> RunOutcome:
        try:
            read = self._sync(wish)
        except Stopped:
            return RunOutcome.INTERRUPTED
        except LeadlineError as error:
            log.warning("The sync of %s failed: %s", self._source.key, error)
            self._tally.fail("", error)
            return RunOutcome.FAILED
        return RunOutcome.FAILED if self._tally.failures and not read else RunOutcome.SUCCEEDED

    def _sync(self, wish: Wish) -> int:
        """Read what there is to read; how much of it could be read or needed no reading."""
        if wish.listing:
            self._list()
        entries = self._roll.entries()
        unread = [entry for entry in entries if wish.full or wish.since or entry.is_unread]
        self._tally.step(Step.READING, len(unread))
        with self._store.read() as shelves:
            roster = self._facts.roster(shelves)
        reading = Reading(
            self._store,
            self._client,
            intake=self._intake,
            roster=roster,
            lease=self._lease,
            clock=self._clock,
            heard=self._heard,
        )
        failed = self._read_each(reading, unread, wish)
        if wish.listing:
            self._retry_quarantined(reading)
        return len(entries) - failed

    def _list(self) -> None:
        self._tally.step(Step.LISTING)
        for name in self._roll.call():
            unknown = Unknown("Nothing of this name can be seen.", hint="Correct it in config.json.")
            self._tally.fail(name, unknown)
        with self._store.write() as shelves:
            self._intake.recast(shelves)

    def _read_each(self, reading: Reading, entries: list[Entry], wish: Wish) -> int:
        """Read one after another; what cannot be read delays only itself. How many could not."""
        failed = 0
        unwell: list[str] = []
        for entry in entries:
            self._tally.begin(entry.name, entry.stream.title, entry.spot.repository)
            error = self._read(reading, entry, wish)
            failed += bool(error)
            unwell = list(dict.fromkeys([*unwell, entry.spot.key])) if error else []
            if error and len(unwell) == IN_A_ROW:
                raise error
            self._tally.end()
        return failed

    def _read(self, reading: Reading, entry: Entry, wish: Wish) -> LeadlineError | None:
        try:
            if wish.full:
                reading.read_all(entry)
            else:
                reading.catch_up(entry, wish.since)
        except Unknown as error:
            if entry.spot.repository:
                self._roll.miss(entry.spot.repository)
                return None
            return self._failed(entry, error)
        except LeadlineError as error:
            return self._failed(entry, error)
        return None

    def _failed(self, entry: Entry, error: LeadlineError) -> LeadlineError:
        """It is not as fresh as the sync around it; answers about it say so."""
        log.warning("%s could not be read: %s", entry.name, error)
        self._tally.fail(entry.name, error)
        with self._store.write() as shelves:
            at = position.load_at(shelves, entry.spot)
            position.save_at(shelves, entry.spot, replace(at, error=str(error)))
        return error

    def _retry_quarantined(self, reading: Reading) -> None:
        """What could not be read before may be readable by now: it was mended, or this version knows it."""
        with self._store.read() as shelves:
            set_aside = shelves.quarantine.all(self._source.key)
        for stream in self._client.streams:
            if stream.is_found_by_id or stream.per is Per.SOURCE:
                names = [each.external_id for each in set_aside if each.stream == stream.name]
                reading.look_again(stream.name, [name for name in names if name])

    def _heard(self, stream: str, page: Page) -> None:
        self._tally.page(stream, page)
        if self._stopping():
            raise Stopped
