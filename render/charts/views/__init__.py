"""Pictures of views: each file draws one, with `draw(view, theme)`, and says in `alt(view)` what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from domain.views import View
from domain.views.dora import DoraView
from domain.views.flaky import Flaky
from domain.views.flow import FlowView
from domain.views.incidents import IncidentsView
from domain.views.oncall import OncallView
from domain.views.pipelines import Pipelines
from domain.views.pull_request import PullRequestView
from domain.views.sprint import SprintView
from render import dora, flow, incidents, oncall, pull_request, sprint
from render.charts.views.ci_alt import flaky_alt, pipelines_alt


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a view is drawn and described; `module` loads the drawing library, and only where it is drawn."""

    module: str
    alt: Callable[[Any], str]
    is_drawn: Callable[[Any], bool]

    def draw(self, view: View, theme: str) -> bytes:
        """The PNG, of 1600 pixels' width."""
        png: bytes = import_module(self.module).draw(view, theme)
        return png


DRAWINGS: Mapping[type[View], Drawing] = {
    DoraView: Drawing("render.charts.views.dora", dora.alt, dora.is_drawn),
    Pipelines: Drawing("render.charts.views.pipelines", pipelines_alt, lambda view: bool(view.steps)),
    Flaky: Drawing("render.charts.views.flaky", flaky_alt, lambda view: bool(view.tests)),
    IncidentsView: Drawing(
        "render.charts.views.incidents", incidents.finding, lambda view: bool(view.onsets)
    ),
    OncallView: Drawing(
        "render.charts.views.oncall", oncall.finding, lambda view: bool(view.total.interruptions)
    ),
    FlowView: Drawing("render.charts.views.flow", flow.alt, flow.is_drawn),
    SprintView: Drawing("render.charts.views.burndown", sprint.alt, sprint.is_drawn),
    PullRequestView: Drawing("render.charts.views.pull_request", pull_request.alt, pull_request.is_drawn),
}
"""The pictures by the view's type; a view that is not among them has none."""


def drawing_of(view: View) -> Drawing:
    return DRAWINGS[type(view)]


def has_picture(view: View) -> bool:
    """Whether there is something to draw."""
    return type(view) in DRAWINGS and DRAWINGS[type(view)].is_drawn(view)
