"""Sprints of boards, which issues they have or had, and the snapshots of their starts and closes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, true

from domain.records import Snapshot, SnapshotItem, Sprint, SprintMoment
from storage.ownership import ORGANISATION
from storage.shapes import Shape
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import issues, snapshot_items, snapshots, sprint_changes, sprints, team_projects
from storage.transaction import Transaction

_shape = Shape(sprints, Sprint)
_snapshot = Shape(snapshots, Snapshot)
_item = Shape(snapshot_items, SnapshotItem)
_sprint = sprints.c


class Sprints:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._records = Records(tx, _shape, order=("began_at", "id"))

    def save(self, records: Sequence[Sprint]) -> int:
        """Insert or update; how many were new or had changed. What is derived in their projects is marked."""
        changed = self._records.save(records)
        Outdated(self._tx).changed("sprints", {record.project_id for record in records})
        return changed

    def by_ids(self, ids: Iterable[int]) -> dict[int, Sprint]:
        return self._records.by_ids(ids)

    def all(self) -> list[Sprint]:
        """By their beginning, those without one last."""
        return self.in_scope(ORGANISATION)

    def in_projects(self, project_ids: Collection[int]) -> list[Sprint]:
        """Those of the projects' boards, by their beginning."""
        return self._records.among("project_id", project_ids)

    def in_scope(self, scope_id: int) -> list[Sprint]:
        """Those of a team's projects, or for 0 of all, by their beginning."""
        theirs = select(team_projects.c.project_id).where(team_projects.c.team_id == scope_id)
        found = self._records.where(true() if scope_id == ORGANISATION else _sprint.project_id.in_(theirs))
        return sorted(found, key=lambda each: each.began_at is None)  # databases differ on where nulls go

    def issue_ids(self, sprint_ids: Collection[int]) -> set[int]:
        """The issues that are in these sprints, or ever were."""
        change, item = sprint_changes.c, snapshot_items.c
        moved = self._tx.among(select(change.issue_id), change.sprint_id, sprint_ids)
        seen = self._tx.among(select(item.issue_id), item.sprint_id, sprint_ids)
        wanted = set(sprint_ids)
        return {
            *(id_ for (id_,) in moved),
            *(id_ for (id_,) in seen),
            *(row.id for row in self._placed() if not wanted.isdisjoint(row.sprint_ids)),
        }

    def of_issues(self, project_ids: Collection[int]) -> set[int]:
        """The sprints, of whichever board, that issues of these projects are in or ever were."""
        change = sprint_changes.c
        moved = select(change.sprint_id).join(issues, issues.c.id == change.issue_id).distinct()
        return {
            *(id_ for (id_,) in self._tx.among(moved, issues.c.project_id, project_ids)),
            *(id_ for row in self._placed(project_ids) for id_ in row.sprint_ids),
        }

    def _placed(self, project_ids: Collection[int] | None = None) -> list[Any]:
        """Issues that are in any sprint now, which those created there tell in no other way."""
        statement = select(issues.c.id, issues.c.sprint_ids).where(issues.c.sprint_ids != ())
        if project_ids is None:
            return list(self._tx.all(statement))
        return list(self._tx.among(statement, issues.c.project_id, project_ids))


class Snapshots:
    """Taken once: what a snapshot says is never written over."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def take(self, taken: Sequence[Snapshot]) -> None:
        """Keep those that were not taken before."""
        self._tx.alone()
        known = self.of({each.sprint_id for each in taken})
        new = [each for each in taken if each.moment not in known.get(each.sprint_id, {})]
        self._tx.insert(snapshots, _snapshot.rows(new))
        self._tx.insert(snapshot_items, [row for each in new for row in _rows(each)])

    def withdraw(self, moment: SprintMoment, sprint_ids: Collection[int]) -> None:
        """Forget what was seen at a moment that turned out to be none, as when a sprint is opened again."""
        for table in (snapshots, snapshot_items):
            here = table.c.sprint_id.in_(sprint_ids), table.c.moment == moment
            self._tx.run(delete(table).where(*here))

    def of(self, sprint_ids: Collection[int]) -> dict[int, dict[SprintMoment, Snapshot]]:
        """The snapshots of these sprints."""
        items: dict[tuple[int, SprintMoment], list[SnapshotItem]] = defaultdict(list)
        listed = select(snapshot_items).order_by(snapshot_items.c.issue_id)
        for row in self._tx.among(listed, snapshot_items.c.sprint_id, sprint_ids):
            items[row.sprint_id, SprintMoment(row.moment)].append(_item.record(row))
        found: dict[int, dict[SprintMoment, Snapshot]] = defaultdict(dict)
        for row in self._tx.among(select(snapshots), snapshots.c.sprint_id, sprint_ids):
            moment = SprintMoment(row.moment)
            found[row.sprint_id][moment] = _snapshot.record(row, items=tuple(items[row.sprint_id, moment]))
        return dict(found)


def _rows(taken: Snapshot) -> list[tuple[Any, ...]]:
    count = len(taken.items)
    return _item.rows(taken.items, [taken.sprint_id] * count, [str(taken.moment)] * count)  # type: ignore[list-item] # keys of the owner, whatever they are
