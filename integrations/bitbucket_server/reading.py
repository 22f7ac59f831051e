"""Typed reads of what the server writes in its own way: numbers as ids, and times as milliseconds."""

from datetime import UTC, datetime

from integrations.reading import FIRST_YEAR, LAST_YEAR, Node, Unreadable, each, inside, link, name, shown


def key(node: Node, at: str) -> str:
    """An id, which is a number here."""
    value = node.get(at)
    if type(value) is int and 0 <= value < 2**63:
        return str(value)
    raise Unreadable(at, f"expected a number, found {shown(value)}")


def instant(node: Node, at: str) -> datetime:
    """An instant, told in milliseconds since 1970."""
    value = node.get(at)
    if type(value) is int and 0 <= value < _LATEST:
        return datetime.fromtimestamp(value // 1000, UTC).replace(microsecond=value % 1000 * 1000)
    raise Unreadable(at, f"expected milliseconds between {FIRST_YEAR} and {LAST_YEAR}, found {shown(value)}")


def optional_instant(node: Node, at: str) -> datetime | None:
    return None if node.get(at) is None else instant(node, at)


def page_of(node: Node) -> str:
    """The address of its page for people."""
    found = inside(node, "links", lambda links: each(links, "self", lambda one: link(one, "href")))
    if not found:
        raise Unreadable("links.self", "expected an address, found none")
    return found[0].removesuffix("/browse")


def branch(end: Node) -> str:
    return name(end, "displayId") if end.get("displayId") is not None else name(end, "id")


_LATEST = int(datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp()) * 1000
