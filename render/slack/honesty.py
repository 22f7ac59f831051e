"""What makes a view honest: that its data is stale, and as of when it is."""

from domain.result import Coverage
from render.message import Block
from render.slack.blocks import moment, section
from render.text import escape, sentence


def stale(extent: Coverage) -> list[Block]:
    """A warning before numbers that are older than they should be, with the reason."""
    if not extent.stale:
        return []
    shown = f" Showing numbers from {moment(extent.as_of)}." if extent.as_of else ""
    cause = escape(sentence(extent.failing)) or "The data is older than it should be."
    return [section(f":warning: {cause}{shown}")]


def freshness(extent: Coverage) -> str:
    """As of when the data is, in the reader's zone."""
    return f"as of {moment(extent.as_of)}" if extent.as_of else "not synced yet"
