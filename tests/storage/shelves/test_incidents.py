"""Incidents and shifts are kept whole, and mark what rests on them where they may count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.records import Incident, Service
from storage.rests_on import EVERYWHERE
from storage.store import Store
from tests import builders as build
from tests.incidents import PAGERDUTY, ack, call, deployment, incident, service, shift
from tests.storage.shelves.conftest import ALICE, PAYMENTS, SEARCH

HOUR = timedelta(hours=1)
WHOLE = incident(
    7,
    title='Größer "quoted" <!channel>',
    priority="P1",
    resolved_at=build.NOW + HOUR,
    resolved_by_human=False,
    merged_into="Q1",
    deployment="https://github.com/acme/payments/deployments/1",
    ack_timeouts=2,
    acknowledgements=(ack(build.NOW + HOUR / 4), ack(build.NOW, None, is_human=False)),
    interruptions=(call(build.NOW, "bob", "phone"), call(build.NOW, None, "email")),
)


@pytest.fixture
def paged(seeded: Store) -> Store:
    """With an incident tool, whose alerts are the payments service's."""
    with seeded.write() as shelves:
        shelves.sources.save(PAGERDUTY)
        shelves.services.replace([service()])
    settle(seeded)
    return seeded


def settle(store: Store) -> None:
    with store.write() as shelves:
        for kind in ("incidents", "deployments", "shifts"):
            shelves.outdated.settle(kind, shelves.outdated.all(kind))


def save(store: Store, *records: Incident) -> int:
    with store.write() as shelves:
        return shelves.incidents.save(records)


def marked(store: Store, kind: str) -> set[int]:
    with store.read() as shelves:
        return set(shelves.outdated.all(kind))


def test_an_incident_comes_back_whole(paged: Store) -> None:
    assert save(paged, WHOLE) == 1
    with paged.read() as shelves:
        assert shelves.incidents.by_ids([WHOLE.id, 404]) == {WHOLE.id: WHOLE}
        assert shelves.incidents.all() == [WHOLE]


def test_a_record_read_again_replaces_its_lists(paged: Store) -> None:
    save(paged, WHOLE)
    later = replace(WHOLE, acknowledgements=(), interruptions=WHOLE.interruptions[:1], resolved_at=None)
    assert save(paged, later) == 1
    with paged.read() as shelves:
        assert shelves.incidents.all() == [later]


def test_they_are_found_by_when_they_were_opened_and_by_service(paged: Store) -> None:
    early, late = incident(1, build.NOW - HOUR), incident(2, build.NOW, service="search-api")
    save(paged, late, early)
    with paged.read() as shelves:
        assert shelves.incidents.all() == [early, late]
        assert shelves.incidents.during("created_at", build.NOW - HOUR, build.NOW) == [early]
        assert shelves.incidents.of_services(["search-api", "nobody"]) == [late]
        assert sorted(shelves.incidents.services()) == ["payments-api", "search-api"]


def test_those_that_called_somebody_are_found_by_account(paged: Store) -> None:
    of_alice = incident(1, interruptions=(call(build.NOW, "alice"), call(build.NOW, "bob")))
    of_nobody = incident(2, build.NOW + HOUR, interruptions=(call(build.NOW, None),))
    save(paged, of_alice, of_nobody, incident(3))
    with paged.read() as shelves:
        assert shelves.incidents.calling([ALICE.id]) == [of_alice]
        assert shelves.incidents.calling([0]) == [of_nobody], "0 is whoever has no account"
        assert shelves.incidents.calling([0, ALICE.id]) == [of_alice, of_nobody]
        assert shelves.incidents.calling([404]) == []


def test_those_that_somebody_acknowledged_are_found(paged: Store) -> None:
    save(paged, WHOLE, incident(1, acknowledgements=(ack(build.NOW, "bob"),)), incident(2))
    with paged.read() as shelves:
        assert shelves.incidents.answered_by([ALICE.id, 404]) == [WHOLE]
        assert shelves.incidents.answered_by([]) == []


