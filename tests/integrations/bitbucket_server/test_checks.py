"""`leadline check` of Bitbucket Data Center: green where all is well, and the next step where it is not."""

from datetime import timedelta

import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.bitbucket_server import EPOCH, NOW, FakeServer, World
from tests.fakes.github import faults
from tests.integrations.bitbucket_server.bench import connected
from tests.integrations.connecting import Time


def fake() -> FakeServer:
    world = World()
    world.open(world.add_repository("PAY/api"), EPOCH)
    world.add_repository("PAY/old", archived=True)
    world.add_repository("WEB/shop")
    return FakeServer(world)


def checked(server: FakeServer, selection: Selection | None = None) -> dict[str, Check]:
    return {check.label: check for check in connected(server, selection=selection).check()}


def test_all_is_green_where_all_is_well() -> None:
    found = checked(fake())
    assert {label: check.found for label, check in found.items()} == {
        "Who we are": "leadline at https://bitbucket.example.com",
        "What we see": "1 repository, 1 archived",
        "Pull requests": "can be read in PAY/api",
        "Rate limit": "none",
        "Clock": "agrees with the server's",
    }
    assert {check.light for check in found.values()} == {Light.GREEN}


@pytest.mark.parametrize(
    ("selection", "light", "told"),
    [
        (Selection(), Light.GREEN, "2 repositories, 1 archived"),
        (Selection(repositories=("pay/api",)), Light.GREEN, "1 repository"),
        (Selection(repositories=("PAY/api", "PAY/typo")), Light.YELLOW, "1 repository; not PAY/typo"),
        (Selection("TYPO"), Light.RED, "0 repositories; not TYPO"),
        (Selection("PAY", repositories=("x-*",)), Light.RED, "0 repositories"),
    ],
    ids=["everything", "a name in small letters", "a typo", "a project that is none", "a pattern of none"],
)
def test_what_is_seen_is_told(selection: Selection, light: Light, told: str) -> None:
    found = checked(fake(), selection)["What we see"]
    assert (found.light, found.found) == (light, told)
    assert bool(found.next_step) is (light is not Light.GREEN)


def test_pull_requests_that_cannot_be_read_are_told() -> None:
    server = fake()
    server.forbidden.add("pull-requests")
    found = checked(server)["Pull requests"]
    assert found.light is Light.RED
    assert "read permission" in found.next_step


@pytest.mark.parametrize("status", [401, 403, 503, 429])
def test_a_server_that_says_no_is_the_only_thing_to_tell(status: int) -> None:
    server, time = fake(), Time(NOW)
    server.always = faults.status(status)
    (check,) = connected(server, time=time).check()
    assert check.light is Light.RED
    assert check.next_step
    assert sum(time.slept) < 60


def test_something_that_is_no_bitbucket_is_told() -> None:
    server = fake()
    server.always = faults.status(200, body={"hello": "world"})
    (check,) = connected(server).check()
    assert (check.light, "no Bitbucket" in check.found) == (Light.RED, True)


@pytest.mark.parametrize(("remaining", "light"), [("40", Light.GREEN), ("0", Light.YELLOW)])
def test_a_bucket_is_told(remaining: str, light: Light) -> None:
    server = fake()
    server.headers |= {"x-ratelimit-limit": "60", "x-ratelimit-remaining": remaining}
    found = checked(server)["Rate limit"]
    assert (found.light, found.found) == (light, f"{remaining} of 60 requests left in the bucket")


def test_a_server_that_does_not_say_who_we_are_is_no_reason_to_worry() -> None:
    server = fake()
    server.headers = {}
    assert checked(server)["Who we are"].found == "a token at https://bitbucket.example.com"


@pytest.mark.parametrize(("minutes", "side"), [(10, "behind"), (-10, "ahead of")])
def test_a_clock_that_is_wrong_is_told(minutes: int, side: str) -> None:
    server, time = fake(), Time(NOW)
    client = connected(server, time=time)
    server.clock = lambda: time.now + timedelta(minutes=minutes)
    found = {check.label: check for check in client.check()}["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, f"600 s {side} the server's")
