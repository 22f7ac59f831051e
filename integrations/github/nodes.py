"""Node ids of one form: webhooks and REST may still tell ids of the form before, or numbers alone.

https://docs.github.com/en/graphql/guides/migrating-graphql-global-node-ids
"""

import re
from base64 import b64decode, urlsafe_b64encode
from binascii import Error

from integrations.reading import Node, Unreadable, name, shown

LETTERS = {
    "Bot": "BOT",
    "CheckRun": "CR",
    "Deployment": "DE",
    "PullRequest": "PR",
    "Release": "RE",
    "Repository": "R",
    "User": "U",
}
"""How ids of a kind begin; those in `_OF_REPOSITORY` hold their repository's number too."""

_OF_REPOSITORY = {"CheckRun", "Deployment", "PullRequest", "Release"}
_NEW = re.compile(r"[A-Z]+_\S+")
_OLD = re.compile(r"\d+:([A-Za-z]+)(\d+)")
_LARGEST = 2**64


def node_id(thing: Node, kind: str, repository: Node | None = None) -> str:
    """The thing's id in the form that we ask GraphQL for, made of its numbers where it comes in another.

    Raises:
        Unreadable: it has neither an id nor a number.
    """
    told = thing.get("node_id")
    if isinstance(told, str) and (_NEW.fullmatch(told) or kind not in LETTERS):
        return name(thing, "node_id")
    number = _old_number(told, kind)
    if number is None:
        number = _number(thing, "id")
    numbers = [number] if kind not in _OF_REPOSITORY else [_number(repository or {}, "id"), number]
    return f"{LETTERS[kind]}_{_packed(numbers)}"


def _old_number(told: object, kind: str) -> int | None:
    """The number in an id such as MDExOlB1bGxSZXF1ZXN0MQ==, which says 011:PullRequest1."""
    if not isinstance(told, str):
        return None
    try:
        found = _OLD.fullmatch(b64decode(told, validate=True).decode("ascii"))
    except (Error, ValueError):
        return None
    return int(found[2]) if found and found[1] == kind and int(found[2]) < _LARGEST else None


def _number(thing: Node, key: str) -> int:
    value = thing.get(key)
    if type(value) is int and 0 <= value < _LARGEST:
        return value
    raise Unreadable(key, f"expected a number, found {shown(value)}")


def _packed(numbers: list[int]) -> str:
    """A MessagePack list that begins with 0, in Base64 without padding: what the new ids are made of."""
    packed = bytes([0x90 + len(numbers) + 1, 0]) + b"".join(map(_packed_number, numbers))
    return urlsafe_b64encode(packed).decode().rstrip("=")


def _packed_number(number: int) -> bytes:
    if number < 0x80:  # noqa: PLR2004 - such numbers are their own byte
        return bytes([number])
    size, mark = next(
        (size, mark) for size, mark in ((1, 0xCC), (2, 0xCD), (4, 0xCE), (8, 0xCF)) if number < 256**size
    )
    return bytes([mark]) + number.to_bytes(size, "big")
