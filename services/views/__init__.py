"""Views: what `dora`, `pipelines`, `sprint` and their like show, put together from figures and records."""

from collections.abc import Mapping

from domain.facts import INCIDENTS, ISSUES, SHIFTS, SPRINTS, Columns, Family
from services.views.dora import dora
from services.views.flaky import flaky
from services.views.flow import flow
from services.views.incidents import incidents
from services.views.oncall import oncall
from services.views.open_pull_requests import open_pull_requests
from services.views.pipelines import pipelines
from services.views.pull_request import pull_request
from services.views.sprint import sprint
from services.views.viewing import Build, Viewing
from services.views.why import why

__all__ = ["FAMILY_OF", "VIEWS", "Build", "Viewing"]

VIEWS: Mapping[str, Build] = {
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
"""Every view by the verb that asks for it."""

FAMILY_OF: Mapping[str, Family[Columns]] = {
    "incidents": INCIDENTS,
    "oncall": SHIFTS,
    "sprint": SPRINTS,
    "flow": ISSUES,
}
"""By verb, the facts that a view is about, where those may come from sources that read no code."""
