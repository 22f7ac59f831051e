"""The families of facts: what there is to count, and which columns it has."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.facts.ci import CaseColumns, RunColumns
from domain.facts.columns import Columns, SpanColumns
from domain.facts.deployments import DeploymentColumns
from domain.facts.incidents import IncidentColumns, ShiftColumns
from domain.facts.issues import IssueColumns, SprintColumns
from domain.facts.points import PointColumns
from domain.facts.pull_requests import ChangeColumns, LifetimeColumns, PullRequestColumns

C_co = TypeVar("C_co", bound=Columns, covariant=True)


@dataclass(frozen=True, slots=True)
class Family(Generic[C_co]):
    """One kind of facts: `name` in the store, `noun` for people (its plural adds an s)."""

    name: str
    columns: type[C_co]
    noun: str


PULL_REQUESTS = Family("pull_requests", PullRequestColumns, "pull request")
"""Merged pull requests, at the merge."""

CHANGES = Family("changes", ChangeColumns, "change")
"""Pull requests in production, at the first deployment that contained them."""

ENDINGS = Family("endings", LifetimeColumns, "pull request")
"""Pull requests that ended, merged or not, at their end."""

LIFETIMES = Family("lifetimes", LifetimeColumns, "pull request")
"""Pull requests at their opening, with when they ended."""

REVIEWS = Family("reviews", SpanColumns, "review")
"""Reviews by people at their submission, by reviewer; `kind_id` is the pull request."""

RESPONSES = Family("responses", SpanColumns, "review")
"""Requests for review that were answered, at the answer, by reviewer; `kind_id` is the pull request."""

DEPLOYMENTS = Family("deployments", DeploymentColumns, "deployment")
"""Logical deployments to production, at their end."""

REPAIRS = Family("repairs", DeploymentColumns, "failed deployment")
"""Deployments that failed in production, at the moment production had recovered."""

RUNS = Family("runs", RunColumns, "run")
"""Attempts of CI runs, at their end."""

RECOVERIES = Family("recoveries", SpanColumns, "recovery")
"""Red stretches of the default branch, at the green run that ended them; `kind_id` is the workflow."""

CASES = Family("cases", CaseColumns, "test")
"""Executions of test cases, at the end of their run."""

INCIDENTS = Family("incidents", IncidentColumns, "incident")
"""Incidents, at their creation."""

ACKNOWLEDGEMENTS = Family("acknowledgements", IncidentColumns, "incident")
"""Incidents at the first acknowledgement by a person; without one at their end, else at their creation."""

RESOLUTIONS = Family("resolutions", IncidentColumns, "incident")
"""Incidents that are resolved, at the final time."""

CALLS = Family("calls", SpanColumns, "interruption")
"""Interruptions of people on call, by person; `kind_id` is the incident."""

SHIFTS = Family("shifts", ShiftColumns, "shift")
"""Time on call by person and day."""

ISSUES = Family("issues", IssueColumns, "issue")
"""Issues that are done, at their last end."""

ISSUE_PULLS = Family("issue_pulls", SpanColumns, "issue")
"""Issues at the opening of their first pull request, `span` from their creation; `kind_id` is the type."""

ISSUE_DEPLOYS = Family("issue_deploys", SpanColumns, "issue")
"""Issues in production, at the deployment of their last pull request; `kind_id` the type."""

LINKS = Family("links", SpanColumns, "pull request")
"""Merged pull requests at their merge; `kind_id` is the issue they are linked to, 0 for none."""

SPRINTS = Family("sprints", SprintColumns, "sprint")
"""Sprints, at their close."""

POINTS = Family("points", PointColumns, "point")
"""Custom points of every series."""

FAMILIES: tuple[Family[Columns], ...] = (
    PULL_REQUESTS,
    CHANGES,
    ENDINGS,
    LIFETIMES,
    REVIEWS,
    RESPONSES,
    DEPLOYMENTS,
    REPAIRS,
    RUNS,
    RECOVERIES,
    CASES,
    INCIDENTS,
    ACKNOWLEDGEMENTS,
    RESOLUTIONS,
    CALLS,
    SHIFTS,
    ISSUES,
    ISSUE_PULLS,
    ISSUE_DEPLOYS,
    LINKS,
    SPRINTS,
    POINTS,
)
