"""What a drawn view says and offers."""

from collections.abc import Sequence
from typing import Any

from render.message import Block


def texts(blocks: Sequence[Block]) -> str:
    """All that is written in the blocks, one text a line."""
    found = []
    for block in blocks:
        inner = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        found += [each["text"] for each in inner if each and isinstance(each.get("text"), str)]
    return "\n".join(found)


def elements(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Every button, select and input, in reading order."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        found += [block[name] for name in ("accessory", "element") if name in block]
        found += [each for each in block.get("elements", []) if "action_id" in each]
    return found


def pressed(blocks: Sequence[Block]) -> dict[str, str]:
    """The value of each button by its action id."""
    return {each["action_id"]: each.get("value", "") for each in elements(blocks) if each["type"] == "button"}
