"""Bitbucket's deployments as records."""

from collections.abc import Iterable

from domain.ids import identify
from domain.records import Deployment, DeploymentStatus, Repository
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
    "COMPLETED": DeploymentStatus.SUCCESS,
    "SUCCESSFUL": DeploymentStatus.SUCCESS,
    "FAILED": DeploymentStatus.FAILURE,
    "ERROR": DeploymentStatus.FAILURE,
    "STOPPED": DeploymentStatus.CANCELLED,
    "CANCELLED": DeploymentStatus.CANCELLED,
}
"""Every other state has not come to its end."""


def deployment_page(repository: Repository, nodes: Iterable[object], *, cursor: str | None = None) -> Page:
    """A page of deployments, each with the name of its environment."""
    found, aside = sift(
        repository.source, "deployments", nodes, lambda node: deployment(repository, node), key="uuid"
    )
    return Page(tuple(found), (), tuple(aside), cursor)


def deployment(place: Repository, node: Node) -> Deployment:
    """One deployment to one environment; it began with its step, or was announced with its release."""
    uuid = name(node, "uuid")
    status = inside(node, "state", _status)
    release = node.get("release")
    began_at = inside(node, "state", lambda state: optional_moment(state, "started_on"))
    announced_at = optional_inside(node, "release", lambda found: optional_moment(found, "created_on"))
    ended_at = inside(node, "state", lambda state: optional_moment(state, "completed_on"))
    touched_at = optional_moment(node, "last_update_time")
    created_at = began_at or announced_at or touched_at
    is_over = status is not DeploymentStatus.PENDING
    return Deployment(
        id=identify(place.source, "deployment", uuid),
        source=place.source,
        external_id=uuid,
        repository_id=place.id,
        environment=inside(node, "environment", lambda environment: text(environment, "name")),
        sha=_released(release, node),
        status=status,
        created_at=created_at or moment(node, "last_update_time"),
        finished_at=(ended_at or touched_at) if is_over else None,
        ref=optional_inside(node, "release", lambda found: optional_text(found, "name") or "") or "",
        url=f"{place.url}/deployments",
        run_id=optional_inside(node, "release", lambda found: _run_of(place.source, found)),
        is_production=inside(node, "environment", _is_production),
    )


def _released(release: object, node: Node) -> str:
    """The commit of the release, else of what was deployed."""
    at = "release" if isinstance(release, dict) and release.get("commit") is not None else "deployable"
    return inside(node, at, lambda found: inside(found, "commit", lambda commit: name(commit, "hash")))


def _status(state: Node) -> DeploymentStatus:
    """A completed one says how that was, where it says so."""
    status = state.get("status")
    word = status.get("name") if isinstance(status, dict) else None
    if isinstance(word, str) and word in STATUSES:
        return STATUSES[word]
    said = state.get("name")
    return STATUSES.get(said, DeploymentStatus.PENDING) if isinstance(said, str) else DeploymentStatus.PENDING


def _run_of(source: str, release: Node) -> int | None:
    return optional_inside(
        release, "pipeline", lambda pipeline: identify(source, "run", name(pipeline, "uuid"), "1")
    )


def _is_production(environment: Node) -> bool | None:
    """By the kind of environment that Bitbucket lets people choose."""
    return optional_inside(
        environment, "environment_type", lambda kind: (optional_text(kind, "name") or "") == "Production"
    )
