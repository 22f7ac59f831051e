"""The settings' people meet their accounts, and nobody is taken away from anybody."""

from dataclasses import replace

import pytest

from domain.people import OwnHours, WorkingHours
from services.facts import Facts
from services.sync.people import introduce
from storage.store import Store
from tests.builders import account, person
from tests.services.sync.conftest import Watch

ANA = person("ana")


@pytest.fixture
def facts(store: Store, watch: Watch) -> Facts:
    facts = Facts(store, watch, WorkingHours())
    facts.begin()
    return facts


def accounts_of(store: Store, key: str) -> list[str]:
    with store.read() as shelves:
        return [known.login for known in shelves.people.accounts_of(person(key).id)]


def test_a_person_is_linked_as_soon_as_their_account_is_known(store: Store, facts: Facts) -> None:
    with store.write() as shelves:
        introduce(shelves, [(ANA, ("Ana",))], facts)
        assert shelves.people.all() == [ANA]
        shelves.people.save_accounts([account("ana")])
        introduce(shelves, [(ANA, ("Ana",))], facts)
    assert accounts_of(store, "ana") == ["ana"]


def test_what_was_confirmed_in_slack_stays(store: Store, facts: Facts) -> None:
    with store.write() as shelves:
        shelves.people.save_accounts([account("ana")])
        shelves.people.save(person("mei"))
        shelves.people.link(account("ana").id, person("mei").id)
        introduce(shelves, [(ANA, ("ana",))], facts)
    assert accounts_of(store, "mei") == ["ana"]
    assert accounts_of(store, "ana") == []


def test_what_slack_told_meanwhile_is_not_forgotten(store: Store, facts: Facts) -> None:
    told = replace(ANA, slack_user="U0123", zone="Asia/Tokyo")
    with store.write() as shelves:
        shelves.people.save(told)
        introduce(shelves, [(replace(ANA, name="Ana Lima"), ())], facts)
        assert shelves.people.all() == [replace(told, name="Ana Lima")]


def test_a_new_link_makes_facts_anew_and_an_old_one_does_not(store: Store, facts: Facts) -> None:
    def made() -> bool:
        with store.read() as shelves:
            return shelves.notes.get("facts", "made") is not None

    with store.write() as shelves:
        shelves.people.save_accounts([account("ana")])
        introduce(shelves, [(ANA, ("ana",))], facts)
    assert not made()
    facts.refresh()
    with store.write() as shelves:
        introduce(shelves, [(ANA, ("ana",))], facts)
    assert made()


def test_hours_that_the_settings_say_no_longer_are_forgotten_and_slacks_word_is_kept(
    store: Store, facts: Facts
) -> None:
    said = replace(ANA, hours=OwnHours(country="PT"))
    told = replace(ANA, slack_user="U0123", zone="Asia/Tokyo")
    with store.write() as shelves:
        shelves.people.save(told)
        introduce(shelves, [(said, ("ana",))], facts)
        assert shelves.people.all() == [replace(told, hours=said.hours)]
        introduce(shelves, [(ANA, ("ana",))], facts)
        assert shelves.people.all() == [told]
        introduce(shelves, [(said, ("ana",))], facts)
        introduce(shelves, [], facts)
        assert shelves.people.all() == [told]
