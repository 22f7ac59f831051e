"""Boards and sprints: each sprint once, at the board that it was made on, for the project of that."""

from typing import Any

import pytest

from domain.errors import Misconfigured, Retryable
from domain.ids import identify
from domain.records import Sprint
from integrations.provider import Selection
from tests.fakes.github import faults
from tests.fakes.jira import FakeJira, World
from tests.integrations.jira.connecting import connected


class Bench:
    def __init__(self, *, is_cloud: bool = True, projects: tuple[str, ...] = ()) -> None:
        self.world = World()
        self.pay, self.web = self.world.add_project("PAY"), self.world.add_project("WEB")
        self.jira = FakeJira(self.world, is_cloud=is_cloud)
        self.client = connected(self.jira, selection=Selection(projects=projects))

    def read(self) -> list[Sprint]:
        return [sprint for page in self.client.read("sprints") for sprint in page.of(Sprint)]


def names(sprints: list[Sprint]) -> list[tuple[str, str]]:
    return [(sprint.board, sprint.name) for sprint in sprints]


def test_sprints_come_board_by_board() -> None:
    bench = Bench()
    boards = [bench.world.add_board(bench.pay, "Pay"), bench.world.add_board(bench.web, "Web")]
    for board in boards * 2:
        bench.world.add_sprint(board)
    found = bench.read()
    assert names(found) == [
        ("Pay", "Sprint 1"),
        ("Pay", "Sprint 3"),
        ("Web", "Sprint 2"),
        ("Web", "Sprint 4"),
    ]
    assert [each.project_id for each in found] == [
        identify("jira", "project", place["id"]) for place in (bench.pay, bench.pay, bench.web, bench.web)
    ]


def test_a_board_of_many_sprints_is_read_to_its_end() -> None:
    bench = Bench()
    board = bench.world.add_board(bench.pay)
    for _ in range(120):
        bench.world.add_sprint(board, state="closed")
    pages = list(bench.client.read("sprints"))
    assert [len(page.records) for page in pages] == [50, 50, 20]
    assert [page.cursor for page in pages] == ["1:50", "1:100", None]


def test_a_sprint_that_two_boards_show_is_of_the_one_that_it_was_made_on() -> None:
    bench = Bench()
    one, other = bench.world.add_board(bench.pay, "One"), bench.world.add_board(bench.pay, "Other")
    sprint = bench.world.add_sprint(other)
    sprint["_boards"] = [one["id"], other["id"]]
    assert names(bench.read()) == [("Other", "Sprint 1")]


def test_a_sprint_of_a_board_that_we_do_not_see_is_of_the_board_that_shows_it() -> None:
    bench = Bench(projects=("PAY",))
    ours, theirs = bench.world.add_board(bench.pay, "Ours"), bench.world.add_board(bench.web, "Theirs")
    sprint = bench.world.add_sprint(theirs)
    sprint["_boards"] = [ours["id"], theirs["id"]]
    assert names(bench.read()) == [("Ours", "Sprint 1")]


def test_boards_of_other_projects_and_boards_without_sprints_are_left_alone() -> None:
    bench = Bench(projects=("PAY", "NONE*"))
    bench.world.add_sprint(bench.world.add_board(bench.web, "Web"))
    bench.world.add_board(bench.pay, "Flow", kind="kanban")
    bench.world.add_board(bench.pay, "Simple", kind="simple")
    assert bench.read() == []
    asked = bench.jira.names()
    assert "GET board/2/sprint" not in asked
    assert "GET board/3/sprint" in asked, (
        "a simple board may have sprints, and answers an error when it has not"
    )


@pytest.mark.parametrize("is_cloud", [True, False], ids=["a person's board", "a server's board"])
def test_a_board_without_a_place_is_of_the_first_chosen_project_that_it_shows(*, is_cloud: bool) -> None:
    bench = Bench(is_cloud=is_cloud)
    board = bench.world.add_board(bench.pay, located=False)
    board["_projects"] = [bench.web["id"], bench.pay["id"]]
    bench.world.add_sprint(board)
    (sprint,) = bench.read()
    assert sprint.project_id in (identify("jira", "project", each["id"]) for each in (bench.pay, bench.web))


def test_two_boards_of_one_name_are_told_apart() -> None:
    bench = Bench()
    for place in (bench.pay, bench.web):
        bench.world.add_sprint(bench.world.add_board(place, "Sprints"))
    assert {sprint.board for sprint in bench.read()} == {"Sprints (1)", "Sprints (2)"}


def test_of_one_chosen_project_only_its_boards_are_asked_for() -> None:
    bench = Bench(projects=("PAY",))
    bench.world.add_sprint(bench.world.add_board(bench.pay, located=False))
    assert len(bench.read()) == 1
    (request,) = [each for each in bench.jira.asked if each.url.path.endswith("/board")]
    assert request.url.params["projectKeyOrId"] == bench.pay["id"]


@pytest.mark.parametrize("status", [403, 404])
def test_a_jira_without_boards_has_no_sprints(status: int) -> None:
    bench = Bench()
    bench.jira.faults.extend([None, faults.status(status)])
    (page,) = bench.client.read("sprints")
    assert (page.records, page.cursor) == ((), None)


def test_boards_that_are_forbidden_half_way_are_told() -> None:
    bench = Bench()
    for _ in range(60):
        bench.world.add_board(bench.pay)
    bench.jira.faults.extend([None, None, faults.status(403)])
    with pytest.raises(Misconfigured):
        bench.read()


def test_a_board_that_cannot_be_read_is_set_aside_and_costs_no_other() -> None:
    bench = Bench()
    broken, fine = bench.world.add_board(bench.pay), bench.world.add_board(bench.pay)
    bench.world.add_sprint(fine)
    broken["name"] = None
    (page,) = bench.client.read("sprints")
    assert len(page.records) == 1
    assert [(aside.stream, aside.external_id, aside.path) for aside in page.unmappable] == [
        ("sprints", "board 1", "name")
    ]
    (again,) = bench.client.hydrate("sprints", ["board 1"])
    assert again.gone == ("board 1",)


def test_pages_of_sprints_that_lead_in_circles_are_an_error() -> None:
    bench = Bench()
    board = bench.world.add_board(bench.pay)
    for _ in range(120):
        bench.world.add_sprint(board)

    def turn(body: Any) -> None:  # noqa: ANN401 - JSON
        body["startAt"] = 0

    bench.jira.faults.extend([None, None, None, faults.edited(turn)])
    with pytest.raises(Retryable, match="circles"):
        bench.read()


def test_a_named_sprint_is_read_as_it_is_now_and_one_that_is_not_ours_is_gone() -> None:
    bench = Bench(projects=("PAY",))
    ours = bench.world.add_sprint(bench.world.add_board(bench.pay, "Pay"))
    theirs = bench.world.add_sprint(bench.world.add_board(bench.web))
    ours["state"] = "closed"
    pages = list(bench.client.hydrate("sprints", [str(ours["id"]), str(theirs["id"]), "99", "x"]))
    assert [(each.board, each.state) for page in pages for each in page.of(Sprint)] == [("Pay", "closed")]
    assert [id_ for page in pages for id_ in page.gone] == [str(theirs["id"]), "99", "x"]
