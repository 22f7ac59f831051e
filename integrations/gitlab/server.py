"""What one GitLab can: how old it is, how much it gives at once, and where GraphQL is of no use."""

import re
from collections.abc import Callable

from integrations.gitlab.api import OUT_OF_SIGHT, Api, TooOld
from integrations.gitlab.queries import NEWER, NEWEST, OLDER, PAGE, SMALLEST_PAGE, Queries
from integrations.http import TooMuch
from integrations.reading import Node

GROWTH, GOOD_PAGES = 10, 5

_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})")


class PageSize:
    """How many items to ask for: halved when it was too much, slowly grown again."""

    def __init__(self) -> None:
        self.now = PAGE
        self._good = 0

    @property
    def may_shrink(self) -> bool:
        return self.now > SMALLEST_PAGE

    def was_good(self) -> None:
        self._good += 1
        if self._good >= GOOD_PAGES:
            self.now = min(PAGE, self.now + GROWTH)
            self._good = 0

    def was_too_much(self) -> None:
        self.now = max(SMALLEST_PAGE, self.now // 2)
        self._good = 0


class Server:
    """Asks in pages that it can bear, in words that it knows."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.size = PageSize()
        self.has_graphql = True
        """Until it understands not even the oldest queries."""
        self._queries: Queries | None = None

    def version(self) -> str:
        """Such as 17.5.1-ee; empty where it is not told."""
        try:
            body = self.api.get("/version")
        except OUT_OF_SIGHT:
            return ""
        version = body.get("version") if isinstance(body, dict) else None
        return version if isinstance(version, str) and version.isprintable() else ""

    def page(self, choose: Callable[[Queries], str], variables: Node) -> Node:
        """The data of a query with `first` in it, smaller than wished for where that is too much.

        Raises:
            TooOld: it understands not even the oldest form; from now on there is only REST.
        """
        while True:
            asked = {**variables, "first": self.size.now}
            try:
                data = self.ask(choose, asked, shrinkable=self.size.may_shrink)
            except TooMuch:
                if not self.size.may_shrink:
                    raise
                self.size.was_too_much()
                continue
            self.size.was_good()
            return data

    def ask(self, choose: Callable[[Queries], str], variables: Node, *, shrinkable: bool = False) -> Node:
        """The data of a query in the newest form that the server understands."""
        while True:
            queries = self._known()
            try:
                return self.api.ask(choose(queries), variables, shrinkable=shrinkable)
            except TooOld:
                if queries is OLDER:
                    self.has_graphql = False
                    raise
                self._queries = OLDER

    def _known(self) -> Queries:
        """By the server's version, asked for once."""
        if self._queries is None:
            self._queries = NEWEST if is_newer(self.version()) else OLDER
        return self._queries


def is_newer(version: str) -> bool:
    found = _VERSION.match(version)
    return found is not None and (int(found[1]), int(found[2])) >= NEWER
