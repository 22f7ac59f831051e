"""Which teams of a workspace are chosen, by their keys or names, or by patterns of these."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from domain.errors import Retryable
from integrations.linear import queries
from integrations.linear.api import Api
from integrations.provider import Selection
from integrations.reading import Node, Unreadable, inside, name, text, whole


@dataclass(frozen=True, slots=True)
class Teams:
    """The chosen teams as Linear tells them; `missing` are patterns that no team fits."""

    nodes: tuple[Any, ...]
    url_key: str
    is_narrowed: bool
    missing: tuple[str, ...] = ()

    def filter(self) -> Node:
        """What narrows a list to them; nothing where all are read."""
        if not self.is_narrowed:
            return {}
        ids = [node["id"] for node in self.nodes if isinstance(node, dict) and node.get("id")]
        return {"team": {"id": {"in": ids}}}


def teams(api: Api, selection: Selection) -> Teams:
    """All of them at one request per hundred; a team that cannot be read counts as chosen, to be told of.

    Raises:
        Retryable: Linear does not say which workspace this is.
    """
    known: list[Any] = []
    url_key = ""
    for data, page in api.walk(queries.TEAMS_OF_ALL, {}, "teams"):
        known += page.nodes
        url_key = workspace_key(data)
    wanted = [node for node in known if _fits(node, selection.projects or ("*",))]
    chosen = tuple(node for node in wanted if not selection.exclude or not _fits(node, selection.exclude))
    missing = tuple(each for each in selection.projects if not any(_fits(node, [each]) for node in known))
    return Teams(chosen, url_key, bool(selection.projects or selection.exclude), missing)


def workspace_key(data: Node) -> str:
    """What addresses of the workspace hold.

    Raises:
        Retryable: Linear does not say.
    """
    try:
        return inside(data, "organization", lambda organisation: name(organisation, "urlKey"))
    except Unreadable as error:
        raise Retryable(f"Linear does not say which workspace this is: {error}.") from None


def _fits(node: object, patterns: Sequence[str]) -> bool:
    try:
        names = _names(whole(node))
    except Unreadable:
        return True
    return any(fnmatchcase(each, pattern.strip().lower()) for pattern in patterns for each in names)


def _names(node: Node) -> Iterable[str]:
    return name(node, "key").lower(), text(node, "name").lower()
