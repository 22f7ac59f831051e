"""Views for terminals, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import RenderableType

from render.terminal.views.dora import dora
from render.terminal.views.flaky import flaky
from render.terminal.views.flow import flow
from render.terminal.views.incidents import incidents
from render.terminal.views.oncall import oncall
from render.terminal.views.open_pull_requests import open_pull_requests
from render.terminal.views.pipelines import pipelines
from render.terminal.views.pull_request import pull_request
from render.terminal.views.sprint import sprint
from render.terminal.views.why import why

VIEWS: Mapping[str, Callable[[Any], RenderableType]] = {
    "dora": dora,
    "pipelines": pipelines,
    "flaky": flaky,
    "incidents": incidents,
    "oncall": oncall,
    "sprint": sprint,
    "flow": flow,
    "prs": open_pull_requests,
    "why": why,
    "pr": pull_request,
}
"""How each view is printed, by its name."""
