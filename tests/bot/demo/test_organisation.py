"""Harbour's people, teams and repositories."""

from zoneinfo import ZoneInfo

from bot.demo import organisation
from bot.demo.organisation import CREWS, DEPENDABOT, REVIEW_AGENT, SOURCE
from domain.ids import identify
from domain.records import AccountKind


def test_there_are_four_teams_and_twelve_repositories() -> None:
    assert [crew.slug for crew in CREWS] == ["payments", "platform", "mobile", "search"]
    assert len({repository.full_name for repository in organisation.repositories()}) == 12


def test_a_team_slows_down_and_another_improves() -> None:
    drifts = {crew.slug: crew.rhythm.drift for crew in CREWS}
    assert drifts["payments"] > 1 > drifts["search"]


def test_ids_are_derived_as_a_provider_would_derive_them() -> None:
    account = organisation.account("ana-duarte", "Ana Duarte")
    assert account.id == identify(SOURCE.key, "account", account.external_id)
    repository = organisation.repository("ledger")
    assert repository.id == identify(SOURCE.key, "repository", repository.external_id)
    assert organisation.team(CREWS[0]).id == identify("team", "payments")


def test_logins_and_addresses_are_one_persons_only() -> None:
    accounts = organisation.accounts()
    assert len({account.login for account in accounts}) == len(accounts)
    people = [person for _, person in organisation.people()]
    assert len({person.email for person in people}) == len(people) == sum(len(crew.people) for crew in CREWS)
    assert all(ZoneInfo(person.zone) for person in people if person.zone)


def test_robots_are_told_from_people() -> None:
    kinds = {account.login: account.kind for account in organisation.accounts()}
    assert kinds[DEPENDABOT] is AccountKind.BOT
    assert kinds[REVIEW_AGENT] is AccountKind.AGENT
    assert kinds["ana-duarte"] is AccountKind.HUMAN
    assert DEPENDABOT not in {account.login for account, _ in organisation.people()}


def test_a_team_owns_its_repositories_and_its_channel() -> None:
    team = organisation.team(CREWS[0])
    assert team.repositories == ("harbour/payments-api", "harbour/ledger", "harbour/checkout-web")
    assert team.channel == "C01PAYMENTS"
    assert team.hours.zone == "Europe/Lisbon"
    assert "ana-duarte" in {member.login for member in team.members}


def test_the_source_says_that_it_is_simulated_and_lies_on_a_reserved_host() -> None:
    assert "simulated" in SOURCE.name
    assert "//github.example/" in SOURCE.base_url
