"""Facts of deployments and of the changes they brought made anew, with why any of them failed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.correction import Link
from domain.facts import CHANGES, DEPLOYMENTS, REPAIRS, ChangeFacts, Failure, FailureKind
from domain.records import Incident
from domain.rulings.delivered import change_facts, deployment_facts, first_of, repair
from domain.rulings.failures import (
    Alarm,
    by_hotfix,
    by_id,
    by_incident,
    by_revert,
    by_rollback,
    in_order,
    names,
)
from domain.rulings.releases import Release
from domain.rulings.reverted import Reverts
from domain.rulings.services import own_service_id, service_id
from services.derivation import Derivation, Work
from services.derivation.alerting import Alerting
from services.derivation.deployed import Deployed, deployed
from services.service_catalogue import ServiceMap
from storage.rests_on import DEPLOYMENTS as KIND
from storage.rests_on import EVERYWHERE, INCIDENTS, ISSUES
from storage.shelves import Shelves

BATCH = 4
"""Repositories made anew in one transaction: a large one takes seconds."""


def make(work: Work) -> None:
    """Make anew what was deployed from the marked repositories, and from those that share a service."""
    shelves = work.shelves
    services = ServiceMap.of(shelves)
    places = set(work.places)
    if EVERYWHERE in places:
        places |= everywhere(shelves)
    for group in services.together(places):
        _make(group, services, work)


def _make(group: Collection[int], services: ServiceMap, work: Work) -> None:
    shelves = work.shelves
    found = [deployed(id_, services, shelves) for id_ in sorted(group)]
    releases = in_order(release for each in found for release in each.releases())
    failures = _failures(found, releases, shelves)
    against: dict[int, list[Failure]] = defaultdict(list)
    for failure in failures:
        against[failure.deployment_id].append(failure)
    mending = _mending(failures, found)
    facts = [
        deployment_facts(each, against[each.made.id], mends=each.made.id in mending) for each in releases
    ]
    repairs = (repair(each, against[each.id]) for each in facts if against[each.id])
    shelves.facts.replace(DEPLOYMENTS, facts, group)
    shelves.facts.replace(REPAIRS, [each for each in repairs if each], group)
    changed = shelves.facts.replace(CHANGES, _changes(found, work), group)
    shelves.labels.save("service", {id_: name for each in found for id_, name in each.names.items()})
    if shelves.failures.replace(failures, group):
        shelves.outdated.mark(INCIDENTS, group)
    if changed:
        shelves.outdated.mark(ISSUES, group)


def _failures(found: Sequence[Deployed], releases: Sequence[Release], shelves: Shelves) -> list[Failure]:
    """All evidence against the releases of these repositories, every piece once."""
    evidence: list[Failure] = []
    by_service: dict[int, list[Release]] = defaultdict(list)
    for release in releases:
        by_service[release.made.service_id].append(release)
    for each in found:
        reverts = Reverts.among(each.pull_requests)
        for of_service in each.tracks.values():
            evidence += [*by_rollback(of_service), *by_revert(of_service, reverts)]
    for theirs in by_service.values():
        evidence += by_hotfix(theirs)
    counted, called = [release for release in releases if release.is_counted], names(releases)
    for alarm in _alarms(found, called, shelves):
        failure = by_incident(alarm, counted, called)
        evidence += [failure] if failure else []
    return list({(each.deployment_id, each.kind, each.evidence_id): each for each in evidence}.values())


def _alarms(found: Sequence[Deployed], called: Mapping[str, Release], shelves: Shelves) -> Iterable[Alarm]:
    """The incidents that may have come of these deployments: by their service, or by what is said."""
    alerting = Alerting.of(shelves)
    places = {each.catalogue.repository.id for each in found}
    aliases = alerting.aliases(places)
    said = {id_: each.to_id for id_, each in shelves.overrides.of(Link.INCIDENT_DEPLOYMENT).items()}
    heard = [name for name in shelves.incidents.services() if name.strip().casefold() in aliases]
    incidents = {incident.id: incident for incident in shelves.incidents.of_services(heard)}
    incidents |= {incident.id: incident for incident in shelves.incidents.naming_deployments()}
    incidents |= shelves.incidents.by_ids(id_ for id_, to in said.items() if by_id(to) in called)
    for incident in sorted(incidents.values(), key=lambda each: (each.created_at, each.id)):
        yield _alarm(incident, found, alerting, said.get(incident.id))


def _alarm(incident: Incident, found: Sequence[Deployed], alerting: Alerting, said: int | None) -> Alarm:
    """The incident with the service it is of; what is deployed as a whole brings that service too."""
    service = alerting.service(incident.service, incident.created_at)
    if service is None:
        return Alarm(incident, said=said)
    mine = service_id(service.slug)
    whole = {own_service_id(each.catalogue.repository) for each in found if each.catalogue.names(mine)}
    return Alarm(incident, frozenset({mine, *whole}), service.incident_hours, said)


def _mending(failures: Iterable[Failure], found: Sequence[Deployed]) -> set[int]:
    """The deployments that brought a revert of what had been deployed."""
    reverts = {each.evidence_id for each in failures if each.kind is FailureKind.REVERT}
    return {
        release.made.id
        for each in found
        for id_, releases in each.brought().items()
        if id_ in reverts
        for release in releases
    }


def _changes(found: Sequence[Deployed], work: Work) -> list[ChangeFacts]:
    """Every pull request that reached production, with the hours of its author."""
    brought = {id_: first_of(releases) for each in found for id_, releases in each.brought().items()}
    facts = work.shelves.facts.milestones(brought)
    accounts = work.shelves.people.accounts({each.author_id for each in facts.values() if each.author_id})
    roster = work.roster
    changes = []
    for id_, each in facts.items():
        theirs = roster.repositories.get(each.repository_id, roster.default)
        author = accounts.get(each.author_id or 0)
        hours = roster.logins.get(author.login.casefold(), theirs) if author else theirs
        changes.append(change_facts(each, brought[id_], {hours}))
    return changes


def everywhere(shelves: Shelves) -> set[int]:
    """Every repository from which something was ever deployed."""
    return shelves.deployments.places()


DEPLOYMENT_FACTS = Derivation(KIND, make, BATCH, everywhere)
