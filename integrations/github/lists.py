"""Follows the lists within a pull request to their ends."""

from integrations.github import queries
from integrations.github.api import Api
from integrations.reading import Node

LISTS = ("commits", "reviews", "timelineItems")


def complete(api: Api, node: Node) -> Node:
    """The node with every list whole, at one request for up to a hundred more of each.

    A node whose lists have not the right shape stays as it is, for the mapping to complain of.
    """
    cursors = {name: cursor for name in LISTS if (cursor := _behind(node, name))}
    while cursors:
        reply = api.ask(queries.REST_OF_LISTS, _variables(node["id"], cursors))
        for name in tuple(cursors):
            page = reply.listed("node", name)
            node[name]["nodes"] += page.nodes
            if page.behind is None or page.behind == cursors[name]:
                del cursors[name]
            else:
                cursors[name] = page.behind
    return node


def _variables(id_: str, cursors: dict[str, str]) -> Node:
    asked: Node = {"id": id_}
    for name in LISTS:
        asked |= {name: name in cursors, f"{name}After": cursors.get(name)}
    return asked


def _behind(node: Node, name: str) -> str | None:
    """The cursor that continues a list, if it goes on."""
    connection = node.get(name)
    info = connection.get("pageInfo") if isinstance(connection, dict) else None
    if isinstance(info, dict) and info.get("hasNextPage") is True and isinstance(info.get("endCursor"), str):
        return str(info["endCursor"])
    return None
