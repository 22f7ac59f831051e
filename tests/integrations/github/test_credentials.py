"""Tokens and apps: whose they are, when they are fetched anew, and what is wrong with them."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_curve_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.errors import LeadlineError, Misconfigured
from integrations.github import PROVIDER
from integrations.github.client import GitHub
from integrations.provider import Selection
from tests.fakes.github import TOKEN, FakeGitHub, World
from tests.fakes.github.apps import pem
from tests.integrations.connecting import Time, connected

APP = {"app_id": "12345", "private_key": pem()}


def fake() -> FakeGitHub:
    world = World()
    world.grow(world.add_repository("acme/pay"), 2)
    return FakeGitHub(world)


def names(client: GitHub) -> list[str]:
    return [one.full_name for page in client.repositories() for one in page.repositories]


def minted(github: FakeGitHub) -> int:
    return sum(request.url.path.endswith("/access_tokens") for request in github.requests)


def test_a_token_is_sent_as_it_is() -> None:
    github = fake()
    assert names(connected(github, secrets={"token": f"  {TOKEN}\n"})) == ["acme/pay"]
    assert github.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_every_request_pins_the_version_and_the_form_of_ids() -> None:
    github = fake()
    names(connected(github))
    headers = github.requests[0].headers
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["x-github-next-global-id"] == "1"
    assert headers["user-agent"].startswith("leadline")


def test_an_app_finds_its_only_installation() -> None:
    github = fake()
    assert names(connected(github, secrets=APP)) == ["acme/pay"]
    paths = [request.url.path for request in github.requests]
    assert paths[:2] == ["/app/installations", "/app/installations/77/access_tokens"]


def test_an_app_told_its_installation_does_not_look_for_it() -> None:
    github = fake()
    names(connected(github, secrets=APP | {"installation_id": "77"}))
    assert "/app/installations" not in [request.url.path for request in github.requests]


def test_of_several_installations_the_organisations_is_meant() -> None:
    github = fake()
    github.apps.installations = {5: "other", 77: "ACME"}
    assert names(connected(github, secrets=APP, selection=Selection("acme"))) == ["acme/pay"]
    assert "/app/installations/77/access_tokens" in [request.url.path for request in github.requests]


def test_of_several_installations_the_owner_of_all_patterns_is_meant() -> None:
    github = fake()
    github.apps.installations = {5: "other", 77: "acme"}
    assert names(connected(github, secrets=APP, selection=Selection("", ("acme/*",)))) == ["acme/pay"]


@pytest.mark.parametrize("installations", [{}, {5: "other", 6: "third"}], ids=["none", "several"])
def test_which_installation_is_never_guessed(installations: dict[int, str]) -> None:
    github = fake()
    github.apps.installations = installations
    with pytest.raises(Misconfigured, match="not clear"):
        names(connected(github, secrets=APP))


def test_an_installation_that_is_gone_is_told() -> None:
    with pytest.raises(Misconfigured, match="404"):
        names(connected(fake(), secrets=APP | {"installation_id": "999"}))


def test_a_token_is_used_for_fifty_minutes_and_then_fetched_anew() -> None:
    github, time = fake(), Time()
    client = connected(github, secrets=APP, time=time)
    for minutes, expected in ((0, 1), (49, 1), (2, 2), (49, 2), (60, 3)):
        time.now += timedelta(minutes=minutes)
        assert names(client) == ["acme/pay"]
        assert minted(github) == expected


def test_a_token_that_ends_before_its_time_is_fetched_anew_once() -> None:
    github = fake()
    client = connected(github, secrets=APP)
    names(client)
    github.apps.revoke()
    assert names(client) == ["acme/pay"]
    assert minted(github) == 2


@pytest.mark.parametrize("minutes", [30, -30], ids=["behind", "ahead"])
def test_an_app_works_with_a_clock_that_is_wrong(minutes: int) -> None:
    """Its passes are for ten minutes of GitHub's clock, which the first refusal tells."""
    github, time = fake(), Time()
    client = connected(github, secrets=APP, time=time)
    github.clock = lambda: time.now + timedelta(minutes=minutes)
    assert names(client) == ["acme/pay"]


def test_an_app_that_is_refused_again_gives_up() -> None:
    github = fake()
    client = connected(github, secrets=APP)
    names(client)
    github.apps.revoke()
    github.apps.app_id = "another"
    with pytest.raises(Misconfigured, match="does not accept"):
        names(client)


@pytest.mark.parametrize(
    "secrets",
    [
        {"nothing": "x"},
        {"token": "  "},
        {"app_id": "1"},
        {"private_key": pem()},
        {"token": "ghp_with\nnewline in it"},
        {"token": "ghp_žluťoučký"},
        {"app_id": "1", "private_key": "no key"},
        {"app_id": "1", "private_key": pem()[:300]},
        {"app_id": "1", "private_key": pem(), "installation_id": "../../user"},
    ],
    ids=["nothing", "empty", "no key", "no id", "two lines", "not ASCII", "no PEM", "a cut PEM", "no number"],
)
def test_credentials_that_cannot_work_are_refused_at_once(secrets: dict[str, str]) -> None:
    github = fake()
    with pytest.raises(Misconfigured) as caught:
        connected(github, secrets=secrets)
    assert github.requests == []
    told = f"{caught.value} {caught.value.fields}"
    assert not any(len(value.strip()) > 3 and value in told for value in secrets.values())


def test_a_key_of_another_kind_is_refused() -> None:
    key = generate_curve_key(SECP256R1())
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(Misconfigured, match="RSA"):
        connected(fake(), secrets={"app_id": "1", "private_key": text})


def test_a_key_from_the_environment_may_have_its_line_ends_escaped() -> None:
    escaped = pem().replace("\n", "\\n")
    assert names(connected(fake(), secrets=APP | {"private_key": escaped})) == ["acme/pay"]


def test_a_token_wins_over_an_app_that_is_also_given() -> None:
    github = fake()
    names(connected(github, secrets=APP | {"token": TOKEN}))
    assert minted(github) == 0


def test_no_secret_is_in_the_repr_of_anything() -> None:
    client = connected(fake(), secrets=APP)
    names(client)
    told = repr([client, vars(client), client._api, client._api.proof, client._connection])
    assert "PRIVATE KEY" not in told
    assert "ghs_" not in told


def test_no_secret_is_in_an_error() -> None:
    github = fake()
    github.tokens.clear()
    client = connected(github)
    with pytest.raises(LeadlineError) as caught:
        names(client)
    assert TOKEN not in f"{caught.value} {caught.value!r} {caught.value.__context__!r}"


def test_what_connecting_asks_for_is_declared() -> None:
    assert PROVIDER.slug == "github"
    assert {credential.way for credential in PROVIDER.credentials} == {"token", "app"}
    assert {credential.name for credential in PROVIDER.credentials if credential.secret} == {
        "token",
        "private_key",
    }
    assert [c.name for c in PROVIDER.credentials if not c.required] == ["installation_id"]
