"""Actions' JSON as records: every attempt of a run with its jobs, and the deployments that runs are."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from domain.ids import identify
from domain.records import (
    Deployment,
    DeploymentSource,
    DeploymentStatus,
    Job,
    Outcome,
    Record,
    Repository,
    Run,
)
from integrations.accounts import Roster
from integrations.github.accounts import of_rest, roster
from integrations.pages import Page
from integrations.reading import (
    Node,
    Unreadable,
    count,
    each,
    inside,
    link,
    moment,
    name,
    optional_inside,
    optional_moment,
    optional_text,
    shown,
    text,
)
from integrations.sifting import sift

IsDeployment = Callable[[str, str], bool]
"""Whether runs of a workflow of this name and path are deployments."""

OUTCOMES = {
    **{str(outcome): outcome for outcome in Outcome},
    "startup_failure": Outcome.FAILURE,
}
"""Every conclusion that GitHub has yet to think of counts nowhere."""

_DEPLOYED = {
    Outcome.SUCCESS: DeploymentStatus.SUCCESS,
    Outcome.FAILURE: DeploymentStatus.FAILURE,
    Outcome.TIMED_OUT: DeploymentStatus.FAILURE,
}
_WAITING = {"queued", "waiting", "pending", "requested"}
_JOB = re.compile(r"/(?:job|runs)/(\d{1,19})(?=[/?#]|$)")
_PRODUCTION = "production"


def run_page(
    source: str, repository: Repository, nodes: Iterable[object], *, deploys: IsDeployment | None = None
) -> Page:
    """A page of runs, each with all that was asked about it: `run`, `attempts`, `jobs`, `suite` (runs.py)."""
    named = roster(source)

    def read(node: Node) -> list[Record]:
        return built(source, repository, node, named, deploys or _never)

    found, aside = sift(source, "runs", nodes, read, named)
    records = {type(record).__name__ + str(record.id): record for some in found for record in some}  # type: ignore[union-attr] # all of these have ids
    return Page(tuple(records.values()), named.accounts, tuple(aside))


def built(
    source: str, repository: Repository, node: Node, named: Roster, deploys: IsDeployment
) -> list[Record]:
    """One run: its attempts, then their jobs, then the deployment that it is.

    Raises:
        Unreadable: something in it is not what it must be; nothing of it may be saved then.
    """
    latest = inside(node, "run", lambda run: run)
    jobs = [*each(node, "jobs", _job), *(optional_inside(node, "suite", _checks) or [])]
    change = optional_inside(node, "suite", _change)
    if latest.get("head_branch") == repository.default_branch:
        change = None

    def attempt(run: Node) -> Run:
        return _run(source, repository, run, named, change=change, jobs=jobs)

    runs = {run.attempt: run for run in each(node, "attempts", attempt)}
    last = inside(node, "run", attempt)
    runs[last.attempt] = last
    made: list[Record] = [*runs.values()]
    made += [_of_run(source, job, runs.get(job["attempt"] or last.attempt, last)) for job in jobs]
    if last.branch == repository.default_branch and deploys(last.workflow, str(latest.get("path"))):
        made.append(_deployment(last))
    return made


def _run(
    source: str,
    repository: Repository,
    node: Node,
    named: Roster,
    *,
    change: str | None,
    jobs: list[Node],
) -> Run:
    external_id, attempt = str(count_of(node, "id")), count(node, "run_attempt")
    started_at = optional_moment(node, "run_started_at")
    outcome = _outcome(node)
    actor = "triggering_actor" if node.get("triggering_actor") else "actor"
    return Run(
        id=identify(source, "run", external_id, str(attempt)),
        source=source,
        external_id=external_id,
        attempt=attempt,
        repository_id=repository.id,
        workflow=optional_text(node, "name") or "",
        branch=optional_text(node, "head_branch") or "",
        sha=name(node, "head_sha"),
        event=text(node, "event"),
        url=link(node, "html_url"),
        created_at=moment(node, "created_at"),
        started_at=started_at,
        finished_at=_ended_at(node, attempt, jobs, started_at) if outcome else None,
        outcome=outcome,
        tree_sha=optional_inside(node, "head_commit", lambda head: name(head, "tree_id")),
        actor_id=optional_inside(node, actor, lambda user: named.id_of(of_rest(user))),
        pull_request_id=identify(source, "pull_request", change) if change else None,
    )


def _ended_at(node: Node, attempt: int, jobs: list[Node], started_at: datetime | None) -> datetime:
    """With its last job; only what is told of no jobs is taken to have ended when it last changed."""
    ends = [
        job["finished_at"]
        for job in jobs
        if job["attempt"] in (None, attempt) and job["outcome"] is not Outcome.SKIPPED and job["finished_at"]
    ]
    changed_at = moment(node, "updated_at")
    latest: datetime = max(ends, default=changed_at)
    return changed_at if started_at and latest < started_at else latest


def _outcome(node: Node) -> Outcome | None:
    """What it came to, once it has."""
    conclusion = node.get("conclusion")
    if not conclusion:
        return None
    if not isinstance(conclusion, str):
        raise Unreadable("conclusion", f"expected a word, found {shown(conclusion)}")
    return OUTCOMES.get(conclusion.lower(), Outcome.OTHER)


def _job(node: Node) -> dict[str, Any]:
    """A job as REST tells it, of which attempt too."""
    return {
        "external_id": str(count_of(node, "id")),
        "attempt": count(node, "run_attempt"),
        "name": text(node, "name"),
        "created_at": optional_moment(node, "created_at"),
        "started_at": None if _is_waiting(node) else optional_moment(node, "started_at"),
        "finished_at": optional_moment(node, "completed_at"),
        "outcome": _outcome(node),
        "url": link(node, "html_url"),
    }


def _checks(suite: Node) -> list[dict[str, Any]]:
    return inside(suite, "checkRuns", lambda checks: each(checks, "nodes", _check))


def _check(node: Node) -> dict[str, Any]:
    """A job as the check run that it is; the number in its address is the job's own."""
    url = link(node, "url")
    numbers = _JOB.findall(url)
    if not numbers:
        raise Unreadable("url", f"expected the address of a job, found {shown(url)}")
    return {
        "external_id": numbers[-1],
        "attempt": None,
        "name": text(node, "name"),
        "created_at": None,
        "started_at": None if _is_waiting(node) else optional_moment(node, "startedAt"),
        "finished_at": optional_moment(node, "completedAt"),
        "outcome": _outcome(node),
        "url": url,
    }


