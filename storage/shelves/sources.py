"""Sources: the connections to providers."""

from sqlalchemy import delete, select

from domain.records import Source
from storage import cells
from storage.ownership import resolve_accounts
from storage.rests_on import DEPLOYMENTS, EVERYWHERE, INCIDENTS, ISSUES, SHIFTS, SPRINTS
from storage.shapes import Shape
from storage.shelves.outdated import Outdated
from storage.tables import facts_of, limits, projects, repositories, shifts, sources, teams
from storage.transaction import Transaction

_shape = Shape(sources, Source)


class Sources:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def save(self, source: Source) -> None:
        self._tx.upsert(sources, [_shape.row(source)])

    def all(self) -> list[Source]:
        return [_shape.record(row) for row in self._tx.all(select(sources).order_by(sources.c.key))]

    def get(self, key: str) -> Source | None:
        row = self._tx.first(select(sources).where(sources.c.key == key))
        return row and _shape.record(row)

    def remove(self, key: str) -> None:
        """Remove the source with everything that came from it; what rested on that is out of date."""
        self._tx.alone()
        on_call = select(shifts.c.account_id).where(shifts.c.source == key).distinct()
        accounts = {account for (account,) in self._tx.all(on_call)}
        theirs = select(repositories.c.id).where(repositories.c.source == key)
        tracked = select(projects.c.id).where(projects.c.source == key)
        places = {id_ for statement in (theirs, tracked) for (id_,) in self._tx.all(statement)}
        cells.mark_places(self._tx, places)
        for table in facts_of.values():
            self._tx.run(delete(table).where(table.c.place_id.in_(places)))
        self._tx.run(delete(sources).where(sources.c.key == key))
        self._tx.run(delete(limits).where(limits.c.source == key))
        marks = Outdated(self._tx)
        marks.mark(SHIFTS, accounts)
        for kind in (DEPLOYMENTS, INCIDENTS, ISSUES, SPRINTS):
            marks.mark(kind, {EVERYWHERE})
        everyone = list(self._tx.connection.scalars(select(teams.c.id)))
        cells.mark_scopes(self._tx, resolve_accounts(self._tx, everyone))
