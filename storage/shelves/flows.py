"""Flows: from an issue over its pull requests to deployments and what they broke, by one statement."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, select, type_coerce

from domain.facts import Flag, IncidentFlag
from domain.records import Outcome
from domain.rulings.links import FoundIn
from domain.views.flow import Trace
from storage.families import MICRO
from storage.tables import (
    commits,
    deployments,
    facts_of,
    incidents,
    issue_mentions,
    issues,
    pull_request_facts,
    pull_requests,
    repositories,
    reviews,
    runs,
)
from storage.transaction import Transaction
from storage.types import Moment, word

_issue, _mention, _pr, _fact = issues.c, issue_mentions.c, pull_requests.c, pull_request_facts.c
_change, _trouble = facts_of["changes"].c, facts_of["incidents"].c
_incident, _deployment = incidents.c, deployments.c


class Flows:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, issue_id: int) -> list[Trace]:
        """A row for every pull request, its deployment and each incident of that; the first opened first."""
        return [Trace(*row) for row in self._tx.all(_flow(issue_id))]


def _flow(issue_id: int) -> Select[Any]:
    aside = IncidentFlag.MERGED | IncidentFlag.EXCLUDED_BY_HAND
    return (
        select(*_pull_request(), *_deployed(), *_broken())
        .select_from(issues)
        .join(issue_mentions, func.lower(_mention.key) == func.lower(_issue.key))
        .join(pull_requests, _pr.id == _mention.pull_request_id)
        .join(repositories, repositories.c.id == _pr.repository_id)
        .outerjoin(pull_request_facts, _fact.pull_request_id == _pr.id)
        .outerjoin(facts_of["changes"], _change.id == _pr.id)
        .outerjoin(deployments, _deployment.id == _change.deployment_id)
        .outerjoin(
            facts_of["incidents"],
            (_trouble.deployment_id == _deployment.id) & (_trouble.flags.op("&")(int(aside)) == 0),
        )
        .outerjoin(incidents, _incident.id == _trouble.id)
        .where(_issue.id == issue_id, ~_issue.is_removed, ~_pr.is_removed)
        .order_by(_pr.created_at, _pr.id, _incident.created_at, _incident.id)
    )


def _pull_request() -> tuple[ColumnElement[Any], ...]:
    """The columns of a trace up to how CI went, in its order."""
    return (
        _pr.id,
        repositories.c.full_name,
        _pr.number,
        _pr.title,
        _pr.url,
        _pr.state,
        type_coerce(_mention.found_in, word(FoundIn)),
        _pr.created_at,
        _fact.first_review_at,
        _pr.merged_at,
        _pr.closed_at,
        select(func.count()).where(reviews.c.pull_request_id == _pr.id).scalar_subquery(),
        func.coalesce(_fact.flags.op("&")(int(Flag.REVERT)) != 0, false()),
        type_coerce(_last_run(), word(Outcome)),
    )


def _last_run() -> ScalarSelect[Any]:
    """How the last run of any of its commits ended."""
    return (
        select(runs.c.outcome)
        .join(commits, commits.c.sha == runs.c.sha)
        .where(commits.c.pull_request_id == _pr.id, runs.c.repository_id == _pr.repository_id)
        .order_by(runs.c.created_at.desc(), runs.c.attempt.desc(), runs.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _deployed() -> tuple[ColumnElement[Any], ...]:
    return (
        _deployment.id,
        type_coerce(_change.at * MICRO, Moment),
        func.coalesce(_deployment.environment, ""),
        func.coalesce(_deployment.sha, ""),
        func.coalesce(_deployment.url, ""),
    )


def _broken() -> tuple[ColumnElement[Any], ...]:
    return (
        _incident.id,
        func.coalesce(_incident.title, ""),
        func.coalesce(_incident.url, ""),
        _incident.created_at,
        _incident.resolved_at,
    )
