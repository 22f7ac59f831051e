"""Which projects are chosen, by their keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from domain.errors import Rejected, Retryable, Unknown
from integrations.jira.api import Api, Params
from integrations.provider import Selection
from integrations.reading import Node, Unreadable, whole

LARGEST_PAGE = 50
"""What Jira gives at most of projects, boards and sprints."""

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Some:
    """A page of a list as it came; `behind` is where it goes on, None at its end."""

    nodes: list[object]
    behind: int | None


def listed(body: object, key: str) -> list[object]:
    """The list that an answer must hold at `key`.

    Raises:
        Retryable: it does not.
    """
    found = body.get(key) if isinstance(body, dict) else None
    if isinstance(found, list):
        return found
    raise Retryable(f"Jira's answer holds no `{key}`, which was asked for.")


def some(body: object, key: str, start: int) -> Some:
    """A page of a list that is paged by number; an empty one is the last, whatever it says.

    Raises:
        Retryable: it is no such page, or another one than was asked for.
    """
    nodes = listed(body, key)
    node: Node = body if isinstance(body, dict) else {}
    if node.get("startAt", start) != start:
        raise Retryable(f"Jira leads in circles through its `{key}`.")
    total = node.get("total")
    is_last = node.get("isLast") is True or (type(total) is int and start + len(nodes) >= total)
    return Some(nodes, None if is_last or not nodes else start + len(nodes))


def position(cursor: str | None) -> int:
    """Where a list goes on.

    Raises:
        Rejected: no cursor of ours says so.
    """
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit():
        return int(cursor)
    raise Rejected(f"`{cursor[:40]}` is no place in a list of Jira's.", hint="It is read anew.")


class Projects:
    """The projects of a selection; those that cannot be seen, or are archived, are none."""

    def __init__(self, api: Api, selection: Selection) -> None:
        self._api = api
        self._wanted = tuple(pattern.upper() for pattern in selection.projects)
        self._unwanted = tuple(pattern.upper() for pattern in selection.exclude)

    def pages(self, start: int = 0) -> Iterator[Some]:
        """The chosen ones, page by page from this place on; what was asked once is not asked again."""
        at = 0
        for page in self._pages:
            if at >= start:
                yield page
            at = page.behind or at

    @cached_property
    def _pages(self) -> list[Some]:
        """Servers of one's own tell all at once."""
        if not self._api.server.is_cloud:
            nodes = self._api.get("project")
            if not isinstance(nodes, list):
                raise Retryable("Jira's list of projects makes no sense.")
            return [Some(list(filter(self._may_be_chosen, nodes)), None)]
        found: list[Some] = []
        behind: int | None = 0
        while behind is not None:
            page = some(self._api.get("project/search", self._params(behind)), "values", behind)
            found.append(Some(list(filter(self._may_be_chosen, page.nodes)), page.behind))
            behind = page.behind
        return found

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The keys of the chosen projects, by id."""
        nodes = [node for page in self._pages for node in page.nodes if isinstance(node, dict)]
        return {
            id_: key
            for node in nodes
            if isinstance(id_ := node.get("id"), str) and id_.isascii() and id_.isdigit()
            if isinstance(key := node.get("key"), str)
        }

    def missing(self) -> tuple[str, ...]:
        """The keys and patterns of the settings that choose nothing."""
        keys = [key.upper() for key in self.chosen.values()]
        return tuple(each for each in self._wanted if not any(fnmatchcase(key, each) for key in keys))

    def by_ids(self, external_ids: Sequence[str]) -> tuple[list[object], tuple[str, ...]]:
        """These projects as they are now, and the ids of those that are none of ours any more."""
        nodes: dict[str, object] = {}
        for id_ in external_ids:
            if id_.isascii() and id_.isdigit():
                try:
                    nodes[id_] = self._api.get(f"project/{id_}")
                except Unknown:
                    continue
        ours = {id_: node for id_, node in nodes.items() if self._may_be_chosen(node)}
        return list(ours.values()), tuple(id_ for id_ in external_ids if id_ not in ours)

    def _params(self, start: int) -> Params:
        params: dict[str, str | int | list[str]] = {
            "startAt": start,
            "maxResults": LARGEST_PAGE,
            "orderBy": "key",
        }
        if 0 < len(self._wanted) <= LARGEST_PAGE and not any(_WILD & set(each) for each in self._wanted):
            params["keys"] = list(self._wanted)
        return params

    def _may_be_chosen(self, node: object) -> bool:
        """What has no key is left to the mapping, which says so."""
        try:
            key = whole(node).get("key")
        except Unreadable:
            return True
        if not isinstance(key, str):
            return True
        return self._is_chosen(key) and whole(node).get("archived") is not True

    def _is_chosen(self, key: str) -> bool:
        upper = key.upper()
        is_wanted = not self._wanted or any(fnmatchcase(upper, each) for each in self._wanted)
        return is_wanted and not any(fnmatchcase(upper, each) for each in self._unwanted)
