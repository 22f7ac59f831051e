"""Typed reads of a provider's JSON, so that what cannot be read says where it stands and why."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

T = TypeVar("T")
Node = dict[str, Any]

LONGEST = 1_000
"""Characters kept of a text for people; titles end at 256 where vendors hold to their own limits."""

LARGEST = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2100

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(ValueError):
    """A value is not what it must be; `path` leads to it from the record."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def under(self, parent: str) -> "Unreadable":
        """The same complaint, seen from one level further out."""
        return Unreadable(f"{parent}.{self.path}" if self.path else parent, self.reason)


def shown(value: object) -> str:
    """A value for a reason: its type, and what it is where that is short."""
    if value is None:
        return "nothing"
    text = ascii(value)
    kind = type(value).__name__
    return f"{kind} {text}" if len(text) <= 40 else kind  # noqa: PLR2004 - what fits a line


def name(node: Node, key: str) -> str:
    """A text that machines compare: an id, a login, a hash; never repaired, for it would be another."""
    value = node.get(key)
    if isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable():
        return value
    raise Unreadable(key, f"expected a printable name, found {shown(value)}")


def text(node: Node, key: str) -> str:
    """A text for people: cut when huge, and free of what no database can hold."""
    value = node.get(key)
    if not isinstance(value, str):
        raise Unreadable(key, f"expected text, found {shown(value)}")
    return storable(value)


def storable(value: str) -> str:
    if len(value) > LONGEST:
        value = value[: LONGEST - 1] + "…"
    if value.isascii() and "\0" not in value:
        return value
    return _UNSTORABLE.sub("\ufffd", value)


def optional_text(node: Node, key: str) -> str | None:
    return None if node.get(key) is None else text(node, key)


def link(node: Node, key: str) -> str:
    """An address that is safe to link to."""
    value = name(node, key)
    if value.startswith(("https://", "http://")) and " " not in value:
        return value
    raise Unreadable(key, f"expected a web address, found {shown(value)}")


def count(node: Node, key: str) -> int:
    """A whole number from 0 that fits a column."""
    value = node.get(key)
    if type(value) is int and 0 <= value <= LARGEST:
        return value
    raise Unreadable(key, f"expected a whole number from 0 to {LARGEST}, found {shown(value)}")


def truth(node: Node, key: str) -> bool:
    value = node.get(key)
    if isinstance(value, bool):
        return value
    raise Unreadable(key, f"expected true or false, found {shown(value)}")


def moment(node: Node, key: str) -> datetime:
    """An instant, in UTC; years that only a broken clock writes are refused."""
    value = node.get(key)
    try:
        found = datetime.fromisoformat(value)  # type: ignore[arg-type] # anything else is the TypeError below
    except (TypeError, ValueError):
        raise Unreadable(key, f"expected a time such as 2026-11-24T09:00:00Z, found {shown(value)}") from None
    if found.tzinfo is None:
        raise Unreadable(key, f"expected a time with its zone, found {shown(value)}")
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise Unreadable(key, f"expected a time between {FIRST_YEAR} and {LAST_YEAR}, found {shown(value)}")
    return found if found.tzinfo is UTC else found.astimezone(UTC)


def optional_moment(node: Node, key: str) -> datetime | None:
    return None if node.get(key) is None else moment(node, key)


def inside(node: Node, key: str, read: Callable[[Node], T]) -> T:
    """What `read` makes of the object at `key`."""
    value = node.get(key)
    if not isinstance(value, dict):
        raise Unreadable(key, f"expected an object, found {shown(value)}")
    try:
        return read(value)
    except Unreadable as error:
        raise error.under(key) from None


def optional_inside(node: Node, key: str, read: Callable[[Node], T]) -> T | None:
    return None if node.get(key) is None else inside(node, key, read)


def each(node: Node, key: str, read: Callable[[Node], T]) -> list[T]:
    """What `read` makes of every object in the list at `key`."""
    items = node.get(key)
    if not isinstance(items, list):
        raise Unreadable(key, f"expected a list, found {shown(items)}")
    found: list[T] = []
    try:
        for item in items:
            found.append(read(whole(item)))  # noqa: PERF401 - how many were read tells which one failed
    except Unreadable as error:
        raise error.under(f"{key}[{len(found)}]") from None
    return found


def whole(item: object) -> Node:
    """The item itself, which must be an object."""
    if isinstance(item, dict):
        return item
    raise Unreadable("", f"expected an object, found {shown(item)}")
