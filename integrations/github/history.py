"""Reads what is on default branches: their commits, and who owns what of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.errors import Retryable
from domain.records import CodeOwners, Repository
from integrations.github import delivery_queries as queries
from integrations.github.api import Api, List, Reply
from integrations.github.commits import commit_page
from integrations.pages import Page
from integrations.reading import storable

BRANCHES_LIVE = timedelta(days=30)
"""Merging brings commits that are older than the merge, but seldom by more."""

LARGEST_OWNERS = 3 * 2**20
"""Characters; GitHub itself takes no larger CODEOWNERS."""


class History:
    """The commits of default branches, the latest first."""

    def __init__(self, api: Api, source: str) -> None:
        self._api = api
        self._source = source

    def read(self, repository: Repository, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        since = until and (until - BRANCHES_LIVE).strftime("%Y-%m-%dT%H:%M:%SZ")
        passed: set[str | None] = set()
        while cursor not in passed:
            asked = {"repository": repository.external_id, "after": cursor, "since": since}
            reply = self._api.ask(queries.COMMITS, asked)
            reply.assert_there(repository.full_name)
            passed.add(cursor)
            found, total = _history(reply)
            cursor = found.behind
            yield commit_page(self._source, repository, found.nodes, cursor=cursor, total=total)
            if cursor is None:
                return
        raise Retryable(f"GitHub leads in circles through the commits of {repository.full_name}.")

    def these(self, shas: Sequence[str], repository: Repository) -> Iterator[Page]:
        """Commits by their hash; one that GitHub knows no more was pushed away."""
        for sha in shas:
            reply = self._api.ask(queries.THIS_COMMIT, {"repository": repository.external_id, "oid": sha})
            reply.assert_there(repository.full_name)
            node = reply.at("node").get("object")
            page = commit_page(self._source, repository, [node] if node else [])
            yield page if node else Page((), gone=(sha,))

    def owners(self, repository: Repository) -> Iterator[Page]:
        """The CODEOWNERS that GitHub goes by: the first of the three places; none is an empty one."""
        reply = self._api.ask(queries.OWNERS, {"repository": repository.external_id})
        reply.assert_there(repository.full_name)
        node = reply.at("node")
        texts = [(node.get(place) or {}).get("text") for place in ("hidden", "root", "docs")]
        text = next((text for text in texts if isinstance(text, str)), "")
        lines = (storable(line) for line in text[:LARGEST_OWNERS].splitlines())
        yield Page((CodeOwners(repository.id, "\n".join(lines)),))


def _history(reply: Reply) -> tuple[List, int | None]:
    """An empty repository has no branch, and one without commits no history."""
    target = ((reply.at("node").get("defaultBranchRef") or {}).get("target") or {}).get("history")
    if not target:
        return List([], None), 0
    path = ("node", "defaultBranchRef", "target", "history")
    found = reply.listed(*path)
    if None in found.nodes:
        raise Retryable("GitHub leaves holes in the commits of a branch.")
    return found, reply.at(*path, "totalCount")
