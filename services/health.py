"""How well the data is: per source how fresh and complete it is, and what is odd about its records."""

from datetime import datetime, timedelta

import numpy as np

from domain.clock import Clock
from domain.health import HealthReport, Light, QualityCounter, SourceHealth
from domain.records import RepositoryState, Source
from domain.runs import RunOutcome, SyncRun
from metrics.engine import NOTICED
from storage.shelves import Shelves
from storage.store import Store

LATE_AFTER = 3
"""A source is stale when as many rounds have passed without a complete one."""

LOOKED_AT = timedelta(days=90)
"""Oddities are counted among what was merged in this time."""

ALARMING = 0.01
"""The share of records set aside from which on a source is not well."""

ORGANISATION_SCOPE = 0


class Health:
    """Looks at runs, quarantine and facts; asks no provider anything."""

    def __init__(self, store: Store, clock: Clock, *, every: timedelta, version: str) -> None:
        """`every` is the time between two rounds of the sync."""
        self._store = store
        self._clock = clock
        self._every = every
        self._version = version

    def report(self) -> HealthReport:
        """Every source and every kind of oddity."""
        now = self._clock()
        with self._store.read() as shelves:
            sources = tuple(self.source(shelves, source) for source in shelves.sources.all())
            return HealthReport(sources, _quality(shelves, now), now, self._version)

    def source(self, shelves: Shelves, source: Source) -> SourceHealth:
        """How one source is."""
        attempt = shelves.runs.last(source.key)
        success = shelves.runs.last(source.key, RunOutcome.SUCCEEDED)
        repositories = shelves.repositories.all(source.key)
        pull_requests = shelves.pull_requests.count(source.key)
        quarantined = shelves.quarantine.count(source.key)
        light, note, step = self._judged(source, attempt, success)
        if light is Light.GREEN and quarantined > ALARMING * max(pull_requests, 1):
            light, note = Light.YELLOW, f"{quarantined} records could not be read and are set aside."
            step = "Run `leadline sync --full` after the next update; tell us if they stay."
        return SourceHealth(
            key=source.key,
            name=source.name,
            light=light,
            last_success_at=success.finished_at if success else None,
            last_attempt_at=attempt.began_at if attempt else None,
            repositories=sum(each.state is not RepositoryState.DELETED for each in repositories),
            pull_requests=pull_requests,
            quarantined=quarantined,
            note=note,
            next_step=step,
            next_run_at=attempt.began_at + self._every if attempt else None,
        )

    def is_stale(self, success: SyncRun | None) -> bool:
        """Whether the last complete round is too long ago."""
        finished = success.finished_at if success else None
        return finished is None or self._clock() - finished > LATE_AFTER * self._every

    def _judged(
        self, source: Source, attempt: SyncRun | None, success: SyncRun | None
    ) -> tuple[Light, str, str]:
        """The light, what is the matter, and what to do about it."""
        check = f"Run `leadline check {source.key}`; it says what is wrong."
        if attempt is None:
            return (
                Light.YELLOW,
                "It has never been synced.",
                "Run `leadline sync`, or wait for the next round.",
            )
        if attempt.outcome is RunOutcome.FAILED:
            return (Light.YELLOW if success else Light.RED), attempt.note or "The last sync failed.", check
        if success is None:
            return Light.YELLOW, "The first sync is not complete yet.", ""
        if self.is_stale(success):
            return Light.YELLOW, "No sync has been completed for a while.", "Is `leadline serve` running?"
        return Light.GREEN, "", ""


def _quality(shelves: Shelves, now: datetime) -> tuple[QualityCounter, ...]:
    flags = shelves.facts.columns(ORGANISATION_SCOPE, now - LOOKED_AT, now).flags
    counters = (
        QualityCounter(words, int(np.count_nonzero(flags & int(flag)))) for flag, words in NOTICED.items()
    )
    return tuple(counter for counter in counters if counter.n)
