"""Incidents become facts where they belong, and again wherever something they rest on has changed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.facts import ACKNOWLEDGEMENTS, CALLS, INCIDENTS, RESOLUTIONS, CallFlag, IncidentFlag
from domain.ids import identify
from domain.records import AccountKind, Incident
from storage.rests_on import EVERYWHERE
from storage.rests_on import INCIDENTS as KIND
from storage.store import Store
from tests.builders import account
from tests.incidents import ack, call, deployment, incident, service
from tests.services.paging import ALICE, BOB, NOW, PAYMENTS, SEARCH, SERVICES, ago, fill, refresh

MINUTE = timedelta(minutes=1)
YEAR = timedelta(days=366)


def placed(store: Store, record: Incident) -> tuple[int, int, int]:
    """Where an incident counts, of which service it is, and what caused it."""
    with store.read() as shelves:
        facts = shelves.facts.by_ids(INCIDENTS, [record.id])
    return int(facts.place_id[0]), int(facts.service_id[0]), int(facts.deployment_id[0])


def flags(store: Store, record: Incident) -> IncidentFlag:
    with store.read() as shelves:
        return IncidentFlag(int(shelves.facts.by_ids(INCIDENTS, [record.id]).flags[0]))


def calls(store: Store) -> list[tuple[int, int]]:
    """The account and the incident of every interruption."""
    with store.read() as shelves:
        found = shelves.facts.columns(CALLS, 0, NOW - YEAR, NOW + YEAR)
        return sorted(zip(found.author_id.tolist(), found.kind_id.tolist(), strict=True))


def test_an_incident_is_in_three_families_at_its_three_moments(store: Store) -> None:
    story = incident(
        1,
        ago(hours=3),
        acknowledgements=(ack(ago(hours=2)),),
        resolved_at=ago(hours=1),
        resolved_by_human=True,
    )
    fill(store, [story])
    with store.read() as shelves:
        for family, moment in (
            (INCIDENTS, ago(hours=3)), (ACKNOWLEDGEMENTS, ago(hours=2)), (RESOLUTIONS, ago(hours=1)),
        ):  # fmt: skip
            found = shelves.facts.by_ids(family, [story.id])
            assert found.at.tolist() == [int(moment.timestamp())]
            assert (found.acknowledge[0], found.resolve[0], found.effort[0]) == (3600, 7200, 3600)


def test_it_belongs_to_the_first_repository_of_the_service_that_alerts(store: Store) -> None:
    wide = service("all", "acme/search", "acme/*", alerts_as=("Everything",))
    record = incident(1, service="everything")
    fill(store, [record], services=(*SERVICES, wide))
    assert placed(store, record) == (SEARCH.id, identify("service", "all"), 0)
    with store.read() as shelves:
        assert shelves.labels.names([identify("service", "all")]) == {identify("service", "all"): "All"}


def test_of_a_service_that_nobody_names_it_belongs_nowhere_and_still_counts(store: Store) -> None:
    record = incident(1, service="mystery")
    fill(store, [record])
    assert placed(store, record) == (0, 0, 0)
    with store.read() as shelves:
        assert len(shelves.facts.columns(INCIDENTS, 0, NOW - YEAR, NOW + YEAR)) == 1


def test_when_the_services_change_it_moves(store: Store) -> None:
    record = incident(1)
    fill(store, [record])
    assert placed(store, record)[0] == PAYMENTS.id
    moved = (service(alerts_as=()), service("search", "acme/search", alerts_as=("payments-api",)))
    with store.write() as shelves:
        shelves.services.replace(moved)
    refresh(store)
    assert placed(store, record)[:2] == (SEARCH.id, identify("service", "search"))
    with store.read() as shelves:
        assert len(shelves.facts.in_places(INCIDENTS, [PAYMENTS.id])) == 0


def test_the_deployment_it_names_caused_it(store: Store) -> None:
    made = deployment(1, ago(days=2))
    record = incident(1, ago(hours=3), deployment=made.url)
    fill(store, [record], deployments=[deployment(9, ago(days=5), "old"), made])
    assert placed(store, record)[2] == made.id
    assert flags(store, record) & IncidentFlag.LINKED


def test_what_belongs_nowhere_may_name_its_deployment_all_the_same(store: Store) -> None:
    made = deployment(1, ago(days=2))
    record = incident(1, ago(hours=3), service="mystery", deployment="abc")
    fill(store, [record], deployments=[deployment(9, ago(days=5), "old"), made])
    assert placed(store, record)[2] == made.id


def test_the_last_deployment_of_its_service_within_its_hours_caused_it_and_no_older_one(store: Store) -> None:
    first, made = deployment(1, ago(days=9), "one"), deployment(2, ago(hours=30), "two")
    soon, late = incident(1, ago(hours=10)), incident(2, ago(hours=1))
    fill(store, [soon, late], deployments=[first, made])
    assert placed(store, soon)[2] == made.id
    assert placed(store, late)[2] == 0, "more than 24 hours after it"


def test_a_deployment_that_is_read_later_is_linked_then(store: Store) -> None:
    record = incident(1, ago(hours=3))
    fill(store, [record])
    assert not flags(store, record) & IncidentFlag.LINKED
    made = [deployment(1, ago(days=9), "one"), deployment(2, ago(hours=4), "two")]
    with store.write() as shelves:
        shelves.deployments.save(made)
    refresh(store)
    assert placed(store, record)[2] == made[1].id


def test_an_incident_that_is_gone_leaves_no_facts(store: Store) -> None:
    record = incident(1, interruptions=(call(NOW),), resolved_at=NOW)
    fill(store, [record])
    with store.write() as shelves:
        shelves.incidents.remove([record.id])
    refresh(store)
    with store.read() as shelves:
        for family in (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS, CALLS):
            assert len(shelves.facts.in_places(family, [PAYMENTS.id])) == 0


def test_an_account_that_turns_out_to_be_a_bot_has_acknowledged_nothing(store: Store) -> None:
    record = incident(1, ago(hours=3), acknowledgements=(ack(ago(hours=2)),))
    fill(store, [record])
    with store.write() as shelves:
        shelves.people.set_kind(ALICE.id, AccountKind.BOT)
        shelves.outdated.mark(KIND, [EVERYWHERE])
    refresh(store)
    assert flags(store, record) == IncidentFlag.WAITING


@pytest.mark.parametrize(
    ("login", "hours"),
    [
        pytest.param("alice", CallFlag.BUSINESS, id="ten in the morning in Berlin"),
        pytest.param("bob", CallFlag.SLEEP, id="one in the morning in California"),
        pytest.param("carol", CallFlag.BUSINESS, id="her team's zone, for hers is not known"),
        pytest.param(None, CallFlag.BUSINESS, id="the organisation's zone for nobody we know"),
    ],
)
def test_the_hours_of_a_call_are_those_of_who_was_called(
    store: Store, login: str | None, hours: CallFlag
) -> None:
    record = incident(1, interruptions=(call(datetime.fromisoformat("2026-11-24T09:00+00:00"), login),))
    fill(store, [record])
    with store.read() as shelves:
        found = shelves.facts.in_places(CALLS, [PAYMENTS.id])
    assert found.flags.tolist() == [int(hours)]


def test_an_account_lives_in_the_zone_of_its_person(store: Store) -> None:
    """The pager knows people by another login than the code does."""
    pager = account("bob@acme.example", source="pagerduty")
    record = incident(
        1,
        interruptions=(replace(call(datetime.fromisoformat("2026-11-24T09:00+00:00")), account_id=pager.id),),
    )
    fill(store)
    with store.write() as shelves:
        shelves.people.save_accounts([pager])
        owner = next(each for each in shelves.people.all() if each.name == "Bob")
        shelves.people.save(replace(owner, zone="America/Los_Angeles"))
        shelves.people.link(pager.id, owner.id)
        shelves.incidents.save([record])
    refresh(store)
    with store.read() as shelves:
        assert shelves.facts.in_places(CALLS, [PAYMENTS.id]).flags.tolist() == [int(CallFlag.SLEEP)]


def test_calls_of_two_services_within_a_minute_are_one_interruption(store: Store) -> None:
    first = incident(1, NOW, interruptions=(call(NOW),))
    second = incident(2, NOW, service="search-api", interruptions=(call(NOW + MINUTE / 2), call(NOW, "bob")))
    fill(store, [first, second])
    assert calls(store) == sorted([(ALICE.id, first.id), (BOB.id, second.id)])


def test_an_earlier_call_that_is_read_later_takes_the_interruption_over(store: Store) -> None:
    second = incident(2, NOW, service="search-api", interruptions=(call(NOW + MINUTE / 2),))
    fill(store, [second])
    assert calls(store) == [(ALICE.id, second.id)]
    first = incident(1, NOW, interruptions=(call(NOW),))
    with store.write() as shelves:
        shelves.incidents.save([first])
    refresh(store)
    assert calls(store) == [(ALICE.id, first.id)]


def test_made_anew_everywhere_nothing_changes(store: Store) -> None:
    stories = [
        incident(
            n, ago(days=n), service=name, interruptions=(call(ago(days=n)),), resolved_at=ago(days=n - 1)
        )
        for n, name in enumerate(("payments-api", "search-api", "mystery"), 1)
    ]
    fill(store, stories)

    def rows() -> list[list[int]]:
        with store.read() as shelves:
            return [
                sorted(shelves.facts.columns(family, 0, NOW - YEAR, NOW + YEAR).id.tolist())
                for family in (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS, CALLS)
            ]

    before = rows()
    with store.write() as shelves:
        shelves.outdated.mark(KIND, [EVERYWHERE])
    refresh(store)
    assert rows() == before
    assert [len(each) for each in before] == [3, 3, 3, 3]
