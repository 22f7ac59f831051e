"""Sync runs: what was read when, and how it ended."""

from datetime import datetime

from sqlalchemy import select, update

from domain.ids import identify
from domain.runs import RunOutcome, SyncRun
from storage.shapes import Shape
from storage.tables import sync_runs
from storage.transaction import Transaction

_shape = Shape(sync_runs, SyncRun)
_column = sync_runs.c


class Runs:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def begin(self, source: str, stream: str, at: datetime) -> int:
        """The new run's id."""
        run = SyncRun(identify("sync_run", source, stream, at.isoformat()), source, stream, at)
        self._tx.upsert(sync_runs, [_shape.row(run)])
        return run.id

    def finish(
        self,
        run_id: int,
        at: datetime,
        outcome: RunOutcome | str,
        note: str = "",
        *,
        requests: int = 0,
        points: int = 0,
        records: int = 0,
        quarantined: int = 0,
    ) -> None:
        """Say how the run ended and what it cost."""
        self._tx.run(
            update(sync_runs)
            .where(_column.id == run_id)
            .values(
                finished_at=at,
                outcome=RunOutcome(outcome),
                note=note,
                requests=requests,
                points=points,
                records=records,
                quarantined=quarantined,
            )
        )

    def last(self, source: str, outcome: RunOutcome | str | None = None) -> SyncRun | None:
        """The source's latest run, where given the latest that ended so."""
        statement = select(sync_runs).where(_column.source == source).order_by(_column.began_at.desc())
        if outcome is not None:
            statement = statement.where(_column.outcome == RunOutcome(outcome))
        row = self._tx.first(statement.limit(1))
        return row and _shape.record(row)
