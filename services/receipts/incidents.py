"""Receipts of incidents: who took each on and when, how it ended, and what caused it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.facts import ACKNOWLEDGEMENTS, INCIDENTS, NO_SPAN, IncidentFlag, Seconds
from domain.records import Account, Incident, Repository
from domain.result import Receipt
from metrics.items import Items
from render.text import duration
from services.causes import Cause, causes
from services.receipts.pull_requests import SOMEBODY
from storage.shelves import Shelves

_HAPPENED = {INCIDENTS.name: "opened", ACKNOWLEDGEMENTS.name: "acknowledged"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about incidents beside their columns, by id."""

    incidents: Mapping[int, Incident]
    people: Mapping[int, Account]
    repositories: Mapping[int, Repository]
    causes: Mapping[int, Cause]


def receipts(ids: Sequence[int], items: Items, shelves: Shelves) -> tuple[Receipt, ...]:
    """The receipts of these items, in their order."""
    columns = items.columns
    known = Known(
        shelves.incidents.by_ids(ids),
        shelves.people.accounts(columns.author_id.tolist()),
        shelves.repositories.by_ids(columns.place_id.tolist()),
        causes(ids, shelves),
    )
    rows = {id_: row for row, id_ in enumerate(columns.id.tolist())}
    return tuple(_receipt(known, items, id_, rows[id_]) for id_ in ids if id_ in known.incidents)


def _receipt(known: Known, items: Items, id_: int, row: int) -> Receipt:
    incident, columns = known.incidents[id_], items.columns
    author = known.people.get(int(columns.author_id[row]))
    repository = known.repositories.get(int(columns.place_id[row]))
    spans = (_seconds(columns.acknowledge, row), _seconds(columns.resolve, row))
    flags = IncidentFlag(int(columns.flags[row]))
    return Receipt(
        id=id_,
        title=incident.title,
        url=incident.url,
        repository=repository.full_name if repository else "",
        name=f"{incident.service} #{incident.number}",
        author=author.login if author else "",
        at=datetime.fromtimestamp(int(columns.at[row]), UTC),
        value=_seconds(items.values, row),
        phases=(),
        ruling=ruling(incident, flags, spans, author, known.causes.get(id_)),
        happened=_HAPPENED.get(items.metric.of.name, "resolved"),
    )


def ruling(
    incident: Incident,
    flags: IncidentFlag,
    spans: tuple[float | None, float | None],
    author: Account | None,
    cause: Cause | None,
) -> str:
    """What was ruled on the incident, in whole sentences (docs/explain/definitions.md, "Incidents").

    `spans` are the seconds from its creation to the acknowledgement and to the resolution.
    """
    told = [_answered(flags, spans[0], author), _ended(incident, flags, spans[1])]
    if flags & IncidentFlag.ACK_TIMED_OUT:
        told.append("An acknowledgement ran out later; the first one counts.")
    if flags & IncidentFlag.CONTRADICTORY:
        told.append("Its times contradict each other; the spans concerned have no value.")
    told.append(caused(cause))
    return " ".join(filter(None, told))


def caused(cause: Cause | None) -> str:
    """What caused it and how we know, or that we do not."""
    if cause is None:
        return "What caused it is not known."
    deployment = cause.deployment
    return f"Caused by the deployment of {deployment.sha[:7]} from {cause.repository}, {cause.how}."


def _answered(flags: IncidentFlag, seconds: float | None, author: Account | None) -> str:
    if flags & IncidentFlag.WAITING:
        return "No person has acknowledged it yet."
    if flags & IncidentFlag.UNACKNOWLEDGED:
        return "No person acknowledged it, so it has no time to acknowledge."
    if seconds is None:
        return ""
    return f"Acknowledged first by {author.login if author else SOMEBODY}, after {duration(seconds)}."


def _ended(incident: Incident, flags: IncidentFlag, seconds: float | None) -> str:
    if incident.resolved_at is None:
        return "It is still open."
    by = "by a tool or a timeout, " if flags & IncidentFlag.AUTO_RESOLVED else ""
    return f"Resolved for good {by}after {duration(seconds)}." if seconds is not None else ""


def _seconds(column: Seconds, row: int) -> float | None:
    return None if column[row] == NO_SPAN else float(column[row])
