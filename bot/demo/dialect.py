"""Slack's markup in the dialect of local-slack, which shows as text some of what Slack understands."""

import re
from typing import Any

from render.message import Block

MOMENT = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
CODE = re.compile(r"```(.+?)```", re.DOTALL)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
SIGNS = {
    "&lt;": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    "&gt;": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "&amp;": "&",
}
"""A sign in place of its escape, never one that local-slack would read as markup."""


def translated(block: Block) -> Block:
    """The block as local-slack can draw it, with nothing left out."""
    if block["type"] == "context":
        block = _stacked(block)
    return {key: _translated(value) for key, value in block.items()}


def _translated(value: Any) -> Any:  # noqa: ANN401 - any part of a block, as JSON
    if isinstance(value, list):
        return [_translated(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "mrkdwn":
        return {**value, "text": _text(value["text"])}
    return {key: _translated(each) for key, each in value.items()}


def _text(text: str) -> str:
    """Moments spelled out, code line by line, and escaped signs or their look-alikes."""
    spelled = CODE.sub(_lines, MOMENT.sub(r"\1", text))
    for escaped, sign in SIGNS.items():
        spelled = spelled.replace(escaped, sign)
    return spelled


def _lines(code: re.Match[str]) -> str:
    return "\n".join(f"`{line.replace(' ', NO_BREAK_SPACE)}`" for line in code[1].splitlines() if line)


def _stacked(block: Block) -> Block:
    """Texts below one another; local-slack would squeeze them into columns."""
    texts = [each["text"] for each in block["elements"] if each["type"] == "mrkdwn"]
    if len(texts) != len(block["elements"]):
        return block
    return {**block, "elements": [{"type": "mrkdwn", "text": "\n".join(texts)}]}
