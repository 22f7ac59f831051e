"""Slack's limits on blocks, told before Slack refuses them (https://docs.slack.dev/reference/block-kit/blocks).

A problem names the place and the numbers: "blocks[2].text: 3001 characters, at most 3000".
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from render.message import Block, View
from render.slack.fit import MESSAGE_TEXT, TOTAL, VALUE, characters, fit

__all__ = ["MESSAGE_TEXT", "TOTAL", "fit", "message_problems", "problems", "view_problems"]

VIEW_BYTES = 250_000
_ID = 255
_COUNTS = {"message": 50, "modal": 100, "home": 100}
_EVERYWHERE = frozenset({"section", "header", "context", "actions", "image", "input", "divider", "rich_text"})
Found = Iterator[str]


def problems(blocks: Sequence[Block], surface: str) -> list[str]:
    """What Slack would refuse in these blocks on a "message", a "modal" or a "home"."""
    return list(_blocks(blocks, surface))


def message_problems(text: str, blocks: Sequence[Block]) -> list[str]:
    """What Slack would refuse, and what a screen reader would miss, in a message."""
    return [*_text({"text": text}, "text", MESSAGE_TEXT), *problems(blocks, "message")]


def view_problems(view: View) -> list[str]:
    """What Slack would refuse in a modal or a home view."""
    return list(_view(view))


def _view(view: View) -> Found:
    surface = view.get("type", "")
    if surface not in {"modal", "home"}:
        yield f"type: {surface!r}, expected modal or home"
        return
    yield from _blocks(view.get("blocks", []), surface)
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(view[name], name, 24)
    if surface == "modal" and "title" not in view:
        yield "title: missing"
    if surface == "modal" and "submit" not in view and _has_input(view):
        yield "submit: missing, and there are inputs"
    yield from _length(view.get("private_metadata", ""), "private_metadata", 3000)
    yield from _length(view.get("callback_id", ""), "callback_id", _ID)
    size = len(json.dumps(view).encode())
    if size > VIEW_BYTES:
        yield f"view: {size} bytes, at most {VIEW_BYTES}"


def _has_input(view: View) -> bool:
    return any(block.get("type") == "input" for block in view.get("blocks", []))


def _blocks(blocks: Sequence[Block], surface: str) -> Found:
    most = _COUNTS[surface]
    if len(blocks) > most:
        yield f"blocks: {len(blocks)} blocks, at most {most}"
    for place, block in enumerate(blocks):
        yield from _block(block, f"blocks[{place}]")
    yield from _twice(blocks, "block_id", "blocks")
    yield from _twice(list(_elements(blocks)), "action_id", "elements")
    total = sum(characters(block) for block in blocks)
    if surface == "message" and total > TOTAL:
        yield f"blocks: {total} characters in all, at most {TOTAL}"


def _block(block: Block, where: str) -> Found:
    kind = block.get("type", "")
    if kind not in _EVERYWHERE:
        yield f"{where}: {kind!r} is no block we use"
        return
    yield from _length(block.get("block_id", ""), f"{where}.block_id", _ID)
    if kind == "header":
        yield from _text(block.get("text"), f"{where}.text", 150)
    elif kind == "section":
        yield from _section(block, where)
    elif kind == "image":
        yield from _image(block, where)
    elif kind == "input":
        yield from _input(block, where)
    elif kind in {"context", "actions"}:
        yield from _row(block, where, 10 if kind == "context" else 25)


def _section(block: Block, where: str) -> Found:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield f"{where}: neither text nor fields"
    if "text" in block:
        yield from _text(block["text"], f"{where}.text", 3000)
    yield from _count(fields, f"{where}.fields", 10)
    for place, field in enumerate(fields):
        yield from _text(field, f"{where}.fields[{place}]", 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{where}.accessory")


def _image(block: Mapping[str, Any], where: str) -> Found:
    yield from _text({"text": block.get("alt_text", "")}, f"{where}.alt_text", 2000)
    if ("image_url" in block) is ("slack_file" in block):
        yield f"{where}: needs image_url or slack_file, and not both"
    yield from _length(block.get("image_url", ""), f"{where}.image_url", 3000)
    if "slack_file" in block and not block["slack_file"].get("id"):
        yield f"{where}.slack_file: no id"


def _input(block: Block, where: str) -> Found:
    yield from _text(block.get("label"), f"{where}.label", 2000)
    if "hint" in block:
        yield from _text(block["hint"], f"{where}.hint", 2000)
    yield from _element(block.get("element", {}), f"{where}.element")


def _row(block: Block, where: str, most: int) -> Found:
    elements = block.get("elements", [])
    if not elements:
        yield f"{where}.elements: empty"
    yield from _count(elements, f"{where}.elements", most)
    for place, element in enumerate(elements):
        here = f"{where}.elements[{place}]"
        if element.get("type") in {"mrkdwn", "plain_text"}:
            yield from _text(element, here, 3000)
        elif element.get("type") == "image":
            yield from _image(element, here)
        else:
            yield from _element(element, here)


def _element(element: Block, where: str) -> Found:
    kind = element.get("type", "")
    if not kind:
        yield f"{where}: no type"
    if not element.get("action_id"):
        yield f"{where}.action_id: missing"
    yield from _length(element.get("action_id", ""), f"{where}.action_id", _ID)
    if "placeholder" in element:
        yield from _text(element["placeholder"], f"{where}.placeholder", 150)
    if kind == "button":
        yield from _text(element.get("text"), f"{where}.text", 75)
        yield from _length(element.get("value", ""), f"{where}.value", VALUE)
        yield from _length(element.get("url", ""), f"{where}.url", 3000)
        yield from _length(element.get("accessibility_label", ""), f"{where}.accessibility_label", 75)
    if kind == "plain_text_input":
        yield from _length(element.get("initial_value", ""), f"{where}.initial_value", 3000)
    if "options" in element:
        yield from _options(element, where)
    if "confirm" in element:
        yield from _confirm(element["confirm"], f"{where}.confirm")


def _options(element: Block, where: str) -> Found:
    kind, options = element["type"], element["options"]
    most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(kind, 100)
    if not options:
        yield f"{where}.options: empty"
    yield from _count(options, f"{where}.options", most)
    for place, each in enumerate(options):
        here = f"{where}.options[{place}]"
        yield from _text(each.get("text"), f"{here}.text", 75)
        yield from _text({"text": each.get("value", "")}, f"{here}.value", 150)
        if "description" in each:
            yield from _text(each["description"], f"{here}.description", 75)
    chosen = element.get("initial_options", [])
    chosen = [*chosen, element["initial_option"]] if "initial_option" in element else chosen
    if any(each not in options for each in chosen):
        yield f"{where}: an initial option is none of its options"


def _confirm(confirm: Block, where: str) -> Found:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from _text(confirm.get(name), f"{where}.{name}", most)


def _text(text: Mapping[str, Any] | None, where: str, most: int) -> Found:
    words = (text or {}).get("text", "")
    if not words:
        yield f"{where}: empty"
    yield from _length(words, where, most)


def _length(words: str, where: str, most: int) -> Found:
    if len(words) > most:
        yield f"{where}: {len(words)} characters, at most {most}"


def _count(items: Sequence[object], where: str, most: int) -> Found:
    if len(items) > most:
        yield f"{where}: {len(items)} items, at most {most}"


def _twice(items: Sequence[Block], name: str, where: str) -> Found:
    for value, times in Counter(item[name] for item in items if name in item).items():
        if times > 1:
            yield f"{where}: {name} {value!r} stands {times} times"


def _elements(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from block.get("elements", [])
        yield from (block[name] for name in ("accessory", "element") if name in block)
