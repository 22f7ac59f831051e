"""How much of the work asked about has been read, and as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.facts import (
    ACKNOWLEDGEMENTS,
    CALLS,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    RESOLUTIONS,
    SHIFTS,
    SPRINTS,
    Columns,
    Family,
)
from domain.records import Repository, RepositoryState, Source
from domain.result import Coverage
from domain.runs import RunOutcome, SyncRun
from services.sync import position
from services.sync.position import Position
from storage.shelves import Shelves, holdings

_INCIDENTS = (holdings.INCIDENTS, "incident source")
_ISSUES = (holdings.ISSUES, "issue tracker")
_TOLD_BY = {
    **dict.fromkeys((each.name for each in (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS)), _INCIDENTS),
    **dict.fromkeys((each.name for each in (CALLS, SHIFTS)), _INCIDENTS),
    **dict.fromkeys((each.name for each in (ISSUES, ISSUE_PULLS, ISSUE_DEPLOYS, SPRINTS)), _ISSUES),
}
"""By family, whose sources tell of its items, and what such a source is called."""

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
    repositories: Sequence[Repository], shelves: Shelves, now: datetime, every: timedelta
) -> Coverage:
    """Of the repositories that still exist, how many are read, and the oldest moment up to which one is."""
    in_scope = [each for each in repositories if each.state is not RepositoryState.DELETED]
    pulses = {source.key: Pulse.of(source, shelves) for source in shelves.sources.all()}
    positions = {
        id_: at
        for key in {each.source for each in in_scope}
        for id_, at in position.load_all(shelves, key).items()
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
    if told is None:
        return coverage(repositories, shelves, now, every)
    kind, noun = told
    telling, silent = shelves.holdings.tellers(kind), shelves.holdings.silent()
    coded = {repository.source for repository in shelves.repositories.all()}
    if telling and telling <= coded:
        return coverage(repositories, shelves, now, every)
    every_one = [Pulse.of(source, shelves) for source in shelves.sources.all()]
    pulses = [pulse for pulse in every_one if pulse.source.key in telling]
    pulses = pulses or [pulse for pulse in every_one if pulse.source.key in silent and pulse.success]
    read = [pulse.success.began_at for pulse in pulses if pulse.success]
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


def _read_until(at: Position | None, pulse: Pulse | None) -> datetime | None:
    """Until when all of a repository is read; a sync that succeeded found it unchanged or read it."""
    if at is None or at.watermark is None:
        return None
    if at.error or pulse is None or pulse.success is None:
        return at.watermark
    return max(at.watermark, pulse.success.began_at)
