"""Facts of incidents made anew: where each belongs, what caused it, how long it took, and whom it called."""

from collections.abc import Collection, Sequence

from domain.correction import Link
from domain.facts import ACKNOWLEDGEMENTS, CALLS, INCIDENTS, RESOLUTIONS
from domain.records import Incident
from domain.rulings.incidents import Placed, facts
from domain.rulings.oncall import call_facts, interruptions
from services.derivation import Derivation, Work
from services.derivation.alerting import Alerting, service_id
from services.derivation.zones import zones
from storage.rests_on import EVERYWHERE
from storage.rests_on import INCIDENTS as KIND
from storage.shelves import Shelves


def make(work: Work) -> None:
    """Make anew the incidents that belong to the marked places, or did."""
    shelves = work.shelves
    alerting = Alerting.of(shelves)
    places = set(work.places)
    if EVERYWHERE in places:
        places |= {repository.id for repository in shelves.repositories.all()}
        concerned = shelves.incidents.all()
    else:
        concerned = _concerned(places, alerting, shelves)
    _incidents(concerned, places, alerting, shelves)
    _calls(concerned, places, alerting, work)
    shelves.labels.save("service", alerting.names())


def _concerned(places: Collection[int], alerting: Alerting, shelves: Shelves) -> list[Incident]:
    """The incidents whose place or cause may be there: by service, by where they were, by what is said."""
    aliases = alerting.aliases(places)
    names = [name for name in shelves.incidents.services() if name.strip().casefold() in aliases]
    found = {incident.id: incident for incident in shelves.incidents.of_services(names)}
    found |= {incident.id: incident for incident in shelves.incidents.naming_deployments()}
    nowhere = shelves.facts.in_places(INCIDENTS, [EVERYWHERE])
    others = set(shelves.facts.in_places(INCIDENTS, places).id.tolist())
    others |= set(nowhere.id[nowhere.deployment_id != 0].tolist())
    others |= set(shelves.overrides.of(Link.INCIDENT_DEPLOYMENT))
    return list((shelves.incidents.by_ids(others - found.keys()) | found).values())


def _incidents(
    concerned: Sequence[Incident], places: Collection[int], alerting: Alerting, shelves: Shelves
) -> None:
    named = {each.account_id for incident in concerned for each in incident.acknowledgements}
    people = shelves.people.accounts(account for account in named if account)
    causes = shelves.failures.by_evidence(incident.id for incident in concerned)
    told = []
    for incident in concerned:
        service = alerting.service(incident.service, incident.created_at)
        cause = causes[incident.id].deployment_id if incident.id in causes else 0
        placed = Placed(alerting.place(service), service_id(service), cause)
        told.append(facts(incident, people, placed))
    shelves.facts.replace(INCIDENTS, [each.created for each in told], places)
    shelves.facts.replace(ACKNOWLEDGEMENTS, [each.acknowledged for each in told], places)
    shelves.facts.replace(RESOLUTIONS, [each.resolved for each in told if each.resolved], places)


def _calls(concerned: Sequence[Incident], places: Collection[int], alerting: Alerting, work: Work) -> None:
    """All interruptions of everybody who was called: calls by several incidents may be one."""
    shelves = work.shelves
    called = {each.account_id or 0 for incident in concerned for each in incident.interruptions}
    called |= set(shelves.facts.in_places(CALLS, places).author_id.tolist())
    calling = {incident.id: incident for incident in shelves.incidents.calling(called)}
    home = {
        id_: alerting.place(alerting.service(incident.service, incident.created_at))
        for id_, incident in calling.items()
    }
    zone = zones(called, work.roster, shelves)
    counted = [each for each in interruptions(calling.values()) if each.account_id in called]
    rows = [call_facts(each, zone[each.account_id], home[each.incident_id]) for each in counted]
    shelves.facts.replace(CALLS, rows, called, by="author_id")


INCIDENT_FACTS = Derivation(KIND, make)
