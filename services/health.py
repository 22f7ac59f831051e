"""Data health: how each source is, what looks odd in the data, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import and_

import numpy as np

from domain.clock import Clock
from domain.facts import (
    CALLS,
    CASES,
    DEPLOYMENTS,
    INCIDENTS,
    ISSUES,
    PULL_REQUESTS,
    CallFlag,
    CaseFlag,
    Columns,
    DeploymentFlag,
    Family,
    Flag,
    IncidentFlag,
    IssueFlag,
)
from domain.health import HealthReport, Holding, Light, QualityCounter, SourceHealth, Unread
from domain.question import ORGANISATION
from domain.records import RepositoryState
from metrics import BUILTIN
from metrics.metric import Metric
from render.text import nouns
from services.freshness import Pulse, is_stale
from services.kin import kin
from services.sync import position
from storage.shelves import Shelves
from storage.store import Store

QUALITY_WINDOW = timedelta(days=90)

_ORDINARY = {
    PULL_REQUESTS.name: int(Flag.UNREVIEWED | Flag.SELF_MERGED | Flag.OVER_OBJECTION | Flag.OFF_DEFAULT),
    DEPLOYMENTS.name: int(DeploymentFlag.OPEN_FAILURE),
    CASES.name: int(CaseFlag.FLAKY),
    INCIDENTS.name: int(
        IncidentFlag.LINKED
        | IncidentFlag.ACK_TIMED_OUT
        | IncidentFlag.AUTO_RESOLVED
        | IncidentFlag.UNACKNOWLEDGED
    ),
    CALLS.name: int(CallFlag.SLEEP | CallFlag.OFF_HOURS),
    ISSUES.name: int(IssueFlag.SUBTASK | IssueFlag.REOPENED | IssueFlag.BLOCKED),
}
"""By kin, what figures tell of how the work went: nothing about the data is odd."""

State = tuple[Light, str, str]
"""The light, what it means, and what to do unless it is green."""


class Health:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        every: timedelta,
        version: str = "",
        metrics: Sequence[Metric] = BUILTIN,
    ) -> None:
        """`every` is how often the sources are synced; `metrics` say what is odd about facts."""
        self._metrics = metrics
        self._store = store
        self._clock = clock
        self._every = every
        self._version = version

    def report(self) -> HealthReport:
        """Every source, and the oddities of what happened in the last 90 days."""
        now = self._clock()
        with self._store.read() as shelves:
            sources = tuple(
                self._source(Pulse.of(each, shelves), shelves, now) for each in shelves.sources.all()
            )
            return HealthReport(sources, _quality(self._metrics, shelves, now), now, self._version)

    def _source(self, pulse: Pulse, shelves: Shelves, now: datetime) -> SourceHealth:
        key = pulse.source.key
        quarantined = shelves.quarantine.count(key)
        unread = _unread(key, shelves)
        light, note, next_step = self._state(pulse, now) or _wholeness(key, quarantined, len(unread))
        return SourceHealth(
            key=key,
            name=pulse.source.name,
            light=light,
            last_success_at=pulse.success.finished_at if pulse.success else None,
            last_attempt_at=pulse.last.began_at if pulse.last else None,
            holds=tuple(Holding(noun, n) for noun, n in shelves.holdings.of(key).items()),
            quarantined=quarantined,
            note=note,
            next_step=next_step,
            next_run_at=pulse.last.began_at + self._every if pulse.last else None,
            unread=unread,
        )

    def _state(self, pulse: Pulse, now: datetime) -> State | None:
        """What its syncs tell; nothing where they are well."""
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
        return None


def _wholeness(key: str, quarantined: int, unread: int) -> State:
    """What a source whose syncs are well could not bring."""
    if unread:
        told = "Something" if unread == 1 else f"{unread:,} things"
        note = f"{told} could not be read lately; the rest was."
        return Light.YELLOW, note, f"Run `leadline check {key}`."
    if quarantined:
        told = "1 record" if quarantined == 1 else f"{quarantined:,} records"
        return (
            Light.YELLOW,
            f"{told} could not be read.",
            "They are tried again with `leadline sync --full`.",
        )
    return Light.GREEN, "", ""


def _unread(source: str, shelves: Shelves) -> tuple[Unread, ...]:
    """What could not be read of the source and of its repositories, unless those are gone."""
    failing = position.failing(shelves, source)
    places = shelves.repositories.by_ids({place for _, place, _ in failing})
    there = {id_: each for id_, each in places.items() if each.state is not RepositoryState.DELETED}
    return tuple(
        Unread(f"{stream.replace('_', ' ')}{f' of {there[place].full_name}' if place else ''}", why)
        for stream, place, why in failing
        if not place or place in there
    )


def _quality(metrics: Sequence[Metric], shelves: Shelves, now: datetime) -> tuple[QualityCounter, ...]:
    """How many facts of the last 90 days show each oddity, by the words of the metrics that notice it.

    What is left out of every figure anyway, such as the work of bots, is passed over.
    """
    counters: dict[tuple[str, str], int] = {}
    for noticing in _by_family(metrics).values():
        columns = shelves.facts.columns(noticing[0].of, ORGANISATION.id, now - QUALITY_WINDOW, now)
        hidden = _hidden_everywhere(noticing)
        flags = columns.flags[columns.flags & hidden == 0]
        for flag, words in _noticed(noticing).items():
            if not _is_odd(noticing[0].of, flag):
                continue
            told = noticing[0].info.noun, words
            counters[told] = counters.get(told, 0) + int(np.count_nonzero(flags & flag))
    return tuple(
        QualityCounter(f"{noun if n == 1 else nouns(noun)} {words}", n)
        for (noun, words), n in counters.items()
        if n
    )


def _by_family(metrics: Sequence[Metric]) -> dict[str, list[Metric]]:
    """The metrics that notice something, by family; of families of the same items the first is looked at."""
    found: dict[str, list[Metric]] = {}
    for metric in metrics:
        if metric.notices and kin(metric.of.name)[0] is metric.of:
            found.setdefault(metric.of.name, []).append(metric)
    return found


def _is_odd(family: Family[Columns], flag: int) -> bool:
    return not flag & _ORDINARY.get(kin(family.name)[0].name, 0)


def _hidden_everywhere(metrics: Sequence[Metric]) -> int:
    return reduce(and_, (metric.hidden for metric in metrics))


def _noticed(metrics: Sequence[Metric]) -> dict[int, str]:
    return {int(flag): words for metric in reversed(metrics) for flag, words in metric.notices.items()}
