"""A Slack message: blocks, and the sentence that notifications and screen readers get instead."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is a whole sentence with the number in it, escaped as mrkdwn is."""

    text: str
    blocks: list[Block]
