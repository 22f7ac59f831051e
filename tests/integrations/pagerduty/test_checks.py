"""`leadline check` of PagerDuty: green where all is well, and the next step where it is not."""

from datetime import timedelta

import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.pagerduty import TOKEN
from tests.fakes.pagerduty.fake import ACCOUNT_KEY
from tests.integrations.pagerduty.bench import Bench


def bench(**selected: tuple[str, ...]) -> Bench:
    made = Bench(selection=Selection(**selected))  # type: ignore[arg-type] # by name
    made.world.add_service("Checkout")
    made.world.add_service("Search")
    return made


def checked(made: Bench, token: str = TOKEN) -> dict[str, Check]:
    return {check.label: check for check in made.connected(secrets={"token": token}).check()}


def test_all_is_green_where_all_is_well() -> None:
    found = checked(bench())
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert {label: check.found for label, check in found.items()} == {
        "Who we are": "Ada at https://api.pagerduty.com",
        "Incidents": "can be read",
        "Incident log": "can be read",
        "On call": "can be read",
        "Addresses": "can be read",
        "What we see": "2 services",
        "Rate limit": "954 of 960 requests a minute left",
        "Clock": "agrees with PagerDuty's",
    }
    assert not any(check.next_step for check in found.values())


def test_the_key_of_an_account_is_nobodys_and_green() -> None:
    found = checked(bench(), ACCOUNT_KEY)
    assert found["Who we are"].found == "an account's own key at https://api.pagerduty.com"
    assert {check.light for check in found.values()} == {Light.GREEN}


def test_a_key_that_is_not_taken_is_red_and_nothing_else_is_asked() -> None:
    found = checked(bench(), "u+wrong")
    assert {label: check.light for label, check in found.items()} == {"Who we are": Light.RED}
    assert "connect pagerduty" in found["Who we are"].next_step


@pytest.mark.parametrize(
    ("path", "label", "light"),
    [
        ("/incidents", "Incidents", Light.RED),
        ("/log_entries", "Incident log", Light.RED),
        ("/oncalls", "On call", Light.YELLOW),
        ("/users", "Addresses", Light.YELLOW),
    ],
)
def test_what_may_not_be_read_is_told_with_its_scope(path: str, label: str, light: Light) -> None:
    made = bench()
    made.fake.forbidden.add(path)
    found = checked(made)
    assert found[label].light is light
    assert "403" in found[label].found
    assert ".read" in found[label].next_step
    assert [each.label for each in found.values() if each.light is not Light.GREEN] == [label]


@pytest.mark.parametrize(
    ("projects", "light", "told"),
    [
        (("Checkout",), Light.GREEN, "1 service"),
        (("Checkout", "Nothing*"), Light.YELLOW, "1 service; not Nothing*"),
        (("Nothing",), Light.RED, "0 services; not Nothing"),
    ],
    ids=["one", "one and one that is not there", "none that is there"],
)
def test_services_that_nobody_knows_are_named(projects: tuple[str, ...], light: Light, told: str) -> None:
    found = checked(bench(projects=projects))["What we see"]
    assert (found.light, found.found) == (light, told)


def test_seeing_no_service_is_red() -> None:
    found = {check.label: check for check in Bench().client.check()}["What we see"]
    assert found.light is Light.RED
    assert found.next_step


def test_a_limit_that_others_use_up_is_told() -> None:
    made = bench()
    made.fake.per_minute = 8
    found = checked(made)["Rate limit"]
    assert (found.light, found.found) == (Light.GREEN, "2 of 8 requests a minute left")
    made = bench()
    made.fake.per_minute = 6
    assert checked(made)["Rate limit"].light is Light.YELLOW


@pytest.mark.parametrize(
    ("skew", "told"),
    [
        (timedelta(minutes=-5), "300 s ahead of PagerDuty's"),
        (timedelta(minutes=5), "300 s behind PagerDuty's"),
    ],
    ids=["behind", "ahead"],
)
def test_a_clock_that_is_off_is_told(skew: timedelta, told: str) -> None:
    made = bench()
    made.fake.clock = lambda: made.time() + skew
    found = checked(made)["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, told)


def test_a_check_waits_for_no_limit() -> None:
    made = bench()
    made.fake.per_minute = 0
    found = made.client.check()
    assert found[0].light is Light.RED
    assert sum(made.time.slept) == 0
