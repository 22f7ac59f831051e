"""Data health: how each source is, what looks odd in the data, and what to do about it."""

from datetime import datetime, timedelta

import numpy as np

from domain.clock import Clock
from domain.facts import PULL_REQUESTS, Flag
from domain.health import HealthReport, Light, QualityCounter, SourceHealth
from domain.question import ORGANISATION
from domain.records import RepositoryState
from services.freshness import Pulse, is_stale
from storage.shelves import Shelves
from storage.store import Store

QUALITY_WINDOW = timedelta(days=90)
COUNTED = {
    Flag.CONTRADICTORY: "with times that contradict each other",
    Flag.UNREVIEWED: "merged without a review",
    Flag.OLD_COMMIT: "with a commit written more than 30 days before opening",
}
"""What is odd about pull requests of people, in words."""


class Health:
    def __init__(self, store: Store, clock: Clock, every: timedelta, version: str = "") -> None:
        """`every` is how often the sources are synced."""
        self._store = store
        self._clock = clock
        self._every = every
        self._version = version

    def report(self) -> HealthReport:
        """Every source, and the oddities of what was merged in the last 90 days."""
        now = self._clock()
        with self._store.read() as shelves:
            sources = tuple(
                self._source(Pulse.of(each, shelves), shelves, now) for each in shelves.sources.all()
            )
            return HealthReport(sources, _quality(shelves, now), now, self._version)

    def _source(self, pulse: Pulse, shelves: Shelves, now: datetime) -> SourceHealth:
        key = pulse.source.key
        quarantined = shelves.quarantine.count(key)
        light, note, next_step = self._state(pulse, quarantined, now)
        known = shelves.repositories.all(key)
        return SourceHealth(
            key=key,
            name=pulse.source.name,
            light=light,
            last_success_at=pulse.success.finished_at if pulse.success else None,
            last_attempt_at=pulse.last.began_at if pulse.last else None,
            repositories=sum(each.state is not RepositoryState.DELETED for each in known),
            pull_requests=shelves.pull_requests.count(key),
            quarantined=quarantined,
            note=note,
            next_step=next_step,
            next_run_at=pulse.last.began_at + self._every if pulse.last else None,
        )

    def _state(self, pulse: Pulse, quarantined: int, now: datetime) -> tuple[Light, str, str]:
        """The light, what it means, and what to do unless it is green."""
        success = pulse.success
        is_old = success is None or is_stale(success.began_at, now, self._every)
        if pulse.last is None:
            return Light.YELLOW, "It has never been synced.", "Run `leadline sync`."
        if pulse.is_failing:
            light = Light.RED if is_old else Light.YELLOW
            return light, pulse.failure, f"Run `leadline check {pulse.source.key}`."
        if success is None:
            return (
                Light.YELLOW,
                "Its first sync has not finished.",
                "Wait, or see how far it is with `leadline sync`.",
            )
        if is_old:
            return (
                Light.YELLOW,
                "Its data is older than it should be.",
                "See that `leadline serve` is running.",
            )
        if quarantined:
            told = "1 record" if quarantined == 1 else f"{quarantined:,} records"
            return (
                Light.YELLOW,
                f"{told} could not be read.",
                "They are tried again with `leadline sync --full`.",
            )
        return Light.GREEN, "", ""


def _quality(shelves: Shelves, now: datetime) -> tuple[QualityCounter, ...]:
    """How many of the last 90 days' pull requests show each oddity; bots' are passed over."""
    columns = shelves.facts.columns(PULL_REQUESTS, ORGANISATION.id, now - QUALITY_WINDOW, now)
    flags = columns.flags[columns.flags & int(Flag.BOT_AUTHOR) == 0]
    return tuple(
        QualityCounter(label, int(np.count_nonzero(flags & int(flag)))) for flag, label in COUNTED.items()
    )
