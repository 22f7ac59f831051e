"""Projects of issues (Jira projects, Linear teams), and whose they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from domain.records import Project
from storage import cells
from storage.projects import resolve_projects
from storage.shapes import Shape
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import projects, team_projects
from storage.transaction import Transaction

_shape = Shape(projects, Project)


class Projects:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._records = Records(tx, _shape, order=("key", "source", "id"))

    def save(self, records: Sequence[Project]) -> None:
        """Insert or update; a new key may make a project another team's, and what is said mean something."""
        before = self._records.by_ids(record.id for record in records)
        self._records.save(records)
        ids = {record.id for record in records}
        if any(record.id not in before or before[record.id].key != record.key for record in records):
            self.resolve(ids)
        Outdated(self._tx).changed("issues", ids)

    def all(self) -> list[Project]:
        """By key."""
        return self._records.all()

    def by_ids(self, ids: Iterable[int]) -> dict[int, Project]:
        return self._records.by_ids(ids)

    def owners(self) -> dict[int, set[int]]:
        """The projects of each team, by its id."""
        found: dict[int, set[int]] = defaultdict(set)
        for team, project in self._tx.all(select(team_projects)):
            found[team].add(project)
        return dict(found)

    def resolve(self, project_ids: Collection[int] | None = None) -> None:
        """Match projects with teams again, all of them where None; what changes hands is marked."""
        self._tx.alone()
        cells.mark_scopes(self._tx, resolve_projects(self._tx, project_ids=project_ids))
