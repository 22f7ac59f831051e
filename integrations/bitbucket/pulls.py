"""Reads pull requests with their whole story, for the fewest requests that tell it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Rejected, Retryable, Unknown
from domain.records import Repository
from integrations.bitbucket.api import Api, Bag
from integrations.bitbucket.feed import Feed
from integrations.bitbucket.lineage import HASH, SHORT, Lineage
from integrations.bitbucket.mapping import external_id, pull_request_page
from integrations.bitbucket.queries import (
    COMMIT,
    COMMITS,
    DIFFSTAT,
    LONG_PAGE,
    PAGE,
    PULL_REQUEST,
    PULL_REQUESTS,
    STATES,
    at,
)
from integrations.pages import Page
from integrations.reading import Node, Unreadable, count, inside, moment, name, optional_inside, whole

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a scan reads, for clocks that differ and replicas that lag."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading stands, in the list and in the feed; `owed` is as `Feed` says."""

    listed: str | None = None
    fed: str | None = None
    owed: tuple[int, ...] = ()
    is_feed_left: bool = False

    @property
    def cursor(self) -> str:
        return json.dumps([self.listed, self.fed, list(self.owed), self.is_feed_left])


class PullRequests:
    """The pull requests of one repository."""

    def __init__(self, api: Api, repository: Repository, *, with_sizes: bool) -> None:
        self._api = api
        self._repository = repository
        self._with_sizes = with_sizes

    def all(self, cursor: str | None) -> Iterator[Page]:
        """The latest first, with the activity of the whole repository: five requests for fifty of them.

        The feed is read back to the oldest of a page, so that everything of these is known; what it told
        of older ones is kept for them, and of that the cursor keeps the numbers.
        """
        place = self._place(cursor)
        feed = Feed(self._api, self._repository, resume=place.fed, owed=place.owed)
        lineage = Lineage(
            self._api.walk(at(self._repository, "commits"), {"pagelen": LONG_PAGE, "fields": COMMITS})
        )
        for bag in self._bags(place.listed, {"sort": "-created_on"}):
            opened = [_opened_at(node) for node in bag.values]
            if any(opened):
                feed.back_to(min(each for each in opened if each))
            nodes = [self._told(node, feed, lineage) for node in bag.values]
            behind = Place(bag.behind, feed.behind or "", tuple(feed.owed)) if bag.behind else None
            yield self._page(nodes, behind, bag.size)

    def changed(self, cursor: str | None, until: datetime) -> Iterator[Page]:
        """What was touched since a little before `until`, and what the feed tells of beside that."""
        limit = until - OVERLAP
        place = self._place(cursor)
        seen: set[int] = set()
        if not place.is_feed_left:
            asked = {"q": f"updated_on>={limit:%Y-%m-%dT%H:%M:%SZ}", "sort": "-updated_on"}
            for bag in self._bags(place.listed, asked):
                seen |= {number for node in bag.values if (number := _number(node)) is not None}
                behind = Place(bag.behind) if bag.behind else Place(is_feed_left=True)
                yield self._page([self._alone(node) for node in bag.values], behind, None)
        feed = Feed(self._api, self._repository)
        feed.back_to(limit)
        missed = [number for number in feed.numbers(limit) if number not in seen] if feed.is_usable else []
        yield self.named([str(number) for number in missed])

    def named(self, numbers: Sequence[str]) -> Page:
        """Those of these numbers, as they are now."""
        nodes: list[Any] = []
        gone: list[str] = []
        for number in numbers:
            try:
                path = at(self._repository, "pullrequests", number)
                nodes.append(self._alone(self._api.one(path, {"fields": PULL_REQUEST})))
            except Unknown:
                gone.append(external_id(self._repository, number))
        return replace(self._page(nodes, None, None), gone=tuple(gone))

    def _page(self, nodes: list[Any], behind: Place | None, total: int | None) -> Page:
        cursor = behind.cursor if behind else None
        return pull_request_page(self._repository, nodes, cursor=cursor, total=total)

    def _bags(self, resume: str | None, asked: dict[str, str]) -> Iterator[Bag]:
        """The pages of the list.

        Raises:
            Retryable: they lead in circles.
        """
        path = resume or at(self._repository, "pullrequests")
        params: dict[str, Any] | None = None
        if not resume:
            params = {"state": STATES, "pagelen": PAGE, "fields": PULL_REQUESTS, **asked}
        passed: set[str] = set()
        while path not in passed:
            passed.add(path)
            bag = self._api.page(path, params)
            yield bag
            if bag.behind is None:
                return
            path, params = bag.behind, None
        raise Retryable(
            f"Bitbucket leads in circles through the pull requests of {self._repository.full_name}."
        )

    def _place(self, cursor: str | None) -> Place:
        """Where the cursor says; it never leads anywhere but into this repository.

        Raises:
            Rejected: it is none of ours.
        """
        if cursor is None:
            return Place()
        root = at(self._repository, "pullrequests")
        try:
            listed, fed, owed, is_feed_left = json.loads(cursor)
            paths = [str(path) for path in (listed, fed) if path]
            place = Place(listed, fed, tuple(int(number) for number in owed), bool(is_feed_left))
        except (ValueError, TypeError):
            raise Rejected("This is no cursor of Bitbucket's pull requests.") from None
        if all(path.startswith(root) for path in paths):
            return place
        raise Rejected("This cursor leads out of the repository.", hint="The repository is read anew.")

    def _told(self, node: Any, feed: Feed, lineage: Lineage) -> Any:  # noqa: ANN401 - JSON
        """The node with its lists, out of what is known already where that is enough."""
        number, opened_at = _number(node), _opened_at(node)
        if number is None or opened_at is None:
            return node
        activity = feed.take(number)
        landed = _landed(node)
        merge = lineage.commit(landed, opened_at) if landed else None
        node = {**node, "merge_commit": merge} if merge else node
        return self._whole(node, number, activity, self._descent(node, lineage, opened_at))

    def _alone(self, node: Any) -> Any:  # noqa: ANN401 - JSON
        """The node with its lists, each asked for by itself."""
        number = _number(node)
        return node if number is None else self._whole(node, number, None, None)

    def _whole(
        self, node: Node, number: int, activity: list[Node] | None, commits: list[Node] | None
    ) -> Node:
        path = at(self._repository, "pullrequests", str(number))
        if activity is None:
            activity = self._api.all(f"{path}/activity", {"pagelen": PAGE})
        if commits is None:
            commits = self._commits(path)
        lists: Node = {"activity": activity, "commits": commits}
        landed = _landed(node)
        if landed:
            lists["merge_commit"] = self._commit(landed) or node["merge_commit"]
        if self._with_sizes:
            lists["diffstat"] = self._diffstat(path)
        return {**node, **lists}

    def _commits(self, path: str) -> list[Any]:
        """None of a branch that is gone: Bitbucket finds them no more then."""
        try:
            return self._api.all(f"{path}/commits", {"pagelen": LONG_PAGE, "fields": COMMITS})
        except Unknown:
            return []

    def _commit(self, sha: str) -> Node | None:
        """With its whole hash, by which the default branch knows it."""
        try:
            return self._api.one(at(self._repository, "commit", sha), {"fields": COMMIT})
        except Unknown:
            return None

    def _diffstat(self, path: str) -> list[Any] | None:
        try:
            return self._api.all(f"{path}/diffstat", {"pagelen": LONG_PAGE, "fields": DIFFSTAT})
        except Unknown:
            return None

    def _descent(self, node: Node, lineage: Lineage, opened_at: datetime) -> list[Node] | None:
        """Forks have commits of their own, which the repository's list does not know."""
        try:
            base, head = (inside(node, end, _tip) for end in ("destination", "source"))
            origin = inside(node, "source", lambda end: inside(end, "repository", lambda r: name(r, "uuid")))
        except Unreadable:
            return None
        if origin != self._repository.external_id:
            return None
        return lineage.between(base[:SHORT], head[:SHORT], opened_at)


def _landed(node: object) -> str | None:
    """The merge commit, where only the beginning of its hash is told."""
    try:
        sha = optional_inside(whole(node), "merge_commit", lambda commit: name(commit, "hash"))
    except Unreadable:
        return None
    return sha if sha and len(sha) < HASH else None


def _tip(end: Node) -> str:
    return inside(end, "commit", lambda commit: name(commit, "hash"))


def _number(node: object) -> int | None:
    """A node that cannot be read is left to the mapping, which says so."""
    try:
        return count(whole(node), "id")
    except Unreadable:
        return None


def _opened_at(node: object) -> datetime | None:
    try:
        return moment(whole(node), "created_on")
    except Unreadable:
        return None
