"""Brings the store up to date with its sources: generic over providers, safe to interrupt anywhere."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

from domain.clock import Clock
from domain.errors import LeadlineError, Unknown
from domain.people import Person
from domain.records import Source
from domain.runs import RunOutcome
from integrations.provider import Client, Usage
from services.derivation import Derivations
from services.facts import Facts
from services.sync.intake import Intake
from services.sync.people import Logins, introduce
from services.sync.position import STREAM, Position
from services.sync.report import Failure, Progress, Step, SyncReport, Told
from services.sync.round import Round, Stopped, Wish
from services.sync.tally import Tally
from storage.store import Store

__all__ = ["Failure", "Position", "Progress", "Step", "Stopped", "Sync", "SyncReport"]

LISTED_FOR = timedelta(days=1)
"""How long a process trusts the list of repositories; renames and new ones are met that late at most."""

PACKED_AT_ONCE = 50
"""Segments packed in one transaction, so that nobody waits long to write."""


class Sync:
    """Syncs sources: one after another within a source, the sources beside one another."""

    def __init__(
        self,
        store: Store,
        clients: Callable[[Source], Client],
        facts: Facts,
        clock: Clock,
        *,
        derivations: Derivations | None = None,
        bots: Sequence[str] = (),
        people: Sequence[tuple[Person, Logins]] = (),
        stopping: Event | None = None,
    ) -> None:
        """`bots` are patterns of logins, `people` bring theirs; `stopping`, once set, ends syncs early."""
        self._store = store
        self._clients = clients
        self._facts = facts
        self._clock = clock
        self._derivations = derivations
        self._bots = tuple(bots)
        self._people = tuple(people)
        self._stopping = stopping or Event()
        self._listed: dict[str, datetime] = {}

    def run(
        self,
        source: str | None = None,
        *,
        full: bool = False,
        since: datetime | None = None,
        progress: Told | None = None,
    ) -> tuple[SyncReport, ...]:
        """Sync one source, or all; what went wrong with one is in its report.

        The columns that answers are computed from are packed before this returns.

        Raises:
            Unknown: there is no such source.
        """
        told = progress or _unheard
        sources = self._chosen(source)
        self._facts.begin()
        reports = self._each(sources, full=full, since=since, told=told)
        if reports and not self._stopping.is_set():
            self._settle(sources[0].key, told)
        return reports

    def stop(self) -> None:
        """End every sync after the page at hand; the next one resumes there."""
        self._stopping.set()

    def _chosen(self, key: str | None) -> list[Source]:
        with self._store.read() as shelves:
            sources = shelves.sources.all()
        chosen = [source for source in sources if key in (None, source.key)]
        if key is not None and not chosen:
            known = ", ".join(source.key for source in sources) or "none yet"
            raise Unknown(f"There is no source `{key}`.", hint=f"Connected are: {known}.")
        return chosen

    def _each(
        self, sources: list[Source], *, full: bool, since: datetime | None, told: Told
    ) -> tuple[SyncReport, ...]:
        def one(source: Source) -> SyncReport:
            return self._round(source, Wish(full, since, listing=full or self._is_due(source)), told)

        if len(sources) < 2:  # noqa: PLR2004 - a source alone needs no threads, and is interrupted at once
            return tuple(map(one, sources))
        with ThreadPoolExecutor(len(sources), thread_name_prefix="sync") as pool:
            return tuple(pool.map(one, sources))

    def _is_due(self, source: Source) -> bool:
        """Whether to ask for the list of repositories: once per process and day."""
        listed = self._listed.get(source.key)
        return listed is None or self._clock() - listed >= LISTED_FOR

    def _round(self, source: Source, wish: Wish, told: Told) -> SyncReport:
        try:
            client = self._clients(source)
        except LeadlineError as error:
            return self._unconnected(source, error, told)
        try:
            report = Round(
                self._store,
                source,
                client,
                facts=self._facts,
                intake=Intake(source, self._facts, self._clock, self._bots),
                clock=self._clock,
                tally=Tally(source.key, client.usage, self._clock, told),
                stopping=self._stopping.is_set,
            ).run(wish)
        finally:
            client.close()
        if wish.listing and not any(failure.what == "" for failure in report.failures):
            self._listed[source.key] = report.began_at
        return report

    def _unconnected(self, source: Source, error: LeadlineError, told: Told) -> SyncReport:
        """Nothing was asked, for there is nothing to ask with; recorded like every sync."""
        tally = Tally(source.key, Usage(), self._clock, told)
        tally.fail("", error)
        report = tally.report(RunOutcome.FAILED)
        with self._store.write() as shelves:
            run = shelves.runs.begin(source.key, STREAM, report.began_at)
            shelves.runs.finish(run, report.finished_at, RunOutcome.FAILED, report.note)
        return report

    def _settle(self, source: str, told: Told) -> None:
        """Make facts anew where something they rest on has changed, and pack what is dirty."""
        with self._store.write() as shelves:
            introduce(shelves, self._people, self._facts)

        def recomputing(done: int, total: int) -> None:
            told(Progress(source, Step.RECOMPUTING, done / max(total, 1), records=done))

        self._facts.refresh(recomputing)
        if self._derivations:
            told(Progress(source, Step.DERIVING))
            self._derivations.refresh()
        told(Progress(source, Step.PACKING))
        packed = PACKED_AT_ONCE
        while packed == PACKED_AT_ONCE:
            with self._store.write() as shelves:
                packed = shelves.facts.repack(PACKED_AT_ONCE)


def _unheard(_: Progress) -> None:
    """Nobody listens."""