def _of_run(source: str, job: dict[str, Any], run: Run) -> Job:
    """Where nobody says when it was created, it was with its attempt."""
    return Job(
        id=identify(source, "job", job["external_id"]),
        run_id=run.id,
        name=job["name"],
        created_at=job["created_at"] or run.started_at or run.created_at,
        started_at=job["started_at"],
        finished_at=job["finished_at"] if job["outcome"] else None,
        outcome=job["outcome"],
        url=job["url"],
    )


def _change(suite: Node) -> str | None:
    """The node id of the pull request that it was built for, while that is open."""
    ids = optional_inside(
        suite, "matchingPullRequests", lambda prs: each(prs, "nodes", lambda pr: name(pr, "id"))
    )
    return next(iter(ids or ()), None)


def _is_waiting(node: Node) -> bool:
    return str(node.get("status")).lower() in _WAITING


def _deployment(run: Run) -> Deployment:
    """A run of a workflow that deploys, as its last attempt went."""
    status = _DEPLOYED.get(run.outcome, DeploymentStatus.CANCELLED) if run.outcome else None
    external_id = f"run {run.external_id}"
    return Deployment(
        id=identify(run.source, "deployment", external_id),
        source=run.source,
        external_id=external_id,
        repository_id=run.repository_id,
        environment=_PRODUCTION,
        sha=run.sha,
        status=status or DeploymentStatus.PENDING,
        created_at=run.created_at,
        finished_at=run.finished_at,
        ref=run.branch,
        url=run.url,
        creator_id=run.actor_id,
        run_id=run.id,
        known_from=DeploymentSource.WORKFLOW,
        is_production=True,
    )


def count_of(node: Node, key: str) -> int:
    """A number of GitHub's own, which are longer than those we count with."""
    value = node.get(key)
    if type(value) is int and 0 < value < 2**63:
        return value
    raise Unreadable(key, f"expected a number, found {shown(value)}")


def _never(_: str, __: str) -> bool:
    return False
