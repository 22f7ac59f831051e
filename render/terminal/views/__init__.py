"""Views for terminals, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import RenderableType

VIEWS: Mapping[str, Callable[[Any], RenderableType]] = {}
"""How each view is printed, by its name."""
