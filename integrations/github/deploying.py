"""Reads deployments; where a repository has none of them, its releases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.clock import Clock
from domain.errors import Retryable
from domain.records import Deployment, DeploymentStatus, Repository
from integrations import reading
from integrations.github import delivery_queries as queries
from integrations.github.api import Api, List
from integrations.github.deployments import began_at, deployment_page
from integrations.github.queries import NODES
from integrations.github.verdicts import GONE
from integrations.github.windows import looked_back
from integrations.pages import Page
from integrations.reading import Node, Unreadable, inside, truth

OVERLAP = timedelta(minutes=5)
UNDER_WAY = timedelta(days=1)
"""How long something that has not ended is looked at in every sync; later it is met once an hour or day."""

_RELEASES = "releases "
"""How a cursor within releases begins."""


class Deploying:
    """Deployments by when they were created, the latest first, for GitHub knows no other order."""

    def __init__(self, api: Api, source: str, clock: Clock) -> None:
        self._api = api
        self._source = source
        self._clock = clock

    def read(self, repository: Repository, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """Back to `until`, and further to those whose state may have changed since."""
        limit = until and looked_back(until, self._clock()) - OVERLAP
        passed: set[str | None] = set()
        while cursor not in passed:
            passed.add(cursor)
            page = self._page(repository, cursor, limit)
            cursor = page.cursor
            yield page
            if cursor is None:
                return
        raise Retryable(f"GitHub leads in circles through the deployments of {repository.full_name}.")

    def these(self, ids: Sequence[str]) -> Iterator[Page]:
        """As they are now; what turns out to be neither is gone as well."""
        wanted = [id_ for id_ in ids if " " not in id_]
        for first in range(0, len(wanted), NODES):
            some = wanted[first : first + NODES]
            found = self._api.ask(queries.THESE_DEPLOYMENTS, {"ids": some}).found(some)
            nodes = [self._complete(node) for node, _ in found if node and "id" in node]
            there = {node["id"] for node in nodes}
            gone = [
                id_
                for id_, (node, error) in zip(some, found, strict=True)
                if error == GONE or (node and node.get("id") not in there)
            ]
            yield replace(self._settled(deployment_page(self._source, nodes)), gone=tuple(gone))

    def _page(self, repository: Repository, cursor: str | None, limit: datetime | None) -> Page:
        if cursor is not None and cursor.startswith(_RELEASES):
            return self._releases(repository, cursor.removeprefix(_RELEASES) or None, limit)
        found, total = self._list(queries.DEPLOYMENTS, "deployments", repository, cursor)
        if total == 0:
            return self._releases(repository, None, limit)
        recent = [node for node in found.nodes if not _is_older(node, limit)]
        behind = found.behind if len(recent) == len(found.nodes) else None
        nodes = [self._complete(node) for node in recent]
        return self._settled(deployment_page(self._source, nodes, cursor=behind, total=total))

    def _releases(self, repository: Repository, cursor: str | None, limit: datetime | None) -> Page:
        found, total = self._list(queries.RELEASES, "releases", repository, cursor)
        recent = [node for node in found.nodes if not _is_older(node, limit)]
        behind = _RELEASES + found.behind if found.behind and len(recent) == len(found.nodes) else None
        return deployment_page(self._source, recent, cursor=behind, total=total)

    def _list(self, query: str, name: str, repository: Repository, cursor: str | None) -> tuple[List, int]:
        reply = self._api.ask(query, {"repository": repository.external_id, "after": cursor})
        reply.assert_there(repository.full_name)
        found = reply.listed("node", name)
        if None in found.nodes:
            raise Retryable(f"GitHub leaves holes in the {name} of {repository.full_name}.")
        return found, reply.at("node", name, "totalCount")

    def _complete(self, node: Node) -> Node:
        """With all its states; one whose list has not the right shape is for the mapping to complain of."""
        passed: set[str] = set()
        behind = _behind(node)
        while behind:
            if behind in passed:
                raise Retryable(f"GitHub leads in circles through the states of deployment {node['id']}.")
            passed.add(behind)
            reply = self._api.ask(queries.REST_OF_STATUSES, {"deployment": node["id"], "after": behind})
            more = reply.listed("node", "statuses")
            node["statuses"]["nodes"] += more.nodes
            node["statuses"]["pageInfo"] = {"hasNextPage": more.behind is not None}
            behind = more.behind
        return node

    def _settled(self, page: Page) -> Page:
        """With when the oldest began that is under way, lately enough to look at it all the time."""
        earliest = self._clock() - UNDER_WAY
        pending = [
            one.created_at
            for one in page.of(Deployment)
            if one.status is DeploymentStatus.PENDING and one.created_at > earliest
        ]
        return replace(page, unsettled_since=min(pending, default=None))


def _is_older(node: object, limit: datetime | None) -> bool:
    at = began_at(node)
    return limit is not None and at is not None and at < limit


def _behind(node: Node) -> str | None:
    try:
        info = inside(node, "statuses", lambda statuses: inside(statuses, "pageInfo", lambda info: info))
        return reading.name(info, "endCursor") if truth(info, "hasNextPage") else None
    except Unreadable:
        return None
