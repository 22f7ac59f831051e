"""Receipts of recoveries: which run turned the default branch red, and which one green again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.facts import NO_SPAN, RUNS
from domain.records import Repository, Run
from domain.result import Receipt
from domain.rulings.recoveries import red_stretches
from metrics.items import Items
from render.took import took
from services.receipts.runs import named, titled
from storage.shelves import Shelves


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these red stretches, each known by the run that ended it, in their order."""
    green = shelves.builds.by_ids(ids)
    homes = shelves.repositories.by_ids({run.repository_id for run in green.values()})
    stretches = {red.green_id: red for red in red_stretches(shelves.facts.in_places(RUNS, homes))}
    red = shelves.builds.by_ids(stretches[id_].red_id for id_ in ids if id_ in stretches)
    rows = {id_: row for row, id_ in enumerate(items.columns.id.tolist())}
    return tuple(
        _receipt(
            green[id_], rows[id_], items, homes, red.get(stretches[id_].red_id) if id_ in stretches else None
        )
        for id_ in ids
        if id_ in green and id_ in rows
    )


def _receipt(run: Run, row: int, items: Items, homes: Mapping[int, Repository], first: Run | None) -> Receipt:
    """The stretch that `run` ended and, where we still know it, the `first` red run began."""
    value, calendar = int(items.values[row]), int(items.columns.span[row])
    began = f"Red since {titled(first)} failed at {first.sha[:7]}. " if first else ""
    return Receipt(
        id=run.id,
        title=titled(run),
        url=run.url,
        repository=homes[run.repository_id].full_name,
        name=named(run, homes),
        author="",
        at=datetime.fromtimestamp(int(items.columns.at[row]), UTC),
        value=None if value == NO_SPAN else float(value),
        phases=(),
        ruling=f"{began}Green again with this run, after {took(calendar)}.",
        happened="recovered",
    )
