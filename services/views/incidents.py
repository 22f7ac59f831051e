"""The view of incidents: their list, their figures, and which deployments caused them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

import numpy as np
from numpy.typing import NDArray

from domain.facts import (
    DEPLOYMENTS,
    INCIDENTS,
    NO_SPAN,
    RESOLUTIONS,
    DeploymentFlag,
    Family,
    IncidentColumns,
    IncidentFlag,
    Seconds,
)
from domain.question import Question
from domain.records import Incident, Urgency
from domain.result import Result, Summary
from domain.views.incidents import Culprit, IncidentRow, IncidentsView, Onset
from metrics.aggregates import ordered, percentiles
from services.causes import Cause, causes
from services.figures import columns
from services.views.viewing import Viewing
from storage.shelves import Shelves

MOST = 20
"""So many incidents are listed, the latest first; the figures are of all."""

_NEVER_SHOWN = int(IncidentFlag.MERGED | IncidentFlag.EXCLUDED_BY_HAND)
_LOW = int(IncidentFlag.LOW_URGENCY)


def incidents(viewing: Viewing) -> IncidentsView:
    """What broke in the window, how soon somebody was there, and how soon it was over."""
    asked, shelves = viewing.question, viewing.shelves
    shown = _shown(INCIDENTS, asked, shelves)
    counted = shown.where(shown.flags & _LOW == 0)
    ended = _shown(RESOLUTIONS, asked, shelves)
    is_low, by_itself = (
        ended.flags & int(flag) != 0 for flag in (IncidentFlag.LOW_URGENCY, IncidentFlag.AUTO_RESOLVED)
    )
    return IncidentsView(
        question=asked,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        frequency=_figure("incident-frequency", viewing),
        acknowledge=_figure("time-to-acknowledge", viewing),
        resolve=_figure("time-to-resolve", viewing),
        by_people=_resolved(ended, ~is_low & ~by_itself),
        by_itself=_resolved(ended, ~is_low & by_itself),
        low=_resolved(ended, is_low),
        effort=int(counted.effort[counted.effort != NO_SPAN].sum(dtype=np.int64)),
        open=int(np.count_nonzero(counted.flags & int(IncidentFlag.RESOLVED) == 0)),
        waiting=int(np.count_nonzero(counted.flags & int(IncidentFlag.WAITING))),
        caused=int(np.count_nonzero(counted.flags & int(IncidentFlag.LINKED))),
        total=len(shown),
        rows=_rows(shown, shelves),
        onsets=_onsets(counted),
        deployed=_deployed(asked, shelves),
    )


def _figure(slug: str, viewing: Viewing) -> Result:
    return viewing.figure(slug, viewing.question)


def _shown(family: Family[IncidentColumns], asked: Question, shelves: Shelves) -> IncidentColumns:
    """The incidents that are shown, in the repositories that the question names, if it names any."""
    found = cast("IncidentColumns", columns(family, asked.scope, asked.window, shelves))
    kept = found.flags & _NEVER_SHOWN == 0
    if asked.repositories:
        kept &= np.isin(found.place_id, np.array(asked.repositories, np.int64))
    return found.where(kept)


def _resolved(ended: IncidentColumns, which: NDArray[np.bool_]) -> Summary:
    return percentiles(ordered(ended.resolve[which]), 50)


def _rows(shown: IncidentColumns, shelves: Shelves) -> tuple[IncidentRow, ...]:
    """The latest incidents, as they are listed."""
    latest = np.lexsort((shown.id, shown.at))[::-1][:MOST]
    ids = [int(shown.id[row]) for row in latest]
    records, why = shelves.incidents.by_ids(ids), causes(ids, shelves)
    services = shelves.labels.names(int(each) for each in np.unique(shown.service_id))
    return tuple(
        _row(records[id_], shown, int(row), services, why.get(id_))
        for id_, row in zip(ids, latest, strict=True)
        if id_ in records
    )


def _row(
    record: Incident, shown: IncidentColumns, row: int, services: Mapping[int, str], cause: Cause | None
) -> IncidentRow:
    flags = IncidentFlag(int(shown.flags[row]))
    return IncidentRow(
        id=record.id,
        name=f"#{record.number}",
        title=record.title,
        url=record.url,
        service=services.get(int(shown.service_id[row]), record.service),
        severity=record.priority or f"{record.urgency} urgency",
        is_low=record.urgency is Urgency.LOW,
        created_at=record.created_at,
        resolved_at=record.resolved_at,
        acknowledge=_seconds(shown.acknowledge, row),
        resolve=_seconds(shown.resolve, row),
        is_answered=not flags & (IncidentFlag.UNACKNOWLEDGED | IncidentFlag.WAITING),
        resolved_by_itself=bool(flags & IncidentFlag.AUTO_RESOLVED),
        culprit=_culprit(cause),
    )


def _culprit(cause: Cause | None) -> Culprit | None:
    if cause is None:
        return None
    deployment = cause.deployment
    name = f"{cause.repository}@{deployment.sha[:7]}"
    return Culprit(name, deployment.url, deployment.finished_at or deployment.created_at, cause.how)


def _onsets(counted: IncidentColumns) -> tuple[Onset, ...]:
    """When each of those that count was opened, for the picture."""
    caused = counted.flags & int(IncidentFlag.LINKED) != 0
    seen = sorted(zip(counted.at.tolist(), caused.tolist(), strict=True))
    return tuple(Onset(datetime.fromtimestamp(at, UTC), is_caused) for at, is_caused in seen)


def _deployed(asked: Question, shelves: Shelves) -> tuple[datetime, ...]:
    """When something went to production, for the picture."""
    found = columns(DEPLOYMENTS, asked.scope, asked.window, shelves)
    worked = found.flags & int(DeploymentFlag.SUCCEEDED) != 0
    if asked.repositories:
        worked &= np.isin(found.place_id, np.array(asked.repositories, np.int64))
    return tuple(datetime.fromtimestamp(at, UTC) for at in np.sort(found.at[worked]).tolist())


def _seconds(column: Seconds, row: int) -> int | None:
    return None if column[row] == NO_SPAN else int(column[row])
