"""Which repositories have changed, fifty a request."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Retryable
from domain.records import Repository
from integrations.gitlab import queries
from integrations.gitlab.accounts import number
from integrations.gitlab.api import TooOld, at, gid
from integrations.gitlab.server import Server
from integrations.http import TooMuch
from integrations.reading import Unreadable, moment, whole

SETTLED = timedelta(minutes=1)
"""Younger activity may not be the last of its second: such a token never equals the next one."""

NOTHING = "nothing"
STREAMS = ("pull_requests", "commits", "runs", "deployments")


def probe(
    server: Server, repositories: Sequence[Repository], now: datetime
) -> Mapping[int, Mapping[str, str]]:
    """A token for every stream but that of the code owners. What is gone or hidden is missing."""
    tokens: dict[int, Mapping[str, str]] = {}
    size, first = queries.PROBED, 0
    while first < len(repositories):
        some = repositories[first : first + size]
        try:
            tokens |= _probed(server, some, now, shrinkable=size > 1)
        except TooMuch:
            if size == 1:
                raise
            size = max(1, size // 2)
            continue
        first += len(some)
    return tokens


def _probed(
    server: Server, repositories: Sequence[Repository], now: datetime, *, shrinkable: bool
) -> dict[int, Mapping[str, str]]:
    """A server that does not understand the question leaves everything to be read, every time."""
    ids = [gid("Project", repository.external_id) for repository in repositories]
    try:
        data = server.api.ask(queries.PROBE, {"ids": ids, "first": len(ids)}, shrinkable=shrinkable)
    except TooOld:
        untold = f"untold at {now.isoformat()}"
        return {repository.id: dict.fromkeys(STREAMS, untold) for repository in repositories}
    nodes = at(data, "projects", "nodes")
    if not isinstance(nodes, list):
        raise Retryable("GitLab's answer lacks `projects.nodes`, which was asked for.")
    found = {_number(node): node for node in nodes}
    return {
        repository.id: _tokens(found[repository.external_id], now)
        for repository in repositories
        if repository.external_id in found
    }


def _tokens(node: Any, now: datetime) -> dict[str, str]:  # noqa: ANN401 - JSON
    """A deployment is made and ended by a pipeline's job, which moves its pipeline."""
    pipelines = _token(at(node, "pipelines", "nodes"), now)
    return {
        "pull_requests": _token(at(node, "mergeRequests", "nodes"), now),
        "commits": str(at(node, "repository", "tree", "lastCommit", "sha") or NOTHING),
        "runs": pipelines,
        "deployments": pipelines,
    }


def _token(nodes: Any, now: datetime) -> str:  # noqa: ANN401 - JSON
    """The latest activity. What is not settled, or cannot be read, gets a token that no other equals."""
    told = [f"{at(node, 'id') or ''}@{at(node, 'updatedAt')}" for node in nodes or ()]
    try:
        latest = max((moment(whole(node), "updatedAt") for node in nodes or ()), default=None)
    except Unreadable:
        return f"unreadable at {now.isoformat()}"
    token = " ".join(told) or NOTHING
    return f"{token} at {now.isoformat()}" if latest and now - latest < SETTLED else token


def _number(node: object) -> str:
    try:
        return number(whole(node), "id")
    except Unreadable:
        return ""
