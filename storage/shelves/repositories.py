"""Repositories, whatever they are called today."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, update

from domain.records import Repository, RepositoryState
from storage import cells
from storage.ownership import matcher, resolve_repositories
from storage.shapes import Shape
from storage.tables import repositories
from storage.transaction import Transaction

_shape = Shape(repositories, Repository)


class Repositories:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save(self, records: Sequence[Repository]) -> None:
        """Insert or update; a new name may make a repository another team's, and marks what that changes."""
        self._tx.alone()
        before = self.by_ids(record.id for record in records)
        self._tx.upsert(repositories, _shape.rows(records))
        renamed = {
            record.id
            for record in records
            if record.id not in before or before[record.id].full_name != record.full_name
        }
        if renamed:
            cells.mark_scopes(self._tx, resolve_repositories(self._tx, repository_ids=renamed))
        self._mark_deletions(before, {record.id: record.state for record in records})

    def all(self, source: str | None = None) -> list[Repository]:
        """By name; of one source where given."""
        statement = select(repositories).order_by(repositories.c.full_name)
        if source is not None:
            statement = statement.where(repositories.c.source == source)
        return [_shape.record(row) for row in self._tx.all(statement)]

    def by_ids(self, ids: Iterable[int]) -> dict[int, Repository]:
        rows = self._tx.among(select(repositories), repositories.c.id, ids)
        return {row.id: _shape.record(row) for row in rows}

    def matching(self, patterns: Iterable[str]) -> list[Repository]:
        """Those whose full name matches a pattern, whatever the case; without `/` it means the name alone."""
        matches = matcher(patterns)
        return [record for record in self.all() if matches(record.full_name)]

    def set_state(self, ids: Collection[int], state: RepositoryState) -> None:
        """Deleted ones keep their rows, but no answer counts them until they are back."""
        self._tx.alone()
        before = self.by_ids(ids)
        self._tx.run(update(repositories).where(repositories.c.id.in_(before)).values(state=state))
        self._mark_deletions(before, dict.fromkeys(before, state))

    def _mark_deletions(self, before: dict[int, Repository], after: dict[int, RepositoryState]) -> None:
        """Mark the work of those that were deleted, or came back."""
        gone = RepositoryState.DELETED
        turned = {id_ for id_, record in before.items() if (record.state is gone) is not (after[id_] is gone)}
        if turned:
            cells.mark_places(self._tx, turned)
