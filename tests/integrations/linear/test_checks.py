"""`leadline check` of Linear: green where all is well, and the next step where it is not."""

from datetime import timedelta

import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.linear.fake import NOW
from tests.integrations.linear.bench import Bench


def checked(bench: Bench) -> dict[str, Check]:
    return {check.label: check for check in bench.client.check()}


def grown(selection: Selection | None = None) -> Bench:
    bench = Bench(selection)
    bench.world.grow(bench.team, 2, NOW - timedelta(days=9))
    return bench


def test_all_is_green_where_all_is_well() -> None:
    found = checked(grown())
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert {label: check.found for label, check in found.items() if "points" not in label} == {
        "Who we are": "Leadline in Acme",
        "Issues": "can be read",
        "What we see": "1 team",
        "Limit of requests": "2498 of 2500 an hour left",
        "Clock": "agrees with Linear's",
    }
    assert found["Limit of points"].found.endswith("of 3000000 an hour left")
    assert not any(check.next_step for check in found.values())


def test_a_key_that_is_not_taken_is_red_and_nothing_else_is_asked() -> None:
    bench = grown()
    found = bench.connected(secrets={"token": "lin_api_wrong"}).check()
    assert [(check.label, check.light) for check in found] == [("Who we are", Light.RED)]
    assert "connect linear" in found[0].next_step


@pytest.mark.parametrize(
    ("projects", "light", "told"),
    [
        (("PAY",), Light.GREEN, "1 team"),
        (("PAY", "X*"), Light.YELLOW, "1 team; not X*"),
        (("NOWHERE",), Light.RED, "0 teams; not NOWHERE"),
    ],
    ids=["one", "one and one that is not there", "none that is there"],
)
def test_teams_that_nobody_knows_are_named(projects: tuple[str, ...], light: Light, told: str) -> None:
    found = checked(grown(Selection(projects=projects)))["What we see"]
    assert (found.light, found.found) == (light, told)
    assert bool(found.next_step) is (light is not Light.GREEN)


def test_seeing_no_team_is_red() -> None:
    bench = grown()
    bench.world.teams.clear()
    assert checked(bench)["What we see"].light is Light.RED


def test_limits_that_others_use_up_are_told() -> None:
    bench = grown()
    bench.fake.points = 200
    found = checked(bench)["Limit of points"]
    assert found.light is Light.GREEN
    bench = grown()
    bench.fake.points = 165
    found = checked(bench)["Limit of points"]
    assert found.light is Light.YELLOW
    assert found.next_step


@pytest.mark.parametrize(
    ("skew", "told"),
    [(timedelta(minutes=-5), "300 s ahead of Linear's"), (timedelta(minutes=5), "300 s behind Linear's")],
    ids=["behind", "ahead"],
)
def test_a_clock_that_is_off_is_told(skew: timedelta, told: str) -> None:
    bench = grown()
    bench.fake.clock = lambda: bench.time() + skew
    found = checked(bench)["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, told)


def test_a_check_waits_for_no_limit() -> None:
    bench = grown()
    bench.fake.per_hour = 0
    assert bench.client.check()[0].light is Light.RED
    assert sum(bench.time.slept) == 0
