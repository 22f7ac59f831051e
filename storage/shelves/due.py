"""Due slots: each moment at which a job was due, started once by whoever is first, and how it ended."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update

from domain.runs import DueSlot, SlotState
from storage.shapes import Shape
from storage.tables import due_slots
from storage.transaction import Transaction

_shape = Shape(due_slots, DueSlot)
_column = due_slots.c


class Due:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def record(self, job: str, scheduled_for: datetime) -> bool:
        """Whether the slot is new; a slot is recorded once, whoever else does so at the same time."""
        return bool(self._tx.add(due_slots, [_shape.row(DueSlot(job, scheduled_for))]))

    def start(self, job: str, scheduled_for: datetime, at: datetime) -> bool:
        """Whether the slot is the caller's to run: of all who try, one is told so."""
        waiting = and_(_slot(job, scheduled_for), _column.state == SlotState.PENDING)
        started = update(due_slots).where(waiting).values(state=SlotState.STARTED, started_at=at)
        return bool(self._tx.run(started))

    def finish(
        self, job: str, scheduled_for: datetime, at: datetime, outcome: SlotState | str, reason: str = ""
    ) -> None:
        """Say how the slot ended: run, skipped or failed."""
        ended = {"state": SlotState(outcome), "finished_at": at, "reason": reason}
        self._tx.run(update(due_slots).where(_slot(job, scheduled_for)).values(ended))

    def last(self, job: str) -> DueSlot | None:
        """The job's latest slot."""
        latest = select(due_slots).where(_column.job == job).order_by(_column.scheduled_for.desc())
        row = self._tx.first(latest.limit(1))
        return row and _shape.record(row)

    def pending(self, job: str) -> list[DueSlot]:
        """The job's slots that nobody has started, latest first."""
        return self._found(_column.job == job, _column.state == SlotState.PENDING)

    def unfinished(self, job: str) -> list[DueSlot]:
        """The job's slots that were started and have not ended, latest first: they run, or were cut off."""
        return self._found(_column.job == job, _column.state == SlotState.STARTED)

    def _found(self, *conditions: ColumnElement[bool]) -> list[DueSlot]:
        statement = select(due_slots).where(*conditions).order_by(_column.scheduled_for.desc())
        return [_shape.record(row) for row in self._tx.all(statement)]


def _slot(job: str, scheduled_for: datetime) -> ColumnElement[bool]:
    return and_(_column.job == job, _column.scheduled_for == scheduled_for)
