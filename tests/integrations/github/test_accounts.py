"""People, bots, agents and services are told apart, and a page's accounts are gathered once."""

import pytest

from domain.ids import identify
from domain.records import AccountKind
from integrations.github.accounts import kind, roster
from integrations.reading import Unreadable


@pytest.mark.parametrize(
    ("typename", "login", "expected"),
    [
        ("User", "ada", AccountKind.HUMAN),
        ("Mannequin", "ada-of-old", AccountKind.HUMAN),
        ("EnterpriseUserAccount", "ada_acme", AccountKind.HUMAN),
        ("User", "abbott", AccountKind.HUMAN),
        ("User", "robot-fan", AccountKind.HUMAN),
        ("User", "claudette", AccountKind.HUMAN),
        ("User", "cursor-moreau", AccountKind.HUMAN),
        ("Bot", "dependabot", AccountKind.BOT),
        ("Bot", "some-app", AccountKind.BOT),
        ("User", "dependabot[bot]", AccountKind.BOT),
        ("User", "acme-release-bot", AccountKind.BOT),
        ("User", "k8s-ci-robot", AccountKind.BOT),
        ("User", "typescript-bot", AccountKind.BOT),
        ("User", "Web-Flow", AccountKind.BOT),
        ("Bot", "copilot-pull-request-reviewer", AccountKind.AGENT),
        ("Bot", "copilot-swe-agent", AccountKind.AGENT),
        ("Bot", "Copilot", AccountKind.AGENT),
        ("Bot", "devin-ai-integration", AccountKind.AGENT),
        ("Bot", "cursor", AccountKind.AGENT),
        ("Bot", "claude", AccountKind.AGENT),
        ("Bot", "chatgpt-codex-connector", AccountKind.AGENT),
        ("Bot", "coderabbitai", AccountKind.AGENT),
        ("User", "devin-ai-integration[bot]", AccountKind.AGENT),
        ("User", "claude", AccountKind.AGENT),
        ("User", "cursoragent", AccountKind.AGENT),
        ("Organization", "acme", AccountKind.SERVICE),
        ("Android", "r2d2", AccountKind.SERVICE),
    ],
)
def test_the_kind_of_an_account(typename: str, login: str, expected: AccountKind) -> None:
    assert kind(typename, login) is expected


ADA = {"__typename": "User", "id": "U_1", "login": "ada", "name": "Ada"}


def test_an_account_is_known_by_its_node_id_also_after_a_change_of_login() -> None:
    named = roster("github")
    assert (
        named.id_of(ADA) == named.id_of(ADA | {"login": "countess"}) == identify("github", "account", "U_1")
    )
    named.keep()
    assert len(named.accounts) == 1


def test_an_account_without_a_node_id_is_known_by_its_login() -> None:
    named = roster("github")
    assert named.id_of({"__typename": "User", "login": "ada"}) == identify("github", "account", "ada")


def test_accounts_of_two_sources_are_two() -> None:
    assert roster("github").id_of(ADA) != roster("enterprise").id_of(ADA)


def test_only_what_is_kept_is_told() -> None:
    named = roster("github")
    named.id_of(ADA)
    named.drop()
    named.id_of(ADA | {"id": "U_2", "login": "grace"})
    named.keep()
    assert [account.login for account in named.accounts] == ["grace"]


def test_what_one_mention_tells_is_not_forgotten_by_the_next() -> None:
    named = roster("github")
    named.id_of(ADA, email="ada@example.com")
    named.keep()
    named.id_of({"__typename": "User", "id": "U_1", "login": "countess"})
    named.keep()
    account = named.accounts[0]
    assert (account.login, account.name, account.email) == ("countess", "Ada", "ada@example.com")


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        ({"login": 7}, "login"),
        ({"login": ""}, "login"),
        ({"id": []}, "id"),
        ({"__typename": None}, "__typename"),
        ({"name": 7}, "name"),
    ],
    ids=["login of a number", "empty login", "id of a list", "no kind", "name of a number"],
)
def test_an_actor_that_makes_no_sense_is_refused(broken: dict[str, object], path: str) -> None:
    with pytest.raises(Unreadable) as caught:
        roster("github").id_of(ADA | broken)
    assert caught.value.path == path


def test_nobody_is_nobody() -> None:
    assert roster("github").at({"author": None}, "author") is None
