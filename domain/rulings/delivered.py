"""Facts of delivery: of every deployment, of its recovery where it failed, and of the changes it brought."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from domain.facts import ChangeFacts, DeploymentFacts, DeploymentFlag, Failure, Flag, PullRequestFacts
from domain.people import WorkingHours
from domain.rulings.hotfixes import answers_incident, made_for_incident
from domain.rulings.releases import Release
from domain.rulings.spans import LONGEST
from domain.working import working_seconds

_UNTOLD = DeploymentFlag.FIRST | DeploymentFlag.LONG_GAP


def deployment_facts(
    release: Release, failures: Collection[Failure], *, mends: bool = False
) -> DeploymentFacts:
    """What a deployment came to (docs/explain/definitions.md, "Deployments" and "Change failure rate").

    Spans are whole seconds on the calendar clock; one that would be negative is None, and flagged as
    contradictory. `failures` is the evidence against it, `mends` whether it brought a revert of what
    had been deployed.
    """
    made = release.made
    flags = release.flags
    duration = _seconds(made.created_at, made.ended_at)
    pipeline = _seconds(release.landed_at, made.ended_at) if release.landed_at else None
    recovered, detected = _recovered_at(failures), min((each.detected_at for each in failures), default=None)
    recovery = _seconds(made.ended_at, recovered) if recovered else None
    noticed = _seconds(made.ended_at, detected) if detected else None
    told = ((release.landed_at, pipeline), (recovered, recovery), (detected, noticed))
    if duration is None or any(moment is not None and span is None for moment, span in told):
        flags |= DeploymentFlag.CONTRADICTORY
    if failures:
        flags |= DeploymentFlag.FAILED_IN_PRODUCTION
        flags |= DeploymentFlag.OPEN_FAILURE if recovered is None else DeploymentFlag(0)
    if is_rework(release, mends=mends):
        flags |= DeploymentFlag.REWORK
    return DeploymentFacts(
        id=made.id,
        place_id=made.repository_id,
        author_id=made.creator_id,
        at=made.ended_at,
        flags=flags,
        service_id=made.service_id,
        duration=duration,
        pipeline=pipeline,
        recovery=recovery,
        detected=noticed,
        changes=len(release.pull_requests),
    )


def repair(facts: DeploymentFacts, failures: Collection[Failure]) -> DeploymentFacts | None:
    """A failed deployment at the moment production had recovered from it; None while it has not."""
    recovered = _recovered_at(failures)
    return replace(facts, at=recovered) if recovered and facts.recovery is not None else None


def is_rework(release: Release, *, mends: bool = False) -> bool:
    """Whether it was not planned but made to mend: a rollback, a hotfix, a revert, an answer to an incident.

    One that brings other changes too is rework all the same. It is never guessed from the time.
    """
    if not release.is_counted or release.flags & DeploymentFlag.FIRST:
        return False
    if mends or release.flags & (DeploymentFlag.ROLLBACK | DeploymentFlag.HOTFIX):
        return True
    return made_for_incident(release.made.records) or any(map(answers_incident, release.pull_requests))


def change_facts(facts: PullRequestFacts, release: Release, hours: Collection[WorkingHours]) -> ChangeFacts:
    """A pull request and the deployment that brought it (docs/explain/definitions.md, "Lead time").

    `hours` are its author's, who waits for the deployment. What a service's first deployment
    brought, or one after a long gap, has no lead time: nobody knows when the service got it, or why so late.
    """
    ended, merged = release.made.ended_at, facts.merged_at or release.made.ended_at
    flags = facts.flags
    flags |= Flag.FIRST_DEPLOYMENT if release.flags & DeploymentFlag.FIRST else Flag(0)
    flags |= Flag.LONG_GAP if release.flags & DeploymentFlag.LONG_GAP else Flag(0)
    told = not release.flags & _UNTOLD
    deploy, lead = _seconds(merged, ended), _seconds(facts.work_began_at, ended)
    if told and (deploy is None or lead is None):
        flags |= Flag.CONTRADICTORY
    waited = working_seconds(merged, ended, hours) if told and deploy is not None else None
    return ChangeFacts(
        id=facts.pull_request_id,
        place_id=facts.repository_id,
        author_id=facts.author_id,
        at=ended,
        flags=flags,
        deployment_id=release.made.id,
        service_id=release.made.service_id,
        calendar=facts.calendar,
        working=facts.working,
        deploy=deploy if told else None,
        lead=lead if told else None,
        deploy_working=waited,
        lead_working=_added(facts.working[0], waited),
    )


def first_of(releases: Sequence[Release]) -> Release:
    """Of the releases that brought a change to several services, the first."""
    return min(releases, key=lambda each: (each.made.ended_at, each.made.id))


def _recovered_at(failures: Collection[Failure]) -> datetime | None:
    """The first end that any of the evidence tells of."""
    return min((each.recovered_at for each in failures if each.recovered_at), default=None)


def _seconds(start: datetime, end: datetime) -> int | None:
    """Whole seconds; None for a span the wrong way round, or one that no column can hold."""
    seconds = (end - start).total_seconds()
    return int(seconds) if 0 <= seconds <= LONGEST else None


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
