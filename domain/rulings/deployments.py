"""Logical deployments: which of a provider's deployments are one, when it ended, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.records import Deployment, DeploymentStatus

WAVE = timedelta(hours=1)
"""Without a run to tell, the regions of one deployment follow one another within this time."""

Cell = tuple[str, str]
"""An environment and the part of it, such as a region, that was deployed to."""


@dataclass(frozen=True, slots=True)
class Logical:
    """One commit brought to production of one service by one run, to all of its regions.

    `records` are the provider's deployments that it is made of, oldest first; its id is the first
    one's. `ended_at` is when its last region was done.
    """

    id: int
    service_id: int
    repository_id: int
    sha: str
    created_at: datetime
    ended_at: datetime
    succeeded: bool
    records: tuple[Deployment, ...]

    @property
    def environments(self) -> frozenset[str]:
        return frozenset(record.environment for record in self.records)

    @property
    def creator_id(self) -> int | None:
        return self.records[0].creator_id

    @property
    def is_told_again(self) -> bool:
        """Whether the provider told of one region of it more than once."""
        return len({(record.environment, record.part) for record in self.records}) < len(self.records)

    @property
    def contradicts_itself(self) -> bool:
        """Whether it ended before it began."""
        return self.ended_at < self.created_at


def logical(deployments: Iterable[Deployment], service_id: int) -> list[Logical]:
    """The logical deployments among those of one service, in the order of their ends.

    The ruling (docs/explain/definitions.md, "Deployments"): what shares service, commit and run is
    one, finished with its last region, and succeeded if every region did in the end. Without a run,
    regions are one if each begins within `WAVE` of the end of the one before. A region that
    had succeeded begins another deployment. What still runs, or was cancelled, is none yet.
    """
    latest: dict[tuple[str, int | None], _Group] = {}
    groups: list[_Group] = []
    for record in sorted(deployments, key=lambda each: (each.created_at, each.id)):
        key = record.sha.lower(), record.run_id
        group = latest.get(key)
        if group is None or not group.takes(record):
            group = latest[key] = _Group()
            groups.append(group)
        group.add(record)
    done = (group.logical(service_id) for group in groups)
    return sorted((each for each in done if each), key=lambda each: (each.ended_at, each.id))


@dataclass(slots=True)
class _Group:
    """The deployments seen so far that are one; the last word on each cell counts."""

    records: list[Deployment] = field(default_factory=list)
    cells: dict[Cell, Deployment] = field(default_factory=dict)

    def takes(self, record: Deployment) -> bool:
        known = self.cells.get((record.environment, record.part))
        if known is None:
            return record.run_id is not None or record.created_at <= self._until() + WAVE
        if record.created_at == known.created_at or record.created_at < _end(known):
            return True  # told twice, or the same region twice at once
        return known.status is not DeploymentStatus.SUCCESS and (
            record.run_id is not None or record.created_at <= _end(known) + WAVE
        )

    def add(self, record: Deployment) -> None:
        self.records.append(record)
        cell = record.environment, record.part
        known = self.cells.get(cell)
        at_once = known is not None and record.created_at < _end(known)
        if known is None or not (at_once and known.status is DeploymentStatus.SUCCESS):
            self.cells[cell] = record

    def logical(self, service_id: int) -> Logical | None:
        """As one deployment; None while a region still runs, and where one was cancelled."""
        statuses = {record.status for record in self.cells.values()}
        if statuses & {DeploymentStatus.PENDING, DeploymentStatus.CANCELLED}:
            return None
        first = self.records[0]
        return Logical(
            id=first.id,
            service_id=service_id,
            repository_id=first.repository_id,
            sha=first.sha,
            created_at=first.created_at,
            ended_at=max(map(_end, self.cells.values())),
            succeeded=statuses == {DeploymentStatus.SUCCESS},
            records=tuple(self.records),
        )

    def _until(self) -> datetime:
        return max(map(_end, self.cells.values()))


def _end(record: Deployment) -> datetime:
    """When it ended; where the provider does not say so, when it was made."""
    return record.finished_at or record.created_at
