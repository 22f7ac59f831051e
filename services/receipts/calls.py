"""Receipts of interruptions: which incident called, and in which hours; whom it called stays theirs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from domain.facts import CallFlag
from domain.result import Receipt
from metrics.items import Items
from storage.shelves import Shelves

HOURS: Mapping[CallFlag, str] = {
    CallFlag.BUSINESS: "business hours",
    CallFlag.OFF_HOURS: "the evening or the weekend",
    CallFlag.SLEEP: "hours of sleep",
}
"""The classes of hours, in words."""


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    columns = items.columns
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    incidents = shelves.incidents.by_ids(int(columns.kind_id[rows[id_]]) for id_ in ids)
    repositories = shelves.repositories.by_ids(columns.place_id.tolist())
    told = []
    for id_ in ids:
        row = rows[id_]
        incident = incidents.get(int(columns.kind_id[row]))
        repository = repositories.get(int(columns.place_id[row]))
        if incident is not None:
            told.append(
                Receipt(
                    id=id_,
                    title=incident.title,
                    url=incident.url,
                    repository=repository.full_name if repository else "",
                    name=f"{incident.service} #{incident.number}",
                    author="",
                    at=datetime.fromtimestamp(int(columns.at[row]), UTC),
                    value=1.0,
                    phases=(),
                    ruling=ruling(CallFlag(int(columns.flags[row]))),
                    happened="called",
                )
            )
    return tuple(told)


def ruling(flags: CallFlag) -> str:
    """What was ruled on the interruption, in whole sentences (docs/explain/definitions.md, "On call")."""
    hours = next(words for flag, words in HOURS.items() if flags & flag)
    return (
        f"Somebody was called in {hours} of their own zone. "
        "What reached the same person within 60 seconds belongs to it."
    )
