"""Follows the lists within issues to their ends, those of many issues at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.errors import Retryable
from integrations.linear import queries
from integrations.linear.api import Api, listed
from integrations.linear.mapping import LISTS
from integrations.reading import Node, Unreadable, inside, name, truth

_NAMES = {"stateHistory": "spans", "history": "changes"}
"""What the variables of a list are called."""

Open = tuple[Node, dict[str, str]]
"""An issue, and by list the cursor behind what is there of it."""


def complete(api: Api, nodes: Sequence[Any]) -> None:
    """Make every list of the nodes whole.

    A node whose lists have not the right shape stays as it is, for the mapping to complain of.

    Raises:
        Retryable: a list leads in circles.
    """
    going_on = [(node, cursors) for node in nodes if (cursors := _cursors(node))]
    passed = {mark for each in going_on for mark in _marks(each)}
    while going_on:
        some, later = going_on[: queries.TOGETHER], going_on[queries.TOGETHER :]
        data = api.ask(queries.rest_of_lists(len(some)), _variables(some))
        further = [each for index, one in enumerate(some) if (each := _extended(one, data.get(f"i{index}")))]
        marks = {mark for each in further for mark in _marks(each)}
        if marks & passed:
            raise Retryable("Linear leads in circles through the lists of an issue.")
        passed |= marks
        going_on = later + further


def _extended(one: Open, more: Any) -> Open | None:  # noqa: ANN401 - JSON
    """The issue with another page of each list, and where they go on; one that vanished is left as it is."""
    node, cursors = one
    if not isinstance(more, dict):
        return None
    behind: dict[str, str] = {}
    for key in cursors:
        page = listed(more, key)
        node[key] = {"nodes": node[key]["nodes"] + page.nodes, "pageInfo": {"hasNextPage": bool(page.behind)}}
        if page.behind:
            behind[key] = page.behind
    return (node, behind) if behind else None


def _variables(some: Sequence[Open]) -> Node:
    asked: Node = {}
    for index, (node, cursors) in enumerate(some):
        asked[f"id{index}"] = node["id"]
        for key, called in _NAMES.items():
            asked |= {f"{called}{index}": key in cursors, f"{called}After{index}": cursors.get(key)}
    return asked


def _cursors(node: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Where the lists of an issue go on, if it can be told."""
    if not isinstance(node, dict) or not isinstance(node.get("id"), str):
        return {}
    found: dict[str, str] = {}
    for key in LISTS:
        try:
            cursor = inside(node, key, lambda connection: inside(connection, "pageInfo", _cursor))
        except Unreadable:
            continue
        if cursor and isinstance(node[key].get("nodes"), list):
            found[key] = cursor
    return found


def _cursor(info: Node) -> str | None:
    return name(info, "endCursor") if truth(info, "hasNextPage") else None


def _marks(one: Open) -> Iterator[tuple[str, str, str]]:
    node, cursors = one
    return ((node["id"], key, cursor) for key, cursor in cursors.items())
