"""`leadline check`: green where all is well, and the next step where it is not."""

from datetime import timedelta

import httpx
import pytest

from domain.health import Check, Light
from integrations.github.checks import PERMISSIONS
from integrations.provider import Selection
from tests.fakes.github import TOKEN, FakeGitHub, World, faults
from tests.fakes.github.apps import pem
from tests.fakes.github.fake import Proceed
from tests.integrations.connecting import Time, connected

APP = {"app_id": "12345", "private_key": pem()}


def fake(n: int = 3) -> FakeGitHub:
    world = World()
    world.grow(world.add_repository("acme/pay"), n)
    world.add_repository("acme/old", archived=True)
    return FakeGitHub(world)


def checked(
    github: FakeGitHub, secrets: dict[str, str] | None = None, **selected: object
) -> dict[str, Check]:
    found = connected(github, secrets=secrets, selection=Selection(**selected)).check()  # type: ignore[arg-type] # by name
    return {check.label: check for check in found}


def test_all_is_green_where_all_is_well() -> None:
    found = checked(fake())
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert {label: check.found for label, check in found.items()} == {
        "Who we are": "leadline at https://github.com",
        "What we may read": "scopes repo, read:org",
        "What we see": "1 repository, 1 archived",
        "Pull requests": "3 in acme/pay",
        "Builds": "0 in acme/pay",
        "Deployments": "0, and 0 releases, in acme/pay",
        "Rate limit": "4999 of 5000 points left until 13:00 UTC",
        "Clock": "agrees with GitHub's",
    }
    assert not any(check.next_step for check in found.values())


def test_an_app_is_green_too() -> None:
    assert {check.light for check in checked(fake(), APP).values()} == {Light.GREEN}


def test_whatever_is_not_green_says_what_to_do() -> None:
    github = fake()
    github.tokens[TOKEN] = ""
    github.world.delete(github.world.repositories["acme/pay"])
    found = checked(github, repositories=("acme/nothing",))
    amiss = [check for check in found.values() if check.light is not Light.GREEN]
    assert len(amiss) == 2
    assert all(check.next_step.endswith(".") for check in amiss)


@pytest.mark.parametrize(
    ("scopes", "missing"),
    [
        ("repo", "read:org"),
        ("read:org", "repo"),
        ("", "repo, read:org"),
        ("public_repo, read:org", "repo"),
    ],
)
def test_a_missing_scope_is_named_with_where_to_click(scopes: str, missing: str) -> None:
    github = fake()
    github.tokens[TOKEN] = scopes
    found = checked(github)["What we may read"]
    assert found.light is Light.RED
    assert found.found.endswith(f"{missing} missing")
    assert "https://github.com/settings/tokens" in found.next_step


@pytest.mark.parametrize("scopes", ["repo, admin:org", "write:org,repo", "repo, read:org, gist"])
def test_wider_scopes_will_do(scopes: str) -> None:
    github = fake()
    github.tokens[TOKEN] = scopes
    assert checked(github)["What we may read"].light is Light.GREEN


def test_a_fine_grained_token_does_not_tell_its_permissions() -> None:
    github = fake()
    github.tokens[TOKEN] = None
    found = checked(github)["What we may read"]
    assert (found.light, "fine-grained" in found.found) == (Light.GREEN, True)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_missing_permission_of_an_app_is_named(permission: str) -> None:
    github = fake()
    del github.apps.permissions[permission]
    found = checked(github, APP)["What we may read"]
    assert found.light is PERMISSIONS[permission]
    assert permission in found.found
    assert "read-only" in found.next_step


def test_a_refused_token_is_the_only_thing_to_tell() -> None:
    github = fake()
    github.tokens.clear()
    found = checked(github)
    assert list(found) == ["Who we are"]
    assert found["Who we are"].light is Light.RED
    assert "leadline connect github" in found["Who we are"].next_step


def test_a_github_that_is_down_is_told_and_raises_nothing() -> None:
    github = fake()
    github.always = faults.status(503)
    found = checked(github)["Who we are"]
    assert found.light is Light.RED
    assert "503" in found.found


def test_a_limit_that_is_used_up_is_told_and_not_waited_out() -> None:
    github, time = fake(), Time()
    client = connected(github, time=time)
    github.points = 0
    found = client.check()[0]
    assert found.light is Light.RED
    assert "13:00 UTC" in found.found
    assert time.slept == []


@pytest.mark.parametrize("label", ["Builds", "Deployments"])
def test_what_the_credentials_may_not_read_beside_pull_requests_is_yellow(label: str) -> None:
    github = fake()

    def forbid(request: httpx.Request, proceed: Proceed) -> httpx.Response:
        is_it = "/actions/" in request.url.path if label == "Builds" else b"Probe" in request.content
        return httpx.Response(403, json={"message": "Not accessible"}) if is_it else proceed()

    github.always = forbid
    found = checked(github)
    assert found[label].light is Light.YELLOW
    assert ("Actions" if label == "Builds" else "Deployments") in found[label].next_step
    assert found["Pull requests"].light is Light.GREEN


def test_names_that_are_not_found_are_told() -> None:
    found = checked(fake(), repositories=("acme/pay", "acme/typo"))["What we see"]
    assert found.light is Light.YELLOW
    assert "acme/typo" in found.found


def test_nothing_in_sight_is_red() -> None:
    assert checked(FakeGitHub(World()))["What we see"].light is Light.RED


def test_pull_requests_that_cannot_be_read_are_told() -> None:
    github = fake()
    github.world.hidden.add(github.world.repositories["acme/pay"]["id"])
    found = checked(github)
    assert found["What we see"].light is Light.GREEN
    assert found["Pull requests"].light is Light.RED


def test_a_limit_that_others_have_used_up_is_yellow() -> None:
    github = fake()
    github.points = 100
    client = connected(github)
    client.check()
    github.limits["graphql"].used = 95
    found = {check.label: check for check in client.check()}["Rate limit"]
    assert (found.light, found.found[:8]) == (Light.YELLOW, "4 of 100")


def test_a_server_without_limits_has_none() -> None:
    github = fake()
    github.always = faults.edited(lambda body: body.get("data", {}).update(rateLimit=None))  # type: ignore[attr-defined] # JSON
    client = connected(github)
    found = {check.label: check for check in client.check()}
    assert found["Rate limit"].found == "none"
    assert client.usage.points == 0


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(10, "600 s behind GitHub's"), (-10, "600 s ahead of GitHub's")],
    ids=["behind", "ahead"],
)
def test_a_clock_that_is_wrong_is_told(minutes: int, told: str) -> None:
    github, time = fake(), Time()
    client = connected(github, time=time)
    github.clock = lambda: time.now + timedelta(minutes=minutes)
    found = {check.label: check for check in client.check()}["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, told)
    assert "NTP" in found.next_step
