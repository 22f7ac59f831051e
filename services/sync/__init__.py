"""Brings the store up to date with its sources: generic over providers, safe to interrupt anywhere."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event, Lock

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
    """Syncs sources: one thing after another within a source, the sources beside one another.

    A source that is slow or down delays only itself: what another one brought can be asked about at once.
    """

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
        self._at_work: dict[str, Future[SyncReport]] = {}
        self._settling = Lock()

    def run(
        self,
        source: str | None = None,
        *,
        full: bool = False,
        since: datetime | None = None,
        progress: Told | None = None,
        patience: timedelta | None = None,
    ) -> tuple[SyncReport, ...]:
        """Sync one source, or all; what went wrong with one is in its report.

        The columns that answers are computed from are packed before this returns. Who has `patience` waits
        no longer than that: sources that take longer go on, without outcome so far, and are left alone by
        the syncs meanwhile.

        Raises:
            Unknown: there is no such source.
        """
        told = progress or _unheard
        sources = self._chosen(source)
        self._facts.begin()

        def one(source: Source) -> SyncReport:
            return self._synced(source, Wish(full, since, listing=full or self._is_due(source)), told)

        if len(sources) == 1 and patience is None:  # needs no thread, and is interrupted at once
            return (one(sources[0]),)
        return self._beside_one_another(sources, one, patience)

    def stop(self) -> None:
        """End every sync after the page at hand; the next one resumes there."""
        self._stopping.set()

    def close(self) -> None:
        """Wait until every sync has come to its end, or to where it was stopped."""
        wait(self._at_work.values())

    def settle(self, source: str, progress: Told | None = None) -> None:
        """Make facts anew where something they rest on has changed, and pack what is dirty.

        One after another does so, for all write the same; nothing is begun when we are to end.
        """
        with self._settling:
            if not self._stopping.is_set():
                self._settle(source, progress or _unheard)

    def _chosen(self, key: str | None) -> list[Source]:
        with self._store.read() as shelves:
            sources = shelves.sources.all()
        chosen = [source for source in sources if key in (None, source.key)]
        if key is not None and not chosen:
            known = ", ".join(source.key for source in sources) or "none yet"
            raise Unknown(f"There is no source `{key}`.", hint=f"Connected are: {known}.")
        return chosen

    def _beside_one_another(
        self, sources: list[Source], one: Callable[[Source], SyncReport], patience: timedelta | None
    ) -> tuple[SyncReport, ...]:
        """What came of each; one that is at work already, or still, has no outcome."""
        idle = [source for source in sources if not self._is_at_work(source)]
        pool = ThreadPoolExecutor(max(1, len(idle)), thread_name_prefix="sync")
        self._at_work |= {source.key: pool.submit(one, source) for source in idle}
        pool.shutdown(wait=False)
        try:
            begun = [self._at_work[source.key] for source in idle]
            wait(begun, patience.total_seconds() if patience else None)
        except KeyboardInterrupt:
            self.stop()
            raise
        return tuple(self._came_of(source, is_ours=source in idle) for source in sources)

    def _is_at_work(self, source: Source) -> bool:
        return source.key in self._at_work and not self._at_work[source.key].done()

    def _came_of(self, source: Source, *, is_ours: bool) -> SyncReport:
        work = self._at_work[source.key]
        if is_ours and work.done():
            return work.result()
        return Tally(source.key, Usage(), self._clock, _unheard).report(None)

    def _synced(self, source: Source, wish: Wish, told: Told) -> SyncReport:
        """One source, and what rests on it."""
        report = self._round(source, wish, told)
        self.settle(source.key, told)
        return report

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
