"""Who a Slack user is: by e-mail, or by a login that they said is theirs."""

import pytest

from domain.errors import Forbidden, Rejected, Unknown
from domain.records import AccountKind
from services.identity import Identity, SlackProfile
from storage.store import Store
from tests.builders import account, person, source
from tests.services.asking import NOW, clock

PROFILE = SlackProfile("Ana Lima", "Ana@Acme.example", "Europe/Lisbon")
ANA = account("ana", email="ana@acme.example")
ANA_AT_LAB = account("ana-lab", source="gitlab", email="ANA@acme.example")
BOB, BOT = account("bob"), account("robo", kind=AccountKind.BOT, email="ana@acme.example")


@pytest.fixture
def identity(store: Store) -> Identity:
    with store.write() as shelves:
        shelves.sources.save(source())
        shelves.sources.save(source("gitlab"))
        shelves.people.save_accounts([ANA, ANA_AT_LAB, BOB, BOT])
    return Identity(store, clock)


def test_accounts_of_one_e_mail_are_one_person_s_but_for_bots(identity: Identity) -> None:
    asker = identity.asker("U1", "C1", PROFILE)
    assert set(asker.account_ids) == {ANA.id, ANA_AT_LAB.id}
    assert (asker.slack_user, asker.channel, asker.zone) == ("U1", "C1", "Europe/Lisbon")
    assert asker.asked_at == NOW
    assert identity.asker("U1") == identity.asker("U1", None, PROFILE)


def test_somebody_whose_work_was_never_seen_is_nobody_yet(identity: Identity, store: Store) -> None:
    asker = identity.asker("U9", "C1", SlackProfile("Zoe", "zoe@acme.example", "Asia/Tokyo"))
    assert (asker.person_id, asker.account_ids, asker.zone) == (None, (), "Asia/Tokyo")
    with store.read() as shelves:
        assert shelves.people.all() == []


def test_without_a_profile_nobody_is_matched(identity: Identity) -> None:
    assert identity.asker("U1").person_id is None
    assert identity.asker(None).person_id is None
    assert identity.asker("U1", None, SlackProfile("Ana")).person_id is None


def test_a_person_of_the_settings_is_recognised_by_e_mail(identity: Identity, store: Store) -> None:
    with store.write() as shelves:
        shelves.people.save(person("ana"))
    assert identity.asker("U1", None, PROFILE).person_id == person("ana").id


def test_another_slack_user_of_the_same_e_mail_is_not_them(identity: Identity) -> None:
    identity.asker("U1", None, PROFILE)
    assert identity.asker("U2", None, PROFILE).account_ids == ()


def test_a_zone_that_changed_is_remembered(identity: Identity) -> None:
    identity.asker("U1", None, PROFILE)
    identity.asker("U1", None, SlackProfile("Ana", PROFILE.email, "Asia/Tokyo"))
    assert identity.asker("U1").zone == "Asia/Tokyo"


def test_a_login_is_linked_by_its_owner_s_own_yes(identity: Identity) -> None:
    assert identity.link("U3", "@BOB") == BOB
    assert identity.asker("U3").person_id is None
    assert identity.confirm("U3", "bob") == BOB
    assert identity.asker("U3").account_ids == (BOB.id,)


def test_nothing_is_linked_without_having_asked_first(identity: Identity) -> None:
    with pytest.raises(Rejected, match="nothing to confirm"):
        identity.confirm("U3", "bob")
    identity.link("U3", "bob")
    with pytest.raises(Rejected, match="nothing to confirm"):
        identity.confirm("U3", "ana")
    with pytest.raises(Rejected, match="nothing to confirm"):
        identity.confirm("U4", "bob")


def test_a_refusal_is_final(identity: Identity) -> None:
    identity.link("U3", "bob")
    identity.refuse("U3")
    with pytest.raises(Rejected, match="nothing to confirm"):
        identity.confirm("U3", "bob")


def test_a_login_of_somebody_else_is_refused(identity: Identity) -> None:
    identity.asker("U1", None, PROFILE)
    with pytest.raises(Forbidden, match="somebody else"):
        identity.link("U3", "ana")


def test_who_comes_second_is_refused_at_the_confirmation(identity: Identity) -> None:
    for user in ("U3", "U4"):
        identity.link(user, "bob")
    identity.confirm("U3", "bob")
    with pytest.raises(Forbidden, match="somebody else"):
        identity.confirm("U4", "bob")
    assert identity.link("U3", "bob") == BOB


def test_an_unknown_login_gets_those_like_it(identity: Identity) -> None:
    with pytest.raises(Unknown, match="no work of “anna”") as unknown:
        identity.link("U3", "anna")
    assert "link ana" in [choice.text for choice in unknown.value.suggestions]


def test_a_bot_is_nobody_s(identity: Identity) -> None:
    with pytest.raises(Rejected, match="bot account"):
        identity.link("U3", "robo")


def test_a_login_can_be_let_go_of_by_its_owner_only(identity: Identity) -> None:
    identity.asker("U1", None, PROFILE)
    with pytest.raises(Rejected, match="not linked to you"):
        identity.unlink("U3", "ana")
    identity.unlink("U1", "ANA")
    assert identity.asker("U1").account_ids == (ANA_AT_LAB.id,)
