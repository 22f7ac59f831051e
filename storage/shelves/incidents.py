"""Incidents with who answered and who was called, and shifts: who was on call when."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select

from domain.records import Acknowledgement, Incident, Interruption, Shift
from storage.ownership import matcher
from storage.rests_on import EVERYWHERE, INCIDENTS, SHIFTS
from storage.shapes import Shape
from storage.shelves.children import Children
from storage.shelves.outdated import Outdated
from storage.shelves.records import Records
from storage.tables import (
    acknowledgements,
    deployments,
    incidents,
    interruptions,
    repositories,
    services,
    shifts,
)
from storage.transaction import Transaction

_incident = Shape(incidents, Incident)
_shift = Shape(shifts, Shift)
_CHILDREN = (
    Children("acknowledgements", Shape(acknowledgements, Acknowledgement)),
    Children("interruptions", Shape(interruptions, Interruption)),
)


class Incidents(Records[Incident]):
    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _incident, _CHILDREN, order=("created_at", "id"))

    def save(self, records: Sequence[Incident]) -> int:
        """Insert or update, whole; what rests on those that differ from before is out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        differ = [record for record in records if before.get(record.id) != record]
        self._outdate([*differ, *(before[record.id] for record in differ if record.id in before)])
        return saved

    def remove(self, ids: Collection[int]) -> None:
        """Remove them, and mark what rests on them."""
        gone = list(self.by_ids(ids).values())
        super().remove(ids)
        self._outdate(gone)

    def services(self) -> list[str]:
        """What the incident tools call the services that ever had an incident."""
        return [name for (name,) in self._tx.all(select(incidents.c.service).distinct())]

    def of_services(self, names: Iterable[str]) -> list[Incident]:
        """The incidents of services by the incident tool's own names."""
        return self.among("service", names)

    def naming_deployments(self) -> list[Incident]:
        """Those that say themselves which deployment caused them."""
        return self.where(incidents.c.deployment.is_not(None))

    def calling(self, account_ids: Collection[int]) -> list[Incident]:
        """Those that called one of these accounts; 0 is whoever has no account any more."""
        called = interruptions.c
        known = called.account_id.in_(account_ids)
        whom = or_(known, called.account_id.is_(None)) if 0 in account_ids else known
        return self.where(incidents.c.id.in_(select(called.incident_id).where(whom)))

    def answered_by(self, account_ids: Collection[int]) -> list[Incident]:
        """Those that one of these accounts ever acknowledged."""
        answer = acknowledgements.c
        by_them = select(answer.incident_id).where(answer.account_id.in_(account_ids))
        return self.where(incidents.c.id.in_(by_them))

    def _outdate(self, touched: Sequence[Incident]) -> None:
        """Mark where these may count; what belongs nowhere concerns no deployment, only incidents."""
        if not touched:
            return
        marks = Outdated(self._tx)
        named, unnamed = self._repositories({each.service.strip().casefold() for each in touched})
        marks.changed(INCIDENTS, named | self._deployed({each.deployment for each in touched}))
        if unnamed:
            marks.mark(INCIDENTS, [EVERYWHERE])

    def _repositories(self, names: Collection[str]) -> tuple[set[int], set[str]]:
        """The repositories of the services that alert under these names, and names that are nobody's."""
        asked = select(services.c.alerts_as, services.c.repositories)
        alerting = [
            ({alias.strip().casefold() for alias in row.alerts_as} & set(names), matcher(row.repositories))
            for row in self._tx.all(asked)
        ]
        known = self._tx.all(select(repositories.c.id, repositories.c.full_name))
        found = {id_ for heard, owns in alerting if heard for id_, name in known if owns(name)}
        return found, set(names) - {name for heard, _ in alerting for name in heard}

    def _deployed(self, named: Collection[str | None]) -> set[int]:
        """The repositories of the deployments that incidents name by URL, id or sha."""
        asked = {name for name in named if name}
        columns = (deployments.c.url, deployments.c.external_id, deployments.c.sha)
        where = select(deployments.c.repository_id).distinct()
        return {place for column in columns for (place,) in self._tx.among(where, column, asked)}


class Shifts(Records[Shift]):
    """What rests on shifts is marked by the accounts whose they are."""

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx, _shift, order=("began_at", "id"))

    def save(self, records: Sequence[Shift]) -> int:
        """Insert or update; the time on call of those whose shifts differ from before is out of date."""
        before = self.by_ids(record.id for record in records)
        saved = super().save(records)
        differ = [record for record in records if before.get(record.id) != record]
        self._outdate([*differ, *(before[record.id] for record in differ if record.id in before)])
        return saved

    def remove(self, ids: Collection[int]) -> None:
        """Remove them, and mark whose they were."""
        gone = list(self.by_ids(ids).values())
        super().remove(ids)
        self._outdate(gone)

    def of(self, account_ids: Iterable[int]) -> list[Shift]:
        """The shifts of these accounts, in order."""
        return self.among("account_id", account_ids)

    def accounts(self) -> set[int]:
        """Everybody who has ever been on call."""
        return {account for (account,) in self._tx.all(select(shifts.c.account_id).distinct())}

    def _outdate(self, touched: Sequence[Shift]) -> None:
        Outdated(self._tx).changed(SHIFTS, {shift.account_id for shift in touched})
