"""Deployments, releases and merges as records: what was put where, and whether that worked."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.ids import identify
from domain.records import (
    Deployment,
    DeploymentSource,
    DeploymentStatus,
    PullRequest,
    PullRequestState,
)
from integrations.accounts import Roster
from integrations.github.accounts import roster
from integrations.pages import Page
from integrations.reading import (
    Node,
    Unreadable,
    each,
    inside,
    link,
    moment,
    name,
    optional_inside,
    optional_text,
    text,
    truth,
)
from integrations.sifting import sift

STREAM = "deployments"
_PRODUCTION = "production"
_ENDED = {
    "SUCCESS": DeploymentStatus.SUCCESS,
    "FAILURE": DeploymentStatus.FAILURE,
    "ERROR": DeploymentStatus.FAILURE,
}
"""The states that say how it went; INACTIVE says that something came after it, others that it goes on."""

_GIVEN_UP = {"INACTIVE", "DESTROYED"}
_RUN = re.compile(r"/actions/runs/(\d{1,19})(?=[/?#]|$)")

Ending = tuple[datetime, DeploymentStatus]


def deployment_page(
    source: str, nodes: Iterable[object], *, cursor: str | None = None, total: int | None = None
) -> Page:
    """A page of `Deployed` and `Released` nodes (delivery_queries.py) whose lists are complete."""
    named = roster(source)

    def read(node: Node) -> Deployment | None:
        return release(source, node, named) if "tagName" in node else deployment(source, node, named)

    found, aside = sift(source, STREAM, nodes, read, named)
    records = tuple(record for record in found if record)
    return Page(records, named.accounts, tuple(aside), cursor, total)


def deployment(source: str, node: Node, named: Roster) -> Deployment:
    """One `Deployed` node, whole."""
    external_id = name(node, "id")
    statuses = inside(node, "statuses", _statuses)
    status, finished_at = _came_to(node, statuses)
    task = optional_text(node, "task") or ""
    logs = [address for _, _, address in statuses if address]
    return Deployment(
        id=identify(source, "deployment", external_id),
        source=source,
        external_id=external_id,
        repository_id=identify(source, "repository", inside(node, "repository", _id)),
        environment=optional_text(node, "latestEnvironment") or optional_text(node, "environment") or "",
        sha=name(node, "commitOid"),
        status=status,
        created_at=moment(node, "createdAt"),
        finished_at=finished_at,
        ref=optional_inside(node, "ref", lambda ref: text(ref, "name")) or "",
        url=logs[-1] if logs else inside(node, "repository", lambda place: link(place, "url")),
        creator_id=named.at(node, "creator"),
        run_id=_run_id(source, logs),
        cause="" if task == "deploy" else task,
    )


def release(source: str, node: Node, named: Roster) -> Deployment | None:
    """One `Released` node; a draft, or what is only tried out, is no deployment."""
    if truth(node, "isDraft") or truth(node, "isPrerelease") or node.get("publishedAt") is None:
        return None
    external_id = name(node, "id")
    sha = optional_inside(node, "tagCommit", lambda commit: name(commit, "oid"))
    if sha is None:
        return None
    return Deployment(
        id=identify(source, "deployment", external_id),
        source=source,
        external_id=external_id,
        repository_id=identify(source, "repository", inside(node, "repository", _id)),
        environment=_PRODUCTION,
        sha=sha,
        status=DeploymentStatus.SUCCESS,
        created_at=moment(node, "publishedAt"),
        finished_at=moment(node, "publishedAt"),
        ref=text(node, "tagName"),
        url=link(node, "url"),
        creator_id=named.at(node, "author"),
        known_from=DeploymentSource.RELEASE,
        is_production=True,
    )


def merges(prs: Iterable[PullRequest], branches: Mapping[int, str]) -> list[Deployment]:
    """Merges to the default branch, if each of them is deployed; `branches` are these by pull request."""
    return [
        Deployment(
            id=identify(pr.source, "deployment", f"merge {pr.external_id}"),
            source=pr.source,
            external_id=f"merge {pr.external_id}",
            repository_id=pr.repository_id,
            environment=_PRODUCTION,
            sha=pr.merge_sha,
            status=DeploymentStatus.SUCCESS,
            created_at=pr.merged_at,
            finished_at=pr.merged_at,
            ref=pr.base_branch,
            url=pr.url,
            creator_id=pr.merged_by_id,
            known_from=DeploymentSource.MERGE,
            is_production=True,
        )
        for pr in prs
        if pr.state is PullRequestState.MERGED
        and pr.base_branch == branches.get(pr.id)
        and pr.merge_sha
        and pr.merged_at
    ]


def began_at(node: object) -> datetime | None:
    """When it was created, for scans that stop there; what cannot be read is left to the mapping."""
    try:
        return moment(node, "createdAt") if isinstance(node, dict) else None
    except Unreadable:
        return None


def _statuses(connection: Node) -> list[tuple[datetime, str, str]]:
    """When each was told, its word, and where its logs are; oldest first."""
    if inside(connection, "pageInfo", lambda info: truth(info, "hasNextPage")):
        raise Unreadable("pageInfo.hasNextPage", "expected the whole list, found a part of it")
    found = each(
        connection, "nodes", lambda node: (moment(node, "createdAt"), name(node, "state"), _log(node))
    )
    return sorted(found)


def _log(node: Node) -> str:
    """Anybody may write there what they like."""
    try:
        return link(node, "logUrl")
    except Unreadable:
        return ""


def _came_to(
    node: Node, statuses: list[tuple[datetime, str, str]]
) -> tuple[DeploymentStatus, datetime | None]:
    """The last word on how it went, and when that was first said without another one in between."""
    ends: list[Ending] = []
    for at, word, _ in statuses:
        if word in _ENDED and not (ends and ends[-1][1] is _ENDED[word]):
            ends.append((at, _ENDED[word]))
    if ends:
        return ends[-1][1], ends[-1][0]
    if statuses and statuses[-1][1] in _GIVEN_UP:
        return DeploymentStatus.CANCELLED, statuses[-1][0]
    is_given_up = str(node.get("state")) in _GIVEN_UP
    return (DeploymentStatus.CANCELLED if is_given_up else DeploymentStatus.PENDING), None


def _run_id(source: str, logs: list[str]) -> int | None:
    """The run that deployed, by the address of its logs, which does not say which attempt it was."""
    found = next((match[1] for log in logs if (match := _RUN.search(log))), None)
    return identify(source, "run", found, "1") if found else None


def _id(node: Node) -> str:
    return name(node, "id")
