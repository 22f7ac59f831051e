"""Issues, whole: saved with their histories, found by the keys that people type."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select, update

from domain.records import EstimateChange, Issue, SprintChange, Stop, Transition
from storage.shapes import Shape
from storage.shelves.children import Children
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import estimate_changes, issues, sprint_changes, stops, transitions
from storage.transaction import Transaction

_issue = issues.c
_shape = Shape(issues, Issue, is_removed=False)
_HISTORY = (
    Children("transitions", Shape(transitions, Transition)),
    Children("sprint_changes", Shape(sprint_changes, SprintChange)),
    Children("estimate_changes", Shape(estimate_changes, EstimateChange)),
    Children("stops", Shape(stops, Stop)),
)


class Issues:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._records = Records(
            tx,
            _shape,
            _HISTORY,
            order=("created_at", "id"),
            only=~_issue.is_removed,
        )

    def save(self, records: Sequence[Issue]) -> int:
        """Save whole records with their histories; how many were new or had changed themselves.

        A record that was removed is back. What is derived in their projects, and in those that they
        left, is marked.
        """
        ids = [record.id for record in records]
        left = {
            project
            for (project,) in self._tx.among(
                select(_issue.project_id).where(~_issue.is_removed), _issue.id, ids
            )
        }
        changed = self._records.save(records)
        Outdated(self._tx).changed("issues", left | {record.project_id for record in records})
        return changed

    def by_ids(self, ids: Iterable[int]) -> dict[int, Issue]:
        return self._records.by_ids(ids)

    def by_keys(self, keys: Iterable[str]) -> list[Issue]:
        """Whatever the case; two trackers may know the same key."""
        named = self.by_ids(self.ids_named(keys)).values()
        return sorted(named, key=lambda issue: (issue.source, issue.id))

    def ids_named(self, keys: Iterable[str]) -> set[int]:
        """The issues that any of the keys names, whatever the case."""
        lower = func.lower(_issue.key)
        there = select(_issue.id).where(~_issue.is_removed)
        return {id_ for (id_,) in self._tx.among(there, lower, {key.lower() for key in keys})}

    def in_projects(self, project_ids: Collection[int]) -> list[Issue]:
        """Those of these projects, oldest first."""
        return self._records.among("project_id", project_ids)

    def keys_in(self, project_ids: Collection[int]) -> set[str]:
        """The keys of all that these projects have or had."""
        return {key for (key,) in self._tx.among(select(_issue.key), _issue.project_id, project_ids)}

    def ids_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The issue that each key names, by the key in capitals; of two trackers' the first by source."""
        lower = func.lower(_issue.key)
        named = select(_issue.key, _issue.id, _issue.source).where(~_issue.is_removed)
        rows = self._tx.among(named, lower, {key.lower() for key in keys})
        ordered = sorted(rows, key=lambda row: (row.source, row.id), reverse=True)
        return {row.key.upper(): row.id for row in ordered}

    def keys_beginning(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Keys, with their titles, that begin with the text, whatever its case; the latest created first."""
        begins = func.lower(_issue.key).startswith(text.lower(), autoescape=True)
        statement = select(_issue.key, _issue.title).where(begins, ~_issue.is_removed)
        rows = self._tx.all(statement.order_by(_issue.created_at.desc(), _issue.id).limit(limit))
        return [(row.key, row.title) for row in rows]

    def count(self) -> int:
        """How many there are."""
        return self._tx.connection.scalar(select(func.count()).where(~_issue.is_removed)) or 0

    def remove(self, ids: Collection[int]) -> None:
        """Take them out of every answer; their rows are kept, and saving them again brings them back."""
        self._tx.alone()
        places = {project for (project,) in self._tx.among(select(_issue.project_id), _issue.id, ids)}
        self._tx.run(update(issues).where(_issue.id.in_(ids)).values(is_removed=True))
        Outdated(self._tx).changed("issues", places)
