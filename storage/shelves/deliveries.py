"""Deliveries of webhooks: taken in once, kept until they are applied, and a while longer."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from domain.arrivals import Arrival, Standing
from storage.record_texts import records_of, text_of
from storage.tables import deliveries
from storage.transaction import Transaction
from storage.types import microseconds

_column = deliveries.c
_WAITS = _column.due_at.is_not(None)
_IS_DEAD = and_(_column.due_at.is_(None), _column.applied_at.is_(None))


class Deliveries:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, arrival: Arrival) -> bool:
        """Whether it is new; one whose id was there already stays as it is."""
        return bool(self._tx.add(deliveries, [_row(arrival)]))

    def revive(self, source: str, id_: str, at: datetime) -> bool:
        """Whether it was dead, and is due again now, as if it had never been tried."""
        dead = and_(_those(source, [id_]), _IS_DEAD)
        return bool(self._tx.run(update(deliveries).where(dead).values(due_at=at, attempts=0, note="")))

    def get(self, source: str, id_: str) -> Arrival | None:
        row = self._tx.first(select(deliveries).where(_those(source, [id_])))
        return row and _arrival(row)

    def due(self, now: datetime, limit: int) -> list[Arrival]:
        """Those to be applied by now, in the order in which they came; no more than so many."""
        waiting = select(deliveries).where(_column.due_at <= now)
        in_order = waiting.order_by(_column.received_at, _column.source, _column.id).limit(limit)
        return [_arrival(row) for row in self._tx.all(in_order)]

    def attempt(self, source: str, ids: Collection[str], due_at: datetime | None) -> None:
        """They are tried now, and unless that succeeds they are due again at `due_at`, or dead."""
        tried = {"attempts": _column.attempts + 1, "due_at": due_at}
        self._tx.run(update(deliveries).where(_those(source, ids)).values(tried))

    def fail(self, source: str, ids: Collection[str], due_at: datetime | None, note: str) -> None:
        """They could not be applied: when to try again, or never, and why."""
        self._tx.run(update(deliveries).where(_those(source, ids)).values(due_at=due_at, note=note))

    def apply(self, source: str, ids: Collection[str], at: datetime) -> None:
        """They have been applied."""
        done = {"applied_at": at, "due_at": None, "note": ""}
        self._tx.run(update(deliveries).where(_those(source, ids)).values(done))

    def standing(self, source: str) -> Standing:
        """How those of a source are."""
        mine = _column.source == source
        ask = self._tx.connection.scalar
        count = select(func.count()).select_from(deliveries)
        last = select(_column.note).where(mine, _IS_DEAD).order_by(_column.received_at.desc())
        return Standing(
            last_at=ask(select(func.max(_column.received_at)).where(mine)),
            waiting=ask(count.where(mine, _WAITS)) or 0,
            waiting_since=ask(select(func.min(_column.received_at)).where(mine, _WAITS)),
            dead=ask(count.where(mine, _IS_DEAD)) or 0,
            note=ask(last.limit(1)) or "",
        )

    def prune(self, before: datetime) -> int:
        """Forget those that came before then and wait no more; how many those were."""
        return self._tx.run(delete(deliveries).where(_column.received_at < before, _column.due_at.is_(None)))


def _those(source: str, ids: Collection[str]) -> ColumnElement[bool]:
    return and_(_column.source == source, _column.id.in_(ids))


def _row(arrival: Arrival) -> tuple[object, ...]:
    return (
        arrival.source,
        arrival.id,
        arrival.event,
        json.dumps(arrival.named),
        text_of(arrival.records),
        microseconds(arrival.received_at),
        arrival.due_at and microseconds(arrival.due_at),
        arrival.applied_at and microseconds(arrival.applied_at),
        arrival.attempts,
        arrival.note,
    )


def _arrival(row: Sequence[Any]) -> Arrival:
    source, id_, event, named, records, received_at, due_at, applied_at, attempts, note = row
    things = tuple((stream, external_id, place) for stream, external_id, place in json.loads(named))
    return Arrival(
        source, id_, event, things, records_of(records), received_at, due_at, applied_at, attempts, note
    )
