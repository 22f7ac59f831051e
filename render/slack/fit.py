"""Blocks cut down to what Slack takes, with an ellipsis, and never through a link or an entity."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from render.message import Block, Message
from render.safe import ELLIPSIS, shorten

MESSAGE_TEXT = 3000
TOTAL = 10_000
VALUE = 2000
_MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_MOST_ELEMENTS = {"context": 10, "actions": 25}
_TORN = re.compile(r"(?:<[^>]*|&[a-z]{0,4})$")


def message(text: str, blocks: Sequence[Block]) -> Message:
    """A message that Slack takes: its sentence and its blocks cut to fit."""
    return Message(cut(text, MESSAGE_TEXT), fit(blocks, "message"))


def fit(blocks: Sequence[Block], surface: str) -> list[Block]:
    """The blocks within the limits of a "message", a "modal" or a "home".

    Texts are cut, and buttons that would carry too much are left out; then whole blocks are left out
    from the end, but for the last one, which holds the buttons.
    """
    fitted = [block for block in map(_block, blocks) if block.get("elements", True)]
    most = _MOST_BLOCKS[surface]
    if len(fitted) > most:
        fitted = [*fitted[: most - 1], fitted[-1]]
    if surface == "message":
        while len(fitted) > 1 and sum(characters(block) for block in fitted) > TOTAL:
            del fitted[-2]
    return fitted


def characters(node: object) -> int:
    """The characters that Slack counts: of every text, wherever it stands."""
    if isinstance(node, Mapping):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(characters(value) for value in node.values())
    if isinstance(node, list):
        return sum(characters(each) for each in node)
    return 0


def cut(text: str, limit: int) -> str:
    """Marked-up text shortened without tearing a link, a date token or an entity."""
    if len(text) <= limit:
        return text
    short = shorten(text, limit).removesuffix(ELLIPSIS)
    return _TORN.sub("", short) + ELLIPSIS


def _block(block: Block) -> Block:
    kind = block["type"]
    fitted = dict(block)
    if kind == "header":
        fitted["text"] = _text(block["text"], 150)
    if kind == "section":
        fitted |= _section(block)
    if kind in _MOST_ELEMENTS:
        takes = [each for each in block["elements"] if len(each.get("value", "")) <= VALUE]
        fitted["elements"] = [_element(each) for each in takes[: _MOST_ELEMENTS[kind]]]
    if kind == "image":
        fitted["alt_text"] = cut(block["alt_text"], 2000)
    return fitted


def _section(block: Block) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if "text" in block:
        parts["text"] = _text(block["text"], 3000)
    if "fields" in block:
        parts["fields"] = [_text(field, 2000) for field in block["fields"][:10]]
    if "accessory" in block:
        parts["accessory"] = _element(block["accessory"])
    return parts


def _element(element: Block) -> Block:
    if element["type"] in {"mrkdwn", "plain_text"}:
        return _text(element, 3000)
    if element["type"] == "button":
        return element | {"text": _text(element["text"], 75)}
    return element


def _text(text: Block, limit: int) -> Block:
    return text | {"text": cut(text["text"], limit)}