def test_those_that_name_a_deployment_are_found(paged: Store) -> None:
    save(paged, WHOLE, incident(1))
    with paged.read() as shelves:
        assert shelves.incidents.naming_deployments() == [WHOLE]


@pytest.mark.parametrize(
    ("record", "incidents", "deployments"),
    [
        pytest.param(incident(1), {PAYMENTS.id}, {PAYMENTS.id}, id="of a service we know"),
        pytest.param(incident(1, service="PAYMENTS-API "), {PAYMENTS.id}, {PAYMENTS.id}, id="in any case"),
        pytest.param(incident(1, service="unknown"), {EVERYWHERE}, set(), id="of a service that is nobody's"),
    ],
)
def test_an_incident_marks_where_it_may_count(
    paged: Store, record: Incident, incidents: set[int], deployments: set[int]
) -> None:
    save(paged, record)
    assert marked(paged, "incidents") == incidents
    assert marked(paged, "deployments") == deployments


def test_an_incident_marks_the_repository_of_the_deployment_it_names(paged: Store) -> None:
    with paged.write() as shelves:
        shelves.deployments.save([deployment(5, build.NOW, repository_id=SEARCH.id)])
    settle(paged)
    save(paged, incident(1, service="unknown", deployment="abc"))
    assert marked(paged, "deployments") == {SEARCH.id}
    assert marked(paged, "incidents") == {SEARCH.id, EVERYWHERE}


def test_what_is_read_again_unchanged_marks_nothing(paged: Store) -> None:
    save(paged, WHOLE)
    settle(paged)
    save(paged, WHOLE)
    assert not marked(paged, "incidents") | marked(paged, "deployments")


def test_an_incident_that_moves_marks_where_it_was_too(paged: Store) -> None:
    with paged.write() as shelves:
        shelves.services.replace([service(), service("search", "acme/search", alerts_as=("search-api",))])
    save(paged, incident(1))
    settle(paged)
    save(paged, incident(1, service="search-api"))
    assert marked(paged, "incidents") == {PAYMENTS.id, SEARCH.id}


def test_removing_marks_where_it_was(paged: Store) -> None:
    save(paged, WHOLE)
    settle(paged)
    with paged.write() as shelves:
        shelves.incidents.remove([WHOLE.id])
        assert shelves.incidents.all() == []
    assert marked(paged, "incidents") == {PAYMENTS.id}


def test_every_repository_of_a_service_is_marked(paged: Store) -> None:
    both: Service = service("all", "acme/*")
    with paged.write() as shelves:
        shelves.services.replace([both])
    settle(paged)
    save(paged, incident(1))
    assert marked(paged, "deployments") == {PAYMENTS.id, SEARCH.id}


def test_a_shift_comes_back_and_marks_whose_it_is(paged: Store) -> None:
    mine = shift(build.NOW, 24, level=2)
    with paged.write() as shelves:
        assert shelves.shifts.save([mine]) == 1
        assert shelves.shifts.all() == shelves.shifts.of([ALICE.id, 404]) == [mine]
        assert shelves.shifts.accounts() == {ALICE.id}
    assert marked(paged, "shifts") == {ALICE.id}


def test_a_shift_read_again_unchanged_marks_nothing_and_a_removed_one_does(paged: Store) -> None:
    mine = shift(build.NOW, 24)
    with paged.write() as shelves:
        shelves.shifts.save([mine])
    settle(paged)
    with paged.write() as shelves:
        shelves.shifts.save([mine])
    assert not marked(paged, "shifts")
    with paged.write() as shelves:
        shelves.shifts.remove([mine.id])
        assert shelves.shifts.all() == []
    assert marked(paged, "shifts") == {ALICE.id}


def test_incidents_go_with_their_source(paged: Store) -> None:
    save(paged, WHOLE)
    with paged.write() as shelves:
        shelves.sources.remove(PAGERDUTY.key)
        assert shelves.incidents.all() == []
