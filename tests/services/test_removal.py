"""A source that is removed takes with it whatever rested on it, and nothing else."""

import pytest

from domain.facts import ACKNOWLEDGEMENTS, CALLS, INCIDENTS, RESOLUTIONS, SHIFTS
from domain.question import ORGANISATION
from storage.store import Store
from tests.incidents import PAGERDUTY, ack, call, incident, shift
from tests.services.paging import NOW, ago, fill, refresh

FAMILIES = (INCIDENTS, ACKNOWLEDGEMENTS, RESOLUTIONS, CALLS, SHIFTS)


def facts(store: Store) -> dict[str, int]:
    """How many of each family a question about everybody sees."""
    with store.read() as shelves:
        return {
            each.name: len(shelves.facts.columns(each, ORGANISATION.id, ago(days=90), NOW))
            for each in FAMILIES
        }


@pytest.fixture
def filled(store: Store) -> Store:
    """A service's incident and one of nobody's, and two people on call."""
    told = [
        incident(
            number,
            ago(days=3),
            service=service,
            resolved_at=ago(days=2),
            acknowledgements=(ack(ago(days=3) if number else ago(days=2), "alice"),),
            interruptions=(call(ago(days=3), "bob", "push"),),
        )
        for number, service in enumerate(("payments-api", "mystery"))
    ]
    fill(store, told, [shift(ago(days=5), 8, "alice", "Payments"), shift(ago(days=4), 8, "bob", "Nobody's")])
    return store


def test_incidents_calls_and_time_on_call_go_with_the_source_that_told_of_them(filled: Store) -> None:
    assert all(facts(filled).values())
    with filled.write() as shelves:
        shelves.sources.remove(PAGERDUTY.key)
    refresh(filled)
    assert facts(filled) == dict.fromkeys(facts(filled), 0)


def test_what_another_source_told_of_stays(filled: Store) -> None:
    before = facts(filled)
    with filled.write() as shelves:
        shelves.sources.remove("jira")
    refresh(filled)
    assert facts(filled) == before
