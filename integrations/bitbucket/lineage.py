"""The commits of pull requests out of the repository's own list: one request tells a hundred of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from integrations.reading import Node, Unreadable, each, moment, name, whole

SHORT, HASH = 12, 40
"""Characters of the hashes that pull requests show, and of whole ones."""

REACH = timedelta(days=30)
"""How much older than its pull request a commit may be to be looked for here."""


class Lineage:
    """Which commits are in a branch and not in the one it goes to, as `git rev-list head ^base` tells."""

    def __init__(self, pages: Iterator[list[Any]]) -> None:
        """`pages` are the commits of all branches, the latest first; they are read no further than needed."""
        self._pages: Iterator[list[Any]] | None = pages
        self._known: dict[str, tuple[datetime, list[str], Node]] = {}
        self._read_to: datetime | None = None

    def between(self, base: str, head: str, opened_at: datetime) -> list[Node] | None:
        """The commits, the latest first; None where the list does not tell, for the branch is gone or old."""
        not_before = opened_at - REACH
        walk = _Walk()
        for end, is_ours in ((head, True), (base, False)):
            found = self._find(end[:SHORT], not_before)
            if found is None:
                return None
            walk.meet(end[:SHORT], found[0], is_ours=is_ours)
        while sha := walk.following():
            is_ours = sha not in walk.theirs
            for parent in self._known[sha][1]:
                found = self._find(parent, not_before)
                if found is not None:
                    walk.meet(parent, found[0], is_ours=is_ours)
                elif is_ours:
                    return None
        return [self._known[sha][2] for sha in walk.ours()] or None

    def commit(self, sha: str, opened_at: datetime) -> Node | None:
        """The commit of which a pull request shows the beginning of its hash."""
        found = self._find(sha[:SHORT], opened_at - REACH)
        return found and found[2]

    def _find(self, sha: str, not_before: datetime) -> tuple[datetime, list[str], Node] | None:
        while (
            sha not in self._known and self._pages and (self._read_to is None or self._read_to >= not_before)
        ):
            self._read(self._pages)
        return self._known.get(sha)

    def _read(self, pages: Iterator[list[Any]]) -> None:
        """One more page; commits that cannot be read are not known."""
        values = next(pages, None)
        if values is None:
            self._pages = None
        for value in values or ():
            try:
                node = whole(value)
                at, sha = moment(node, "date"), name(node, "hash")
                parents = each(node, "parents", lambda parent: name(parent, "hash")[:SHORT])
            except Unreadable:
                continue
            self._known[sha[:SHORT]] = (at, parents, node)
            self._read_to = at


class _Walk:
    """Goes back in time from both ends; what the base reaches is not ours, however often we met it."""

    def __init__(self) -> None:
        self.theirs: set[str] = set()
        self._waiting: list[tuple[float, str]] = []
        self._met: dict[str, bool] = {}
        self._passed: list[str] = []

    def meet(self, sha: str, at: datetime, *, is_ours: bool) -> None:
        is_new = sha not in self._met
        becomes_theirs = not is_ours and sha not in self.theirs
        self._met[sha] = True
        if not is_ours:
            self.theirs.add(sha)
        if is_new or becomes_theirs:
            heappush(self._waiting, (-at.timestamp(), sha))

    def following(self) -> str | None:
        """The latest that waits, as long as one of ours does."""
        if all(sha in self.theirs for _, sha in self._waiting):
            return None
        sha = heappop(self._waiting)[1]
        self._passed.append(sha)
        return sha

    def ours(self) -> list[str]:
        return [sha for sha in dict.fromkeys(self._passed) if sha not in self.theirs]
