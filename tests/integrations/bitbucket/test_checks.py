"""`leadline check` of Bitbucket Cloud: green where all is well, and the next step where it is not."""

from datetime import timedelta

import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.bitbucket import EPOCH, NOW, FakeBitbucket, World
from tests.fakes.github import faults
from tests.integrations.bitbucket.bench import connected
from tests.integrations.connecting import Time


def fake() -> FakeBitbucket:
    world = World()
    place = world.add_repository("acme/pay")
    world.open(place, EPOCH)
    world.run(place, EPOCH)
    return FakeBitbucket(world)


def checked(
    bitbucket: FakeBitbucket, selection: Selection | None = None, time: Time | None = None
) -> dict[str, Check]:
    return {check.label: check for check in connected(bitbucket, selection=selection, time=time).check()}


def test_all_is_green_where_all_is_well() -> None:
    bitbucket = fake()
    bitbucket.headers |= {"x-credential-type": "workspace_access_token", "x-oauth-scopes": "pullrequest"}
    found = checked(bitbucket)
    assert {label: check.found for label, check in found.items()} == {
        "What we see": "1 repository",
        "Who we are": "workspace access token, scopes pullrequest",
        "Pull requests": "1 in acme/pay",
        "Pipelines": "1 in acme/pay",
        "Deployments": "0 in acme/pay",
        "Rate limit": "1000 requests an hour",
        "Clock": "agrees with Bitbucket's",
    }
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert not any(check.next_step for check in found.values())


@pytest.mark.parametrize(
    ("step", "label", "light"),
    [("pullrequests", "Pull requests", Light.RED), ("pipelines", "Pipelines", Light.YELLOW)],
)
def test_a_missing_scope_is_named_with_where_to_get_it(step: str, label: str, light: Light) -> None:
    bitbucket = fake()
    bitbucket.forbidden.add(step)
    found = checked(bitbucket)[label]
    assert found.light is light
    assert "scope" in found.next_step
    assert "https://support.atlassian.com" in found.next_step


def test_a_refused_token_is_the_only_thing_to_tell() -> None:
    bitbucket = fake()
    bitbucket.takes.clear()
    (check,) = checked(bitbucket).values()
    assert check.light is Light.RED
    assert "leadline connect bitbucket" in check.next_step


@pytest.mark.parametrize(
    ("selection", "light", "told"),
    [
        (Selection(repositories=("acme/pay", "acme/typo")), Light.YELLOW, "1 repository; not acme/typo"),
        (Selection("typo"), Light.RED, "0 repositories; not typo"),
        (Selection("acme", repositories=("nothing-*",)), Light.RED, "0 repositories"),
    ],
    ids=["a repository", "a workspace", "a pattern"],
)
def test_what_is_not_found_is_told(selection: Selection, light: Light, told: str) -> None:
    found = checked(fake(), selection)["What we see"]
    assert (found.light, found.found) == (light, told)
    assert found.next_step.endswith(".")


def test_everything_in_sight_is_found_without_a_workspace() -> None:
    bitbucket = fake()
    bitbucket.world.add_repository("beta/web")
    assert checked(bitbucket, Selection())["What we see"].found == "2 repositories"


def test_a_token_that_may_not_list_workspaces_is_told_to_name_one() -> None:
    bitbucket = fake()
    bitbucket.faults.append(faults.status(403, body={"error": {"message": "No."}}))
    found = checked(bitbucket, Selection())["What we see"]
    assert found.light is Light.RED
    assert "`workspace`" in found.next_step


def test_a_bitbucket_that_is_down_is_told_and_raises_nothing() -> None:
    bitbucket = fake()
    bitbucket.always = faults.status(503)
    (check,) = checked(bitbucket).values()
    assert (check.light, "503" in check.found) == (Light.RED, True)


def test_a_limit_that_is_reached_is_told_and_not_waited_out() -> None:
    bitbucket, time = fake(), Time(NOW)
    bitbucket.always = faults.status(429)
    (check,) = checked(bitbucket, time=time).values()
    assert check.light is Light.RED
    assert time.slept == []


def test_a_limit_that_is_near_is_yellow() -> None:
    bitbucket = fake()
    bitbucket.headers["x-ratelimit-nearlimit"] = "true"
    found = checked(bitbucket)["Rate limit"]
    assert (found.light, found.found) == (Light.YELLOW, "near its 1000 requests an hour")


@pytest.mark.parametrize(("minutes", "side"), [(10, "behind"), (-10, "ahead of")])
def test_a_clock_that_is_wrong_is_told(minutes: int, side: str) -> None:
    bitbucket, time = fake(), Time(NOW)
    client = connected(bitbucket, time=time)
    bitbucket.clock = lambda: time.now + timedelta(minutes=minutes)
    found = {check.label: check for check in client.check()}["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, f"600 s {side} Bitbucket's")
