"""How much of the work asked about has been read, and as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.facts import (
    ACKNOWLEDGEMENTS,
    CALLS,
    CASES,
    DEPLOYMENTS,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    RECOVERIES,
    REPAIRS,
    RESOLUTIONS,
    RUNS,
    SHIFTS,
    SPRINTS,
    Columns,
    Family,
)
from domain.records import Repository, RepositoryState, Source
from domain.result import Coverage
from domain.runs import RunOutcome, SyncRun
from services.sync import position
from services.sync.position import Position, Spot
from storage.shelves import Shelves, holdings

_INCIDENTS = (holdings.INCIDENTS, "incident source")
_ISSUES = (holdings.ISSUES, "issue tracker")
_TOLD_BY = {
    **dict.fromkeys((each.name for each in (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS)), _INCIDENTS),
    **dict.fromkeys((each.name for each in (CALLS, SHIFTS)), _INCIDENTS),
    **dict.fromkeys((each.name for each in (ISSUES, ISSUE_PULLS, ISSUE_DEPLOYS, SPRINTS)), _ISSUES),
}
"""By family, whose sources tell of its items, and what such a source is called."""

_STREAMS = {
    **dict.fromkeys((each.name for each in (RUNS, RECOVERIES, CASES)), "runs"),
    **dict.fromkeys((each.name for each in (DEPLOYMENTS, REPAIRS)), "deployments"),
    **dict.fromkeys((each.name for each in (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS, CALLS)), "incidents"),
    **dict.fromkeys((each.name for each in (ISSUES, ISSUE_PULLS, ISSUE_DEPLOYS)), "issues"),
    SHIFTS.name: "shifts",
    SPRINTS.name: "sprints",
}
"""By family, the stream that its items are read from; pull requests, where nothing else is said."""

MISSED = 3
"""After so many syncs that should have come and did not, data counts as stale."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """A source's latest sync and the latest that succeeded."""

    source: Source
    last: SyncRun | None
    success: SyncRun | None

    @classmethod
    def of(cls, source: Source, shelves: Shelves) -> "Pulse":
        runs = shelves.runs
        return cls(source, runs.last(source.key), runs.last(source.key, RunOutcome.SUCCEEDED))

    @property
    def is_failing(self) -> bool:
        return self.last is not None and self.last.outcome is RunOutcome.FAILED

    @property
    def failure(self) -> str:
        """What is told while the source fails."""
        note = self.last.note if self.last else ""
        return f"The last sync of {self.source.name} failed{f': {note}' if note else '.'}"


def coverage(
    repositories: Sequence[Repository],
    shelves: Shelves,
    now: datetime,
    every: timedelta,
    stream: str = position.STREAM,
) -> Coverage:
    """Of the repositories that still exist, how many are read, and the oldest moment up to which one is.

    A source that has no such stream is as fresh as its pull requests are.
    """
    in_scope = [each for each in repositories if each.state is not RepositoryState.DELETED]
    pulses = {source.key: Pulse.of(source, shelves) for source in shelves.sources.all()}
    positions = {
        id_: at
        for key in {each.source for each in in_scope}
        for id_, at in (position.load_all(shelves, key, stream) or position.load_all(shelves, key)).items()
    }
    read = [at for each in in_scope if (at := _read_until(positions.get(each.id), pulses.get(each.source)))]
    as_of = min(read, default=None)
    failing = [pulses[key] for key in sorted({each.source for each in in_scope} & pulses.keys())]
    return Coverage(
        synced=len(read),
        in_scope=len(in_scope),
        as_of=as_of,
        stale=as_of is not None and is_stale(as_of, now, every),
        failing=next((pulse.failure for pulse in failing if pulse.is_failing), ""),
    )


def extent(
    family: Family[Columns],
    repositories: Sequence[Repository],
    shelves: Shelves,
    now: datetime,
    every: timedelta,
) -> Coverage:
    """Coverage of the sources that tell of a family's items: of the repositories where those are code.

    Incidents and issues may come from sources without repositories, whose own syncs are then what counts.
    Where none has told of any yet, one that was synced and told of nothing at all may still do so.
    """
    told = _TOLD_BY.get(family.name)
    stream = _STREAMS.get(family.name, position.STREAM)
    if told is None:
        return coverage(repositories, shelves, now, every, stream)
    kind, noun = told
    telling, silent = shelves.holdings.tellers(kind), shelves.holdings.silent()
    coded = {repository.source for repository in shelves.repositories.all()}
    if telling and telling <= coded:
        return coverage(repositories, shelves, now, every)
    every_one = [Pulse.of(source, shelves) for source in shelves.sources.all()]
    pulses = [pulse for pulse in every_one if pulse.source.key in telling]
    pulses = pulses or [pulse for pulse in every_one if pulse.source.key in silent and pulse.success]
    read = [at for pulse in pulses if (at := _heard_until(pulse, stream, shelves))]
    as_of = min(read, default=None)
    return Coverage(
        synced=len(read),
        in_scope=len(pulses),
        as_of=as_of,
        stale=as_of is not None and is_stale(as_of, now, every),
        failing=next((pulse.failure for pulse in pulses if pulse.is_failing), ""),
        kind=noun,
    )


def is_stale(as_of: datetime, now: datetime, every: timedelta) -> bool:
    return now - as_of > MISSED * every


def _heard_until(pulse: Pulse, stream: str, shelves: Shelves) -> datetime | None:
    """Until when a stream of the whole source is read; as its syncs are, where it has no such stream."""
    at = position.load_at(shelves, Spot(pulse.source.key, stream))
    if at == Position():
        return pulse.success.began_at if pulse.success else None
    return _read_until(at, pulse)


def _read_until(at: Position | None, pulse: Pulse | None) -> datetime | None:
    """Until when all of a repository is read; a sync that succeeded found it unchanged or read it."""
    if at is None or at.watermark is None:
        return None
    if at.error or pulse is None or pulse.success is None:
        return at.watermark
    return max(at.watermark, pulse.success.began_at)
