"""What caused an incident: the deployment, and how that is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.facts import Failure, FailureKind, Rank
from domain.records import Deployment
from storage.shelves import Shelves

_HOW: Mapping[int, str] = {
    Rank.BY_HAND: "as somebody said",
    Rank.LINKED: "as the incident itself says",
    Rank.IN_TIME: "as the last one of its service before it",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """The deployment, what that was of, and how we know: "as the incident itself says"."""

    deployment: Deployment
    repository: str
    how: str


def causes(incident_ids: Iterable[int], shelves: Shelves) -> dict[int, Cause]:
    """The causes of those incidents that a deployment is known to have caused, by incident."""
    evidence = {
        id_: failure
        for id_, failure in shelves.failures.by_evidence(incident_ids).items()
        if failure.kind is FailureKind.INCIDENT
    }
    deployments = shelves.deployments.by_ids({failure.deployment_id for failure in evidence.values()})
    names = shelves.repositories.by_ids({each.repository_id for each in deployments.values()})
    return {
        id_: Cause(deployment, names[deployment.repository_id].full_name, _how(failure))
        for id_, failure in evidence.items()
        if (deployment := deployments.get(failure.deployment_id))
    }


def _how(failure: Failure) -> str:
    return _HOW.get(failure.rank, "by the evidence there is")
