"""Issues: how long they take, how many are done, and how well they are tied to the code."""

import numpy as np

from domain.facts import (
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LINKS,
    Columns,
    IssueColumns,
    IssueFlag,
    Seconds,
    SpanColumns,
)
from domain.metric import Aggregate, Better, Unit
from domain.question import By, TimeBase
from metrics.metric import NOT_BY_PEOPLE, Reasons, metric, span

DROPPED: Reasons = {
    IssueFlag.EXCLUDED_BY_HAND: "issues set aside by hand",
    IssueFlag.CANCELED: "canceled issues",
}
"""What was never done; left out of every figure of this family, and counted."""

CONTRADICTORY: Reasons = {IssueFlag.CONTRADICTORY: "with times that contradict each other"}

ODD: Reasons = {
    **CONTRADICTORY,
    IssueFlag.NEVER_STARTED: "done without ever being in progress",
    IssueFlag.REOPENED: "moved backwards on the way",
    IssueFlag.BLOCKED: "blocked on the way",
}
"""What is odd about issues that do count."""

SUBTASKS: Reasons = {IssueFlag.SUBTASK: "that are sub-tasks"}


def _each(columns: Columns) -> Seconds:
    return np.ones(len(columns), np.int32)


@metric(
    "Issue cycle time",
    family="issues",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=ISSUES,
    synonyms=("ict", "issue cycle time", "ticket cycle time"),
    leaves_out=DROPPED,
    notices=ODD,
)
def issue_cycle_time(issues: IssueColumns, clock: TimeBase) -> Seconds:
    """From the first time an issue is in progress to the last time that it comes to be done.

    Issues that were never in progress have no value, and canceled ones are left out.
    """
    return span(issues, "cycle", clock)


@metric(
    "Issue to PR",
    family="issues",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=ISSUE_PULLS,
    synonyms=("issue to pull request", "time to first pr"),
    leaves_out=DROPPED,
    notices={IssueFlag.CONTRADICTORY: "younger than their first pull request"},
)
def issue_to_pr(issues: SpanColumns, clock: TimeBase) -> Seconds:
    """From the creation of an issue to the opening of the first pull request that is linked to it.

    An issue that was written after its pull request has no value, and is told.
    """
    return span(issues, "span", clock)


@metric(
    "Issue to deploy",
    family="issues",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=ISSUE_DEPLOYS,
    synonyms=("issue to deployment", "issue to production", "issue lead time"),
    leaves_out=DROPPED,
    notices={IssueFlag.CONTRADICTORY: "younger than the deployment of their pull requests"},
)
def issue_to_deploy(issues: SpanColumns, clock: TimeBase) -> Seconds:
    """From the creation of an issue until the last of its merged pull requests is in production.

    A pull request is there with the first production deployment that contains it.
    """
    return span(issues, "span", clock)


@metric(
    "Issue throughput",
    family="issues",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    of=ISSUES,
    aggregate=Aggregate.PER_WEEK,
    synonyms=("issue throughput", "issues done", "closed issues"),
    leaves_out=DROPPED,
    notices=SUBTASKS,
)
def issue_throughput(issues: IssueColumns, _: TimeBase) -> Seconds:
    """How many issues come to be done a week, each at the last time that it does.

    Canceled issues are left out; sub-tasks count as issues of their own.
    """
    return _each(issues)


@metric(
    "Issue types",
    family="issues",
    unit=Unit.COUNT,
    better=Better.NEITHER,
    of=ISSUES,
    aggregate=Aggregate.TOTAL,
    synonyms=("issue mix", "work mix", "types of issues"),
    by=By.TYPE,
    leaves_out=DROPPED,
    notices=SUBTASKS,
)
def issue_types(issues: IssueColumns, _: TimeBase) -> Seconds:
    """How many issues came to be done, by their type, such as story, bug and task.

    Types of one name are one type, whichever tracker they come from; canceled issues are left out.
    """
    return _each(issues)


@metric(
    "Linked PRs",
    family="issues",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    of=LINKS,
    aggregate=Aggregate.SHARE,
    synonyms=("linked pull requests", "pr links", "traceability"),
    leaves_out=NOT_BY_PEOPLE,
    notices={},
)
def linked_prs(links: SpanColumns, _: TimeBase) -> Seconds:
    """The share of merged pull requests that name an issue, or that an issue names.

    A key in the branch, the title or a commit counts where its project is known. Bots' pull
    requests are left out.
    """
    return np.where(links.kind_id != 0, 1, 0).astype(np.int32)
