"""Follows the lists within a pull request to their ends."""

from domain.errors import Retryable
from integrations import reading
from integrations.github import queries
from integrations.github.api import Api
from integrations.github.mapping import LISTS
from integrations.reading import Node, Unreadable, inside, truth, whole


def complete(api: Api, node: Node) -> Node:
    """The node with every list whole, at one request for up to a hundred more of each.

    A node whose lists have not the right shape stays as it is, for the mapping to complain of.

    Raises:
        Retryable: a list leads in circles.
    """
    cursors = {name: cursor for name in LISTS if (cursor := _behind(node, name))}
    passed = set(cursors.items())
    while cursors:
        reply = api.ask(queries.REST_OF_LISTS, _variables(node["id"], cursors))
        pages = {name: reply.listed("node", name) for name in cursors}
        for name, page in pages.items():
            node[name]["nodes"] += page.nodes
            node[name]["pageInfo"] = {"hasNextPage": page.behind is not None}
        cursors = {name: page.behind for name, page in pages.items() if page.behind}
        if passed & set(cursors.items()):
            raise Retryable(f"GitHub leads in circles through the lists of pull request {node['id']}.")
        passed |= set(cursors.items())
    return node


def _variables(id_: str, cursors: dict[str, str]) -> Node:
    asked: Node = {"id": id_}
    for name in LISTS:
        asked |= {name: name in cursors, f"{name}After": cursors.get(name)}
    return asked


def _behind(node: Node, name: str) -> str | None:
    """The cursor that continues a list, if it goes on and can be continued."""
    try:
        info = inside(node, name, lambda connection: inside(connection, "pageInfo", whole))
        return reading.name(info, "endCursor") if truth(info, "hasNextPage") else None
    except Unreadable:
        return None
