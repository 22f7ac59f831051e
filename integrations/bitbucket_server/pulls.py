"""Reads pull requests of a server that cannot be asked for what has changed, and loses none of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Rejected, Unknown
from domain.records import Repository
from integrations.bitbucket_server.api import LONG_PAGE, Api, at
from integrations.bitbucket_server.mapping import external_id, pull_request_page
from integrations.bitbucket_server.reading import instant
from integrations.pages import Page
from integrations.reading import Node, Unreadable, count, whole

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a scan reads, for clocks that differ."""

LONGEST_CURSOR = 12


@dataclass(slots=True)
class Order:
    """Whether a list is told by when its items were last touched, as far as it was read.

    The documentation says no more than "newest first". By age numbers only ever fall; a list whose
    numbers also rise, while its times only fall, is told by time, and ends where its times are too old.
    """

    _times_fall: bool = True
    _numbers_rise: bool = False
    _time: datetime | None = None
    _number: int | None = None

    def read(self, number: int, touched_at: datetime) -> None:
        self._times_fall &= self._time is None or touched_at <= self._time
        self._numbers_rise |= self._number is not None and number > self._number
        self._time, self._number = touched_at, number

    @property
    def is_by_time(self) -> bool:
        return self._times_fall and self._numbers_rise


class PullRequests:
    """The pull requests of one repository."""

    def __init__(self, api: Api, repository: Repository) -> None:
        self._api = api
        self._repository = repository

    def read(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """Those touched since a little before `until`, or all of them.

        The list of all states is gone through: what was open at the last reading may be anywhere in it
        by now. Only of one that proves to be told by time the end is left out.
        """
        limit = until and until - OVERLAP
        order = Order()
        asked: dict[str, str | int] = {"state": "ALL", "order": "NEWEST", "limit": LONG_PAGE}
        for bag in self._api.walk(at(self._repository, "pull-requests"), asked, start(cursor)):
            news = [node for node in bag.values if limit is None or not _is_older(node, limit)]
            for node in bag.values:
                _tell(order, node)
            is_over = bool(bag.values) and not news and order.is_by_time
            behind = None if is_over else bag.behind
            nodes = [self._whole(node) for node in news]
            yield self._page(nodes, None if behind is None else str(behind))
            if is_over:
                return

    def named(self, numbers: Sequence[str]) -> Page:
        """Those of these numbers, as they are now."""
        nodes: list[Any] = []
        gone: list[str] = []
        for number in numbers:
            try:
                nodes.append(self._whole(self._api.one(at(self._repository, "pull-requests", number))))
            except Unknown:
                gone.append(external_id(self._repository, number))
        return replace(self._page(nodes, None), gone=tuple(gone))

    def _page(self, nodes: list[Any], cursor: str | None) -> Page:
        return pull_request_page(self._repository, nodes, cursor=cursor)

    def _whole(self, node: Any) -> Any:  # noqa: ANN401 - JSON
        """The node with its lists; one that cannot be read is left to the mapping, which says so."""
        try:
            number = str(count(whole(node), "id"))
        except Unreadable:
            return node
        path = at(self._repository, "pull-requests", number)
        lists: Node = {"activities": self._api.all(f"{path}/activities", {"limit": 500})}
        return {**node, **lists, "commits": self._commits(path)}

    def _commits(self, path: str) -> list[Any]:
        """None of a branch that is gone together with its commits."""
        try:
            return self._api.all(f"{path}/commits", {"limit": LONG_PAGE})
        except Unknown:
            return []


def start(cursor: str | None) -> int:
    """Where a list goes on.

    Raises:
        Rejected: the cursor is none of ours.
    """
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= LONGEST_CURSOR:
        return int(cursor)
    raise Rejected("This is no cursor of Bitbucket Data Center.", hint="The repository is read anew.")


def _tell(order: Order, node: object) -> None:
    try:
        order.read(count(whole(node), "id"), instant(whole(node), "updatedDate"))
    except Unreadable:
        return


def _is_older(node: object, limit: datetime) -> bool:
    try:
        return instant(whole(node), "updatedDate") < limit
    except Unreadable:
        return False
