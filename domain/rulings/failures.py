"""Failures: which deployments failed in production, by which evidence, and when production had recovered."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.facts import DeploymentFlag, Failure, FailureKind, Rank
from domain.records import Incident, PullRequest, Urgency
from domain.rulings.hotfixes import is_hotfix
from domain.rulings.releases import Release, Track
from domain.rulings.reverted import Reverts


@dataclass(frozen=True, slots=True)
class Alarm:
    """An incident with the service that it is of, if that is known, and how long back its cause may lie.

    `said` is the deployment that somebody named as its cause, 0 for none; None where nobody did.
    """

    incident: Incident
    services: frozenset[int] = frozenset()
    hours: int = 24
    said: int | None = None


def by_rollback(track: Track) -> Iterator[Failure]:
    """A rollback blames the first new deployment after the version that it went back to."""
    succeeded = [release for release in track.releases if release.order >= 0]
    for rollback in succeeded:
        if rollback.flags & DeploymentFlag.ROLLBACK:
            before = [each for each in succeeded[: rollback.order] if _shares_environment(each, rollback)]
            blamed = _after_version(rollback, before, track)
            if blamed:
                yield _failure(blamed, FailureKind.ROLLBACK, rollback, rollback.made.created_at)


def by_revert(track: Track, reverts: Reverts) -> Iterator[Failure]:
    """A revert that was deployed blames the deployment that brought what it takes back, if that was another.

    What the first deployment of a service brought may have been there long before.
    """
    brought = {pr.id: release for release in track.releases for pr in release.pull_requests}
    for fix in track.releases:
        for pr in fix.pull_requests:
            reverted = reverts.of(pr)
            blamed = brought.get(reverted.id) if reverted else None
            if blamed and blamed.order < fix.order and not blamed.flags & DeploymentFlag.FIRST:
                yield _failure(blamed, FailureKind.REVERT, fix, _noticed([pr], blamed, fix), pr.id)


def by_hotfix(releases: Sequence[Release]) -> Iterator[Failure]:
    """A hotfix blames the new deployment of the same service before it, whichever repository that came from.

    Redeployments and rollbacks in between brought nothing that could need fixing.
    """
    previous: Release | None = None
    for release in releases:
        if release.flags & DeploymentFlag.HOTFIX and previous:
            fixes = [pr for pr in release.pull_requests if is_hotfix(pr)]
            yield _failure(previous, FailureKind.HOTFIX, release, _noticed(fixes, previous, release))
        if release.is_new:
            previous = release


def by_incident(alarm: Alarm, releases: Sequence[Release], named: Mapping[str, Release]) -> Failure | None:
    """An incident blames what somebody said, else what it names, else the latest deployment in time.

    In time means: of the same service, within the service's hours before the incident, and only for
    an urgent one; nothing else is ever guessed. What it was folded into speaks for a merged incident.
    """
    incident = alarm.incident
    if alarm.said is not None:
        blamed, rank = named.get(by_id(alarm.said)), Rank.BY_HAND
    elif incident.merged_into is not None:
        return None
    elif incident.deployment:
        blamed, rank = named.get(incident.deployment.strip().lower()), Rank.LINKED
    else:
        blamed, rank = _in_time(alarm, releases), Rank.IN_TIME
    if blamed is None:
        return None
    return Failure(
        deployment_id=blamed.made.id,
        kind=FailureKind.INCIDENT,
        evidence_id=incident.id,
        repository_id=blamed.made.repository_id,
        detected_at=incident.created_at,
        recovered_at=incident.resolved_at,
        rank=rank,
    )


def names(releases: Iterable[Release]) -> Mapping[str, Release]:
    """What releases can be called by: id, external id, address or sha of any of their deployments.

    Only those that count can be blamed: a redeployment stands for the release that it repeats, and of
    several with one sha the first is meant.
    """
    found: dict[str, Release] = {}
    by_sha: dict[tuple[int, str], Release] = {}
    for release in releases:
        sha = release.made.service_id, release.made.sha.lower()
        meant = release if release.is_counted else by_sha.get(sha)
        if meant is None or release.order < 0:
            continue
        by_sha[sha] = meant
        for record in release.made.records:
            called = (by_id(record.id), record.external_id.lower(), record.url.lower(), record.sha.lower())
            found |= {name: meant for name in called if name and name not in found}
    return found


def by_id(id_: int) -> str:
    """How a deployment is called by its own id, which no provider's can be taken for."""
    return f"deployment {id_}"


def in_order(releases: Iterable[Release]) -> list[Release]:
    """By their ends."""
    return sorted(releases, key=lambda each: (each.made.ended_at, each.made.id))


def _in_time(alarm: Alarm, releases: Sequence[Release]) -> Release | None:
    """`releases` are those that count, of all services at hand, by their ends."""
    if alarm.incident.urgency is not Urgency.HIGH:
        return None
    began = alarm.incident.created_at
    last = bisect_right(releases, began, key=lambda each: each.made.ended_at)
    earliest = began - timedelta(hours=alarm.hours)
    for release in reversed(releases[:last]):
        if release.made.ended_at < earliest:
            return None
        if release.made.service_id in alarm.services:
            return release
    return None


def _after_version(rollback: Release, before: Sequence[Release], track: Track) -> Release | None:
    """The first new release after the version rolled back to, or the first that held more than it."""
    sha = rollback.made.sha.lower()
    same = [at for at, each in enumerate(before) if each.made.sha.lower() == sha]
    if same:
        return next((each for each in before[same[-1] + 1 :] if each.is_new), None)
    if rollback.commit is not None and track.first[rollback.commit] < rollback.order:
        first = track.first[rollback.commit]
        return next((each for each in before if each.order == first), None)
    return next((each for each in reversed(before) if each.is_new), None)


def _shares_environment(one: Release, other: Release) -> bool:
    return bool(one.made.environments & other.made.environments)


def _noticed(prs: Sequence[PullRequest], blamed: Release, fix: Release) -> datetime:
    """When somebody began to mend it: with the first pull request after it, else with the deployment."""
    opened = (pr.created_at for pr in prs if pr.created_at >= blamed.made.ended_at)
    return min(opened, default=fix.made.created_at)


def _failure(
    blamed: Release, kind: FailureKind, fix: Release, detected_at: datetime, evidence_id: int = 0
) -> Failure:
    return Failure(
        deployment_id=blamed.made.id,
        kind=kind,
        evidence_id=evidence_id or fix.made.id,
        repository_id=blamed.made.repository_id,
        detected_at=detected_at,
        recovered_at=fix.made.ended_at,
        rank=Rank[kind.name],
    )
