"""The view of DORA's five keys: each figure with its bucket, by service, and what is not known yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np

from domain.facts import (
    DEPLOYMENTS,
    INCIDENTS,
    Columns,
    DeploymentFlag,
    Family,
    Ids,
    IncidentColumns,
    IncidentFlag,
)
from domain.question import By, Question, TimeBase
from domain.result import TOO_FEW, Result
from domain.rulings.quick_check import frequency_bucket, span_bucket
from domain.views.dora import DoraView, Key, OpenFailure, ServiceKeys
from domain.window import Window
from metrics.deploy_days import DeployDays, deploy_days
from services.figures import columns
from services.undelivered import open_failures, waiting
from services.views.viewing import Viewing
from storage.shelves import Shelves

KEYS = ("lead-time", "deployment-frequency", "change-failure-rate", "recovery-time", "rework-rate")
PROVISIONAL = timedelta(days=7)
"""Failures come to light late; what was deployed so lately may yet turn out to have failed."""

MEDIAN = 50
MOST = 20
"""So many open failures are listed, the latest first."""

_UNCOUNTED = int(IncidentFlag.MERGED | IncidentFlag.EXCLUDED_BY_HAND | IncidentFlag.LOW_URGENCY)
_REPEATED = int(DeploymentFlag.REDEPLOY | DeploymentFlag.EXCLUDED_BY_HAND)


def dora(viewing: Viewing) -> DoraView:
    """The five keys of a scope and window, as medians and on the calendar clock."""
    asked = replace(viewing.question, by=By.SERVICE, percentile=MEDIAN, time_base=TimeBase.CALENDAR)
    results = {slug: viewing.figure(slug, asked) for slug in KEYS}
    days = _deploy_days(asked, viewing)
    incidents = _incidents(asked, viewing.shelves)
    return DoraView(
        question=viewing.question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        keys=tuple(Key(result, _bucket(slug, result, days)) for slug, result in results.items()),
        services=_services(tuple(results.values())),
        deploy_days=days.by_week,
        incidents=len(incidents),
        unattributed=int(np.count_nonzero(incidents == 0)),
        waiting=len(waiting(asked, viewing.shelves)),
        open_failures=_open(asked, viewing.shelves),
        provisional_from=_provisional_from(asked.window, viewing.now),
    )


def _bucket(slug: str, result: Result, days: DeployDays) -> str:
    """None for too few (ruling 5), and none for shares: the Quick Check asks for those as they are."""
    summary = result.summary
    if summary.n < TOO_FEW or summary.value is None:
        return ""
    if slug in ("lead-time", "recovery-time"):
        return span_bucket(summary.value)
    if slug != "deployment-frequency" or days.by_week is None or days.on_such_a_day is None:
        return ""
    return frequency_bucket(days.by_week, days.on_such_a_day, result.question.window.days / summary.n)


def _deploy_days(asked: Question, viewing: Viewing) -> DeployDays:
    """Of the deployments that count, up to today: days that have not come yet are no days without any."""
    found = _asked(DEPLOYMENTS, asked, viewing.shelves)
    counted = found.flags & _REPEATED == 0
    counted &= found.flags & int(DeploymentFlag.SUCCEEDED) != 0
    window = asked.window
    tomorrow = viewing.now.astimezone(ZoneInfo(window.zone)).date() + timedelta(days=1)
    end = max(min(window.end, tomorrow), window.first + timedelta(days=1))
    return deploy_days(found.at[counted], Window(window.first, end, window.zone))


def _incidents(asked: Question, shelves: Shelves) -> Ids:
    """The deployment that caused each urgent incident of the window, 0 where that is not known."""
    found = cast("IncidentColumns", _asked(INCIDENTS, asked, shelves))
    return found.where(found.flags & _UNCOUNTED == 0).deployment_id


def _asked(family: Family[Columns], asked: Question, shelves: Shelves) -> Columns:
    """The facts of the question's scope and window, in the repositories that it names, if it names any."""
    found = columns(family, asked.scope, asked.window, shelves)
    if not asked.repositories:
        return found
    return found.where(np.isin(found.place_id, np.array(asked.repositories, np.int64)))


def _services(results: Sequence[Result]) -> tuple[ServiceKeys, ...]:
    """A row for every service that any of the keys knows of."""
    rows = [{each.label: each.summary for each in result.breakdown} for result in results]
    names = sorted({name for row in rows for name in row})
    deployed = {name: each.n for name, each in rows[1].items()}
    names.sort(key=lambda name: -deployed.get(name, 0))
    return tuple(ServiceKeys(name, tuple(row.get(name) for row in rows)) for name in names)


def _open(asked: Question, shelves: Shelves) -> tuple[OpenFailure, ...]:
    ids = open_failures(asked, shelves).tolist()
    facts = shelves.facts.by_ids(DEPLOYMENTS, ids)
    records = shelves.deployments.by_ids(ids)
    services = shelves.labels.names(facts.service_id.tolist())
    repositories = shelves.repositories.by_ids(facts.place_id.tolist())
    latest = np.argsort(facts.at)[::-1][:MOST].tolist()
    return tuple(
        OpenFailure(
            name=f"{repositories[record.repository_id].full_name}@{record.sha[:7]}",
            url=record.url,
            service=services.get(int(facts.service_id[row]), ""),
            at=datetime.fromtimestamp(int(facts.at[row]), UTC),
        )
        for row in latest
        if (record := records.get(int(facts.id[row])))
    )


def _provisional_from(window: Window, now: datetime) -> date | None:
    since = now - PROVISIONAL
    return since.astimezone(ZoneInfo(window.zone)).date() if window.stop > since else None
