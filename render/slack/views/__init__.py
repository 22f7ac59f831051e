"""Views as messages, one a file."""

from collections.abc import Callable, Mapping
from typing import Any

from render.message import Message
from render.picture import Picture
from render.slack.views.dora import dora
from render.slack.views.flaky import flaky
from render.slack.views.flow import flow
from render.slack.views.incidents import incidents
from render.slack.views.oncall import oncall
from render.slack.views.open_pull_requests import open_pull_requests
from render.slack.views.pipelines import pipelines
from render.slack.views.pull_request import pull_request
from render.slack.views.sprint import sprint
from render.slack.views.why import why

Drawing = Callable[[Any, Picture | None], Message]

VIEWS: Mapping[str, Drawing] = {
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
"""How each view is told in Slack, by its name."""
