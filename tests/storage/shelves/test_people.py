"""People, their accounts, and what an admin said about them."""

from dataclasses import replace

from domain.records import AccountKind
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, BOB, CAROL

ANN = build.person("ann", slack_user="U1", zone="Europe/Berlin")


def test_accounts_come_back_as_they_were(seeded: Store) -> None:
    bot = build.account("renovate[bot]", kind=AccountKind.BOT, name="Renovate", email="bot@acme.example")
    with seeded.write() as shelves:
        shelves.people.save_accounts([bot])
        assert shelves.people.accounts([bot.id, ALICE.id, 404]) == {bot.id: bot, ALICE.id: ALICE}
        assert shelves.people.all_accounts() == [ALICE, BOB, CAROL, bot]


def test_what_was_known_of_an_account_is_not_erased_by_a_page_that_does_not_say(seeded: Store) -> None:
    known = replace(ALICE, name="Alice Liddell", email="alice@acme.example")
    with seeded.write() as shelves:
        shelves.people.save_accounts([known])
        shelves.people.save_accounts([replace(ALICE, login="alice-l", name=None, email=None)])
        assert shelves.people.accounts([ALICE.id])[ALICE.id] == replace(known, login="alice-l")


def test_a_login_is_found_whatever_its_case(seeded: Store) -> None:
    with seeded.read() as shelves:
        assert shelves.people.by_login("ALICE") == [ALICE]
        assert shelves.people.by_login("ali") == []


def test_an_admins_word_wins_until_it_is_taken_back(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.people.set_kind(ALICE.id, AccountKind.SERVICE)
        service = replace(ALICE, kind=AccountKind.SERVICE)
        assert shelves.people.by_login("alice") == [service]
        shelves.people.save_accounts([replace(ALICE, kind=AccountKind.BOT)])
        assert shelves.people.accounts([ALICE.id]) == {ALICE.id: service}
        shelves.people.set_kind(ALICE.id, None)
        assert shelves.people.accounts([ALICE.id])[ALICE.id].kind is AccountKind.BOT


def test_a_person_is_found_by_slack_user_and_by_email_whatever_its_case(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.people.save(ANN)
        assert shelves.people.all() == [ANN]
        assert shelves.people.by_slack("U1") == shelves.people.by_email("ANN@acme.example") == ANN
        assert shelves.people.by_slack("U2") is None
        assert shelves.people.by_email("nobody@acme.example") is None


def test_an_account_is_one_persons(seeded: Store) -> None:
    ben = build.person("ben")
    with seeded.write() as shelves:
        for person in (ANN, ben):
            shelves.people.save(person)
        for account in (ALICE, BOB):
            shelves.people.link(account.id, ANN.id)
        assert shelves.people.accounts_of(ANN.id) == [ALICE, BOB]
        shelves.people.link(BOB.id, ben.id)
        shelves.people.unlink(ALICE.id)
        assert shelves.people.accounts_of(ANN.id) == []
        assert shelves.people.accounts_of(ben.id) == [BOB]


def test_the_accounts_of_the_person_behind_an_account_are_its_siblings(seeded: Store) -> None:
    owner = build.person("alice")
    with seeded.write() as shelves:
        shelves.people.save(owner)
        shelves.people.link(ALICE.id, owner.id)
        shelves.people.link(BOB.id, owner.id)
        found = shelves.people.siblings([ALICE.id, CAROL.id, 404])
    assert found == {ALICE.id: (ALICE, BOB), CAROL.id: (CAROL,)}
