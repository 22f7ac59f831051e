"""`leadline check`: green where all is well, and the next step where it is not."""

from datetime import timedelta

import pytest

from domain.health import Check, Light
from integrations.provider import Selection
from tests.fakes.github import faults
from tests.fakes.jira import FakeJira, World
from tests.fakes.jira.world import ESTIMATE, POINTS, SPRINT
from tests.integrations.connecting import Time
from tests.integrations.jira.connecting import connected


def fake(*, is_cloud: bool = True) -> FakeJira:
    world = World()
    pay = world.add_project("PAY")
    world.add_project("WEB")
    world.add_board(pay, "Pay")
    world.grow(pay, 3)
    return FakeJira(world, is_cloud=is_cloud)


def checked(jira: FakeJira, **selected: object) -> dict[str, Check]:
    found = connected(jira, selection=Selection(**selected)).check()  # type: ignore[arg-type] # by name
    return {check.label: check for check in found}


@pytest.mark.parametrize(
    ("is_cloud", "where"),
    [(True, "https://acme.atlassian.net (Cloud)"), (False, "https://jira.acme.test (Data Center)")],
    ids=["cloud", "data center"],
)
def test_all_is_green_where_all_is_well(where: str, *, is_cloud: bool) -> None:
    found = checked(fake(is_cloud=is_cloud))
    assert {check.light for check in found.values()} == {Light.GREEN}
    assert {label: check.found for label, check in found.items()} == {
        "Who we are": f"Leadline at {where}",
        "What we see": "2 projects: PAY, WEB",
        "Issues": "3 can be read",
        "Fields": f"sprints in {SPRINT}, story points in {POINTS}, {ESTIMATE}, flags in customfield_10021",
        "Boards": "1 with sprints",
        "Rate limit": "none told; Jira says when it is too much",
        "Clock": "agrees with Jira's",
    }
    assert not any(check.next_step for check in found.values())


def test_refused_credentials_are_the_only_thing_to_tell() -> None:
    jira = fake()
    jira.takes = False
    found = checked(jira)
    assert list(found) == ["Who we are"]
    assert found["Who we are"].light is Light.RED
    assert "leadline connect jira" in found["Who we are"].next_step


def test_an_account_that_must_log_in_once_is_told_so() -> None:
    jira = fake(is_cloud=False)
    jira.always = faults.status(403, {"x-authentication-denied-reason": "CAPTCHA_CHALLENGE; login-url=x"})
    found = checked(jira)["Who we are"]
    assert (found.light, "log in once in a browser" in found.found) == (Light.RED, True)


def test_a_jira_that_is_down_is_told_and_not_waited_out() -> None:
    jira, time = fake(), Time()
    jira.always = faults.status(503, {"retry-after": "600"})
    (found,) = connected(jira, time=time).check()
    assert (found.light, "503" in found.found, time.slept) == (Light.RED, True, [])


@pytest.mark.parametrize("body", [{}, {"displayName": 7}, {"name": ""}])
def test_who_does_not_say_who_we_are_is_no_jira(body: dict[str, object]) -> None:
    jira = fake()
    jira.faults.append(faults.status(200, body=body or {"x": 1}))
    assert checked(jira)["Who we are"].light is Light.RED


def test_keys_that_choose_nothing_are_named() -> None:
    found = checked(fake(), projects=("PAY", "TYPO"))["What we see"]
    assert (found.light, found.found) == (Light.YELLOW, "1 project; not TYPO")
    assert "`project`" in found.next_step


@pytest.mark.parametrize("projects", [(), ("TYPO",)], ids=["nothing chosen", "a typo"])
def test_nothing_in_sight_is_red(projects: tuple[str, ...]) -> None:
    found = checked(FakeJira(World()), projects=projects)
    assert found["What we see"].light is Light.RED
    assert found["Issues"].light is Light.YELLOW


def test_more_projects_than_fit_are_counted() -> None:
    jira = fake()
    for number in range(6):
        jira.world.add_project(f"X{number}")
    assert checked(jira)["What we see"].found == "8 projects: PAY, WEB, X0, X1, X2, …"


def test_a_field_that_there_is_not_is_red() -> None:
    found = checked(fake(), options={"story_points_field": "Effort"})["Fields"]
    assert (found.light, "`Effort`" in found.found) == (Light.RED, True)


def test_no_field_for_points_is_yellow() -> None:
    jira = fake()
    jira.world.fields = [each for each in jira.world.fields if each["id"] not in (POINTS, ESTIMATE)]
    found = checked(jira)["Fields"]
    assert (found.light, "no story points" in found.found) == (Light.YELLOW, True)
    assert "storyPointsField" in found.next_step


def test_a_board_that_estimates_in_another_field_is_named() -> None:
    jira = fake()
    jira.world.boards[0]["_field"] = "customfield_777"
    found = checked(jira)["Boards"]
    assert (found.light, found.found) == (Light.YELLOW, "1 with sprints; Pay estimates in customfield_777")


def test_a_board_that_counts_issues_is_fine() -> None:
    jira = fake()
    jira.world.boards[0]["_field"] = None
    assert checked(jira)["Boards"].light is Light.GREEN


def test_of_many_boards_some_are_looked_at() -> None:
    jira = fake()
    for _ in range(30):
        jira.world.add_board(jira.world.projects[0])
    assert checked(jira)["Boards"].found == "31 with sprints"
    assert sum("configuration" in name for name in jira.names()) == 10


@pytest.mark.parametrize(
    ("left", "light", "told"),
    [("90", Light.GREEN, "90 of 100 requests left"), ("3", Light.YELLOW, "3 of 100 requests left")],
)
def test_a_limit_that_jira_tells_is_told(left: str, light: Light, told: str) -> None:
    jira = fake()
    jira.headers = {"x-ratelimit-limit": "100", "x-ratelimit-remaining": left}
    found = checked(jira)["Rate limit"]
    assert (found.light, found.found) == (light, told)


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(10, "600 s behind Jira's"), (-10, "600 s ahead of Jira's")],
    ids=["behind", "ahead"],
)
def test_a_clock_that_is_wrong_is_told(minutes: int, told: str) -> None:
    jira, time = fake(), Time()
    client = connected(jira, time=time)
    jira.clock = lambda: time.now + timedelta(minutes=minutes)
    found = {check.label: check for check in client.check()}["Clock"]
    assert (found.light, found.found) == (Light.YELLOW, told)
    assert "NTP" in found.next_step
