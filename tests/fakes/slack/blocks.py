"""Slack's limits on blocks and views, from its documentation and apart from what `render` knows of them.

https://docs.slack.dev/reference/block-kit/blocks and the tables a3 and a4 of the project's Slack notes.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Anything = Any
"""Whatever the app sends; looking at it is the check."""

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 10_000
LARGEST_VIEW = 250_000

KEYS = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text", "level"},
    "context": {"elements"},
    "actions": {"elements"},
    "image": {"image_url", "slack_file", "alt_text", "title"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "divider": set(),
    "rich_text": {"elements"},
}
ELEMENT_KEYS = {
    "button": {"text", "value", "url", "style", "confirm", "accessibility_label"},
    "static_select": {"options", "option_groups", "placeholder", "initial_option", "confirm"},
    "multi_static_select": {"options", "placeholder", "initial_options", "max_selected_items"},
    "overflow": {"options", "confirm"},
    "checkboxes": {"options", "initial_options"},
    "radio_buttons": {"options", "initial_option"},
    "plain_text_input": {"multiline", "initial_value", "placeholder", "min_length", "max_length"},
    "number_input": {"is_decimal_allowed", "initial_value", "min_value", "max_value", "placeholder"},
    "datepicker": {"initial_date", "placeholder"},
    "timepicker": {"initial_time", "placeholder", "timezone"},
    "conversations_select": {
        "placeholder", "initial_conversation", "default_to_current_conversation", "filter",
        "response_url_enabled",
    },
    "channels_select": {"placeholder", "initial_channel", "response_url_enabled"},
    "users_select": {"placeholder", "initial_user"},
    "multi_users_select": {"placeholder", "initial_users", "max_selected_items"},
}  # fmt: skip
EVERYWHERE = {"type", "block_id"}
EVERY_ELEMENT = {"type", "action_id", "focus_on_load"}
IN_ACTIONS = {
    "button", "static_select", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker",
    "conversations_select", "channels_select", "users_select",
}  # fmt: skip


def refused(blocks: Anything, surface: str) -> str | None:
    """Why Slack would refuse these blocks there, or None."""
    return next(_problems(blocks, surface), None)


def refused_view(view: Json, surface: str) -> str | None:
    """Why Slack would refuse this view, or None."""
    return next(_view_problems(view, surface), None)


def _view_problems(view: Json, surface: str) -> Iterator[str]:
    known = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    known |= (
        {"title", "submit", "close", "clear_on_close", "notify_on_close"} if surface == "modal" else set()
    )
    if view.get("type") != surface:
        yield f"a {surface} is not a {view.get('type')}"
    if unknown := set(view) - known:
        yield f"unknown fields {sorted(unknown)}"
    for name in ("title", "submit", "close"):
        if name in view and (bad := _text(view[name], 24, plain=True)):
            yield f"{name}: {bad}"
    if surface == "modal" and "title" not in view:
        yield "a modal has a title"
    if (
        surface == "modal"
        and "submit" not in view
        and any(block["type"] == "input" for block in view["blocks"])
    ):
        yield "a modal with inputs has a submit button"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata is too long"
    if len(json.dumps(view)) > LARGEST_VIEW:
        yield "view_too_large"
    yield from _problems(view.get("blocks"), surface)


def _problems(blocks: Anything, surface: str) -> Iterator[str]:
    if not isinstance(blocks, list):
        yield "blocks is not a list"
        return
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id stands twice"
    if surface == "message" and sum(map(len, strings(blocks))) > MOST_CHARACTERS:
        yield "msg_blocks_too_long"
    for number, block in enumerate(blocks):
        if bad := _block(block, surface):
            yield f"/blocks/{number}: {bad}"


def _block(block: Json, surface: str) -> str | None:
    kind = block.get("type")
    if kind not in KEYS:
        return f"unknown block {kind}"
    if unknown := set(block) - KEYS[kind] - EVERYWHERE:
        return f"unknown fields {sorted(unknown)}"
    if len(block.get("block_id", "")) > 255:
        return "block_id is too long"
    if kind == "input" and surface == "message":
        return "no inputs in messages here"
    return CHECKS[kind](block)


def _section(block: Json) -> str | None:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        return "a section has text or fields"
    if len(fields) > 10:
        return "more than 10 fields"
    bad = _text(block["text"], 3000) if "text" in block else None
    bad = bad or next((found for field in fields if (found := _text(field, 2000))), None)
    accessory = block.get("accessory")
    return bad or (_element(accessory) if accessory else None)


def _header(block: Json) -> str | None:
    return _text(block.get("text"), 150, plain=True)


def _context(block: Json) -> str | None:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 10:
        return "a context has 1 to 10 elements"
    images = (each for each in elements if each.get("type") == "image")
    texts = (each for each in elements if each.get("type") != "image")
    return next(
        filter(None, [*(_image(each) for each in images), *(_text(each, 3000) for each in texts)]), None
    )


def _actions(block: Json) -> str | None:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        return "actions have 1 to 25 elements"
    ids = [each.get("action_id") for each in elements]
    if len(ids) != len(set(ids)):
        return "an action_id stands twice"
    if any(each.get("type") not in IN_ACTIONS for each in elements):
        return "an element that does not belong into actions"
    return next(filter(None, map(_element, elements)), None)


def _image(block: Json) -> str | None:
    if not block.get("alt_text"):
        return "an image has alt_text"
    if len(block["alt_text"]) > 2000 or len(block.get("image_url", "")) > 3000:
        return "alt_text or image_url is too long"
    if ("image_url" in block) == ("slack_file" in block):
        return "an image has an image_url or a slack_file"
    return _text(block["title"], 2000, plain=True) if "title" in block else None


def _input(block: Json) -> str | None:
    bad = _text(block.get("label"), 2000, plain=True)
    bad = bad or (_text(block["hint"], 2000, plain=True) if "hint" in block else None)
    return bad or _element(block.get("element") or {})


def _element(element: Json) -> str | None:
    return next(_element_problems(element), None)


def _element_problems(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind == "image":
        if bad := _image(element):
            yield bad
        return
    if kind not in ELEMENT_KEYS:
        yield f"unknown element {kind}"
        return
    if unknown := set(element) - ELEMENT_KEYS[kind] - EVERY_ELEMENT:
        yield f"{kind}: unknown fields {sorted(unknown)}"
    if not 1 <= len(element.get("action_id", "x")) <= 255:
        yield "action_id is empty or too long"
    if "placeholder" in element and (bad := _text(element["placeholder"], 150, plain=True)):
        yield bad
    inner = _button if kind == "button" else _options if "options" in ELEMENT_KEYS[kind] else None
    if inner and (bad := inner(element)):
        yield bad


def _button(element: Json) -> str | None:
    if bad := _text(element.get("text"), 75, plain=True):
        return f"button: {bad}"
    for name, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if len(element.get(name, "")) > most:
            return f"button: {name} is too long"
    if element.get("style", "primary") not in {"primary", "danger"}:
        return "button: unknown style"
    return None


def _options(element: Json) -> str | None:
    options = element.get("options", [])
    most = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}.get(element["type"], 100)
    if not 1 <= len(options) <= most:
        return f"{element['type']} has 1 to {most} options"
    for option in options:
        if bad := _text(option.get("text"), 75):
            return f"option: {bad}"
        if not 1 <= len(option.get("value", "")) <= 150 or set(option) - {
            "text",
            "value",
            "description",
            "url",
        }:
            return "option: value is empty or too long, or a field is unknown"
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    return None if all(option in options for option in first) else "an initial option is none of the options"


def _text(text: Anything, most: int, *, plain: bool = False) -> str | None:
    if not isinstance(text, dict) or text.get("type") not in {"plain_text", "mrkdwn"}:
        return "no text object"
    if plain and text["type"] != "plain_text":
        return "only plain_text here"
    if set(text) - {"type", "text", "emoji", "verbatim"}:
        return "unknown fields in a text"
    if text["type"] == "mrkdwn" and "emoji" in text:
        return "emoji belongs to plain_text"
    return None if 1 <= len(text.get("text", "")) <= most else f"text has 1 to {most} characters"


def strings(value: Anything) -> Iterator[str]:
    """Every string in a structure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        yield from ((block, each) for each in inside if isinstance(each, dict) and "action_id" in each)


CHECKS: dict[str, Callable[[Json], str | None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "divider": lambda _: None,
    "rich_text": lambda block: None if block.get("elements") else "rich_text has elements",
}
