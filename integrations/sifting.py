"""Sifts what a vendor sent: what can be read becomes records, the rest is set aside with its reason."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Protocol, TypeVar

from domain.errors import Unmappable
from integrations.reading import Node, Unreadable, whole

R = TypeVar("R")

PAYLOAD = 64_000
"""Characters of a set-aside payload that are kept for the one who looks into it."""

_LONGEST_ID = 1_000


class Naming(Protocol):
    """Who is named by the record at hand: kept with it once it is read, forgotten otherwise."""

    def keep(self) -> None: ...

    def drop(self) -> None: ...


def sift(
    source: str,
    stream: str,
    nodes: Iterable[object],
    read: Callable[[Node], R],
    roster: Naming | None = None,
    *,
    key: str = "id",
) -> tuple[list[R], list[Unmappable]]:
    """What `read` makes of every node, and the nodes that it refuses; `key` is what their id is called."""
    found: list[R] = []
    aside: list[Unmappable] = []
    for node in nodes:
        try:
            found.append(read(whole(node)))
        except Unreadable as error:
            aside.append(unmappable(source, stream, node, error, key=key))
            if roster:
                roster.drop()
        else:
            if roster:
                roster.keep()
    return found, aside


def unmappable(source: str, stream: str, node: object, error: Unreadable, *, key: str = "id") -> Unmappable:
    """The record as it came, bounded, with the way to what is wrong in it."""
    payload = json.dumps(node, sort_keys=True, default=repr)
    return Unmappable(
        source=source,
        stream=stream,
        external_id=_id(node.get(key)) if isinstance(node, dict) else "",
        path=error.path,
        reason=error.reason,
        payload_hash=sha256(payload.encode()).hexdigest(),
        payload=payload[:PAYLOAD],
    )


def _id(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)
    return text if text.isprintable() and len(text) <= _LONGEST_ID else ""
