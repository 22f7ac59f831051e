"""Views for terminals, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import RenderableType

from render.terminal.views.incidents import incidents
from render.terminal.views.oncall import oncall

VIEWS: Mapping[str, Callable[[Any], RenderableType]] = {
    "incidents": incidents,
    "oncall": oncall,
}
"""How each view is printed, by its name."""
