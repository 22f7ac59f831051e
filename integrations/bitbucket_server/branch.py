"""Reads the default branch, and the builds that were reported for its commits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from domain.clock import Clock
from domain.errors import Unknown
from domain.records import Repository
from integrations.bitbucket_server.api import BUILDS, LONG_PAGE, SHORT_PAGE, Api, Bag, at
from integrations.bitbucket_server.mapping import commit_page, run_page
from integrations.bitbucket_server.pulls import start
from integrations.bitbucket_server.reading import instant
from integrations.pages import Page
from integrations.reading import Unreadable, name, whole

LATE = timedelta(days=3)
"""Builds may be reported so long after their commit."""

BRANCHED = timedelta(days=14)
"""Commits that are so much older than the watermark may have come to the default branch since."""


class Branch:
    """The default branch of one repository."""

    def __init__(self, api: Api, repository: Repository, clock: Clock, *, build_days: int) -> None:
        """Builds of commits older than `build_days` are not asked for: each commit costs a request."""
        self._api = api
        self._repository = repository
        self._builds_since = clock() - timedelta(days=build_days)

    def commits(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """The latest first."""
        limit = until and until - BRANCHED
        for bag in self._bags(cursor, LONG_PAGE):
            recent = [node for node in bag.values if limit is None or not _is_older(node, limit)]
            behind = bag.behind if recent else None
            yield commit_page(self._repository, recent, cursor=_cursor(behind))
            if behind is None:
                return

    def runs(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """The builds of each commit, for the server lists them no other way."""
        limit = max(self._builds_since, until - LATE) if until else self._builds_since
        for bag in self._bags(cursor, SHORT_PAGE):
            recent = [node for node in bag.values if not _is_older(node, limit)]
            behind = bag.behind if recent else None
            builds = [build for node in recent for build in self._builds(_sha(node))]
            yield run_page(self._repository, builds, cursor=_cursor(behind))
            if behind is None:
                return

    def named(self, stream: str, ids: Sequence[str]) -> Page:
        """These commits or builds, as they are now; a build's id begins with its commit's."""
        nodes: list[Any] = []
        gone: list[str] = []
        for id_ in ids:
            sha = id_.partition("/")[0]
            try:
                found = (
                    self._builds(sha)
                    if stream == "runs"
                    else [self._api.one(at(self._repository, "commits", sha))]
                )
            except Unknown:
                found = []
            found = [node for node in found if stream != "runs" or f"{sha}/{node.get('key')}" == id_]
            nodes += found
            gone += [] if found else [id_]
        page = run_page if stream == "runs" else commit_page
        return replace(page(self._repository, nodes), gone=tuple(gone))

    def _bags(self, cursor: str | None, limit: int) -> Iterator[Bag]:
        """The commits, from the cursor on; an empty repository has one empty page."""
        first = start(cursor)
        if not self._repository.default_branch:
            yield Bag([], None)
            return
        head = f"refs/heads/{self._repository.default_branch}"
        asked: dict[str, str | int] = {"until": head, "limit": limit}
        yield from self._api.walk(at(self._repository, "commits"), asked, first)

    def _builds(self, sha: str) -> list[Any]:
        """The builds of a commit that can be read, each with its commit's hash."""
        if not sha:
            return []
        found = self._api.all(f"{BUILDS}/commits/{quote(sha, safe='')}", {"limit": LONG_PAGE})
        return [{**node, "sha": sha} if isinstance(node, dict) else node for node in found]


def _cursor(behind: int | None) -> str | None:
    return None if behind is None else str(behind)


def _sha(node: object) -> str:
    try:
        return name(whole(node), "id")
    except Unreadable:
        return ""


def _is_older(node: object, limit: datetime) -> bool:
    """A node that cannot be read is left to the mapping, which says so."""
    try:
        return instant(whole(node), "committerTimestamp") < limit
    except Unreadable:
        return False
