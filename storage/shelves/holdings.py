"""What each source has told of: how many records of each kind, and who tells of incidents or issues."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, Table, exists, func, not_, or_, select

from domain.records import RepositoryState
from storage.tables import incidents, issues, projects, pull_requests, repositories, shifts, sources
from storage.transaction import Transaction

INCIDENTS, ISSUES = "incidents", "issues"
"""What may come from sources that read no code."""


def _tells(*tables: Table) -> ColumnElement[bool]:
    return or_(*(exists().where(table.c.source == sources.c.key) for table in tables))


_TELLS: Mapping[str, ColumnElement[bool]] = {INCIDENTS: _tells(incidents, shifts), ISSUES: _tells(projects)}
_TELLS_NOTHING = not_(_tells(repositories, projects, incidents, shifts))


class Holdings:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, source: str) -> dict[str, int]:
        """How many records of each kind it has told of, by what one is called; without kinds of none."""
        counts = {kind: self._tx.connection.execute(each).scalar() for kind, each in _counts(source).items()}
        return {kind: n for kind, n in counts.items() if n}

    def tellers(self, kind: str) -> set[str]:
        """The keys of the sources that tell of `INCIDENTS` (shifts among them) or `ISSUES`."""
        return self._keys(_TELLS[kind])

    def silent(self) -> set[str]:
        """The keys of the sources that have told of nothing at all: there may be nothing to tell."""
        return self._keys(_TELLS_NOTHING)

    def _keys(self, condition: ColumnElement[bool]) -> set[str]:
        return {key for (key,) in self._tx.all(select(sources.c.key).where(condition))}


def _counts(source: str) -> Mapping[str, Select[int]]:
    """Where things are before what is there, the code first."""
    n = select(func.count())
    there = repositories.c.state != RepositoryState.DELETED
    theirs = select(projects.c.id).where(projects.c.source == source)
    return {
        "repository": n.where(repositories.c.source == source, there),
        "pull request": n.where(pull_requests.c.source == source, ~pull_requests.c.is_removed),
        "project": n.where(projects.c.source == source),
        "issue": n.where(issues.c.project_id.in_(theirs), ~issues.c.is_removed),
        "incident": n.where(incidents.c.source == source),
        "shift": n.where(shifts.c.source == source),
    }
