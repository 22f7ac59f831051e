"""What belongs to a pull request elsewhere: its issues, its CI runs, its deployment and what that broke."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.facts import CHANGES, FailureKind
from domain.records import Deployment, Incident, PullRequest, PullRequestState, Run
from domain.views.pull_request import Happening, Related
from render.text import duration
from storage.shelves import Shelves

MOST = 6
"""So many runs are listed, the latest first."""


@dataclass(frozen=True, slots=True)
class Shipping:
    """The deployment, or why there is none, and when it happened."""

    related: Related
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakage:
    """The incidents that its deployment caused, and when they began and ended."""

    related: tuple[Related, ...] = ()
    happenings: tuple[Happening, ...] = ()


def linked(pr: PullRequest, shelves: Shelves) -> tuple[Related, ...]:
    """The issues that it is linked to, with their state and where the link was found."""
    mentions = shelves.mentions.of([pr.id]).get(pr.id, ())
    issues = {issue.key.upper(): issue for issue in shelves.issues.by_keys(each.key for each in mentions)}
    return tuple(
        Related(f"{issue.key} {issue.title}", issue.url, f"{issue.type}, {issue.status}")
        for each in mentions
        if (issue := issues.get(each.key.upper()))
    )


def ran(pr: PullRequest, shelves: Shelves) -> tuple[Related, ...]:
    """The runs on its commits, the latest first, each attempt for itself."""
    shas = {each.sha for each in pr.commits}
    found = [each for each in shelves.builds.among("sha", shas) if each.repository_id == pr.repository_id]
    latest = sorted(found, key=lambda run: (run.created_at, run.attempt), reverse=True)[:MOST]
    return tuple(Related(run.workflow, run.url, _ended(run)) for run in latest)


def shipped(pr: PullRequest, shelves: Shelves) -> Shipping:
    """The deployment that brought it to production."""
    if pr.state is not PullRequestState.MERGED:
        return Shipping(Related("", "", "Not merged, so not deployed."))
    deployment = _deployment(pr, shelves)
    change = shelves.facts.by_ids(CHANGES, [pr.id])
    if deployment is None or not len(change):
        return Shipping(Related("", "", _not_shipped(pr, shelves)))
    at = datetime.fromtimestamp(int(change.at[0]), UTC)
    after = duration((at - pr.merged_at).total_seconds()) if pr.merged_at and at >= pr.merged_at else ""
    told = f"{after} after the merge" if after else "in production"
    name = f"{deployment.environment} {deployment.sha[:7]}"
    return Shipping(
        Related(name, deployment.url, told), (Happening(at, f"Deployed to {deployment.environment}"),)
    )


def broken(pr: PullRequest, shelves: Shelves) -> Breakage:
    """The incidents that its deployment is known to have caused."""
    deployment = _deployment(pr, shelves)
    if deployment is None:
        return Breakage()
    evidence = shelves.failures.of([deployment.id]).get(deployment.id, [])
    ids = [each.evidence_id for each in evidence if each.kind is FailureKind.INCIDENT]
    incidents = sorted(shelves.incidents.by_ids(ids).values(), key=lambda each: (each.created_at, each.id))
    return Breakage(tuple(map(_incident, incidents)), tuple(_began_and_ended(incidents)))


def _deployment(pr: PullRequest, shelves: Shelves) -> Deployment | None:
    change = shelves.facts.by_ids(CHANGES, [pr.id])
    ids = [int(each) for each in change.deployment_id]
    return next(iter(shelves.deployments.by_ids(ids).values()), None)


def _not_shipped(pr: PullRequest, shelves: Shelves) -> str:
    if not shelves.deployments.of([pr.repository_id]):
        return "No deployments of its repository have been read."
    return "Merged, and not deployed to production yet."


def _ended(run: Run) -> str:
    """How the attempt ended: "failure after 4 min, attempt 2"."""
    outcome = "running" if run.outcome is None else run.outcome.value.replace("_", " ")
    lasted = ""
    if run.started_at and run.finished_at and run.finished_at >= run.started_at:
        lasted = f" after {duration((run.finished_at - run.started_at).total_seconds())}"
    return f"{outcome}{lasted}{f', attempt {run.attempt}' if run.attempt > 1 else ''}"


def _incident(incident: Incident) -> Related:
    told = "still open"
    if incident.resolved_at and incident.resolved_at >= incident.created_at:
        told = f"resolved after {duration((incident.resolved_at - incident.created_at).total_seconds())}"
    return Related(incident.title, incident.url, told)


def _began_and_ended(incidents: Sequence[Incident]) -> list[Happening]:
    told = [Happening(each.created_at, f"Incident opened: {each.title}") for each in incidents]
    return told + [Happening(each.resolved_at, "Incident resolved") for each in incidents if each.resolved_at]
