"""Deployments, as REST tells them."""

from collections.abc import Iterable
from datetime import datetime

from domain.ids import identify
from domain.records import Deployment, DeploymentStatus, Repository
from integrations.accounts import Roster
from integrations.gitlab.accounts import number, roster
from integrations.gitlab.pipelines import run_id
from integrations.pages import Page
from integrations.reading import (
    Node,
    inside,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    text,
)
from integrations.sifting import sift

STATUSES = {
    "success": DeploymentStatus.SUCCESS,
    "failed": DeploymentStatus.FAILURE,
    "canceled": DeploymentStatus.CANCELLED,
    "skipped": DeploymentStatus.CANCELLED,
}
"""Every other status is of one that has not come to anything yet."""


def deployment_page(
    source: str, repository: Repository, rows: Iterable[object], *, cursor: str | None = None
) -> Page:
    named = roster(source)
    found, aside = sift(
        source, "deployments", rows, lambda row: deployment(source, repository, row, named), named
    )
    return Page(tuple(found), named.accounts, tuple(aside), cursor)


def deployment(source: str, repository: Repository, row: Node, named: Roster) -> Deployment:
    external_id = number(row, "id")
    status = STATUSES.get(str(row.get("status")), DeploymentStatus.PENDING)
    run = optional_inside(row, "deployable", _pipeline)
    environment = inside(row, "environment", lambda place: text(place, "name"))
    return Deployment(
        id=identify(source, "deployment", external_id),
        source=source,
        external_id=external_id,
        repository_id=repository.id,
        environment=environment,
        sha=name(row, "sha"),
        status=status,
        created_at=moment(row, "created_at"),
        finished_at=None if status is DeploymentStatus.PENDING else _finished_at(row),
        ref=optional_text(row, "ref") or "",
        url=inside(
            row, "environment", lambda place: f"{repository.url}/-/environments/{number(place, 'id')}"
        ),
        creator_id=named.at(row, "user"),
        run_id=run_id(source, run, 1) if run else None,
        is_production=inside(row, "environment", _is_production),
    )


def _pipeline(job: Node) -> str | None:
    return optional_inside(job, "pipeline", lambda pipeline: number(pipeline, "id"))


def _finished_at(row: Node) -> datetime:
    """When its job ended; one that was made through the API changes no more once it has ended."""
    ended = optional_inside(row, "deployable", lambda job: optional_moment(job, "finished_at"))
    return ended or moment(row, "updated_at")


def _is_production(environment: Node) -> bool | None:
    """By the environment's tier, where the server tells it."""
    tier = environment.get("tier")
    return tier == "production" if isinstance(tier, str) and tier else None
