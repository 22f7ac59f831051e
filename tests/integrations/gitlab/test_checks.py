"""`leadline check`: green where all is well, and the next step where it is not."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.gitlab import FakeGitLab, World
from tests.fakes.gitlab.fake import OAUTH
from tests.integrations.connecting import Time
from tests.integrations.gitlab.connecting import connected


def fake(n: int = 3, **how: Any) -> FakeGitLab:  # noqa: ANN401 - the fake's own
    world = World()
    place = world.add_project("acme/pay")
    for _ in range(n):
        world.add_pull_request(place)
    world.add_project("acme/old", archived=True)
    return FakeGitLab(world, **how)


def checked(
    gitlab: FakeGitLab,
    secrets: dict[str, str] | None = None,
    **selected: Any,  # noqa: ANN401 - of a selection
) -> dict[str, Check]:
    client = connected(gitlab, secrets=secrets, selection=Selection(**selected))
    return {check.label: check for check in client.check()}


def test_all_is_green_where_all_is_well() -> None:
    found = checked(fake())
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert {label: check.found for label, check in found.items()} == {
        "Who we are": "leadline at https://gitlab.com",
        "What we may read": "scopes read_api",
        "Version": "GitLab 18.6.1-ee",
        "What we see": "1 repository, 1 archived",
        "Pull requests": "3 in acme/pay",
        "Rate limit": "1995 of 2000 requests left this minute",
        "Clock": "agrees with GitLab's",
    }
    assert not any(check.next_step for check in found.values())


def test_an_oauth_token_does_not_say_what_it_may() -> None:
    found = checked(fake(), {"oauth_token": OAUTH})
    assert found["What we may read"].light is Light.GREEN
    assert "does not say" in found["What we may read"].found


def test_a_token_without_the_scope_is_red_and_told_why() -> None:
    found = checked(fake(scopes=("read_user",)))
    (check,) = found.values()
    assert (check.label, check.light) == ("Who we are", Light.RED)
    assert "read_api" in check.found


@pytest.mark.parametrize(
    ("expires_on", "light"),
    [("2026-12-01", Light.YELLOW), ("2027-11-24", Light.GREEN), (None, Light.GREEN), ("soon", Light.GREEN)],
    ids=["within a week", "in a year", "never", "nonsense"],
)
def test_a_token_that_expires_soon_is_told(expires_on: str | None, light: Light) -> None:
    check = checked(fake(expires_on=expires_on))["What we may read"]
    assert check.light is light
    assert ("expires on 2026-12-01" in check.found) is (light is Light.YELLOW)


@pytest.mark.parametrize(
    ("how", "label", "found"),
    [
        ({"version": "15.4.0"}, "Version", "GitLab 15.4.0"),
        ({"graphql": False, "version": "12.0.0"}, "Pull requests", "one by one, by REST"),
        ({"per_minute": 10}, "Rate limit", "5 of 10 requests left this minute"),
        ({"per_minute": None}, "Rate limit", "none"),
    ],
    ids=["old", "very old", "some left", "no limit"],
)
def test_age_and_limits_are_told(how: dict[str, Any], label: str, found: str) -> None:
    assert checked(fake(**how))[label].found == found


def test_a_limit_that_is_nearly_used_up_is_yellow() -> None:
    assert checked(fake(per_minute=5))["Rate limit"].light is Light.YELLOW


@pytest.mark.parametrize(
    ("selected", "light", "found"),
    [
        ({"repositories": ("acme/pay", "acme/none")}, Light.YELLOW, "1 repository; not acme/none"),
        ({"repositories": ("acme/none",)}, Light.RED, "0 repositories; not acme/none"),
        ({"organisation": "nobody"}, Light.RED, "0 repositories; not nobody"),
        ({"organisation": "acme", "exclude": ("*",)}, Light.RED, "0 repositories"),
    ],
    ids=["one missing", "all missing", "no such group", "all excluded"],
)
def test_names_that_match_nothing_are_told(selected: dict[str, Any], light: Light, found: str) -> None:
    check = checked(fake(), **selected)["What we see"]
    assert (check.light, check.found) == (light, found)
    assert check.next_step.endswith(".")


def test_pull_requests_that_are_out_of_sight_are_told() -> None:
    gitlab = fake()
    gitlab.world.projects[41]["off"] = {"merge_requests"}
    assert checked(gitlab)["Pull requests"].light is Light.RED


@pytest.mark.parametrize(
    ("skew", "found"),
    [(timedelta(minutes=3), "180 s behind GitLab's"), (timedelta(minutes=-3), "180 s ahead of GitLab's")],
    ids=["behind", "ahead"],
)
def test_a_clock_that_is_wrong_is_told(skew: timedelta, found: str) -> None:
    gitlab, time = fake(), Time()
    client = connected(gitlab, time=time)
    gitlab.clock = lambda: time() + skew
    check = {each.label: each for each in client.check()}["Clock"]
    assert (check.light, check.found) == (Light.YELLOW, found)


def test_a_server_that_is_down_is_told_without_waiting_for_it() -> None:
    gitlab, time = fake(), Time()
    client = connected(gitlab, time=time)
    gitlab.faults.extend([lambda _, __: httpx.Response(503)] * 20)
    (check,) = client.check()
    assert (check.label, check.light) == ("Who we are", Light.RED)
    assert sum(time.slept) < 60
