"""Views as messages, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from render.message import Message
from render.picture import Picture
from render.slack.views.incidents import incidents
from render.slack.views.oncall import oncall

Drawing = Callable[[Any, Picture | None], Message]

VIEWS: Mapping[str, Drawing] = {
    "incidents": incidents,
    "oncall": oncall,
}
"""How each view is told in Slack, by its name."""
