"""Views as messages, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from render.message import Message
from render.picture import Picture

Drawing = Callable[[Any, Picture | None], Message]

VIEWS: Mapping[str, Drawing] = {}
"""How each view is told in Slack, by its name."""
