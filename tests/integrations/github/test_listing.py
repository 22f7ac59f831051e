"""Which repositories are chosen, by owner, name and pattern, for tokens and for apps."""

import httpx
import pytest

from domain.errors import Retryable
from domain.records import RepositoryState
from integrations.pages import RepositoryPage
from integrations.provider import Selection
from tests.fakes.github import FakeGitHub, World, faults
from tests.fakes.github.apps import pem
from tests.fakes.github.fake import Proceed
from tests.integrations.connecting import connected

APP = {"app_id": "12345", "private_key": pem()}
EVERYTHING = ["acme/legacy", "acme/pay-api", "acme/pay-web", "acme/site", "ada/notes", "other/tool"]


def world() -> World:
    made = World()
    for name in EVERYTHING:
        made.add_repository(name, archived=name == "acme/legacy")
    return made


def listed(
    selection: Selection, made: World | None = None, secrets: dict[str, str] | None = None
) -> tuple[list[str], list[str], FakeGitHub]:
    """The names that are listed, those that are missing, and who was asked."""
    github = FakeGitHub(made or world())
    pages: list[RepositoryPage] = list(connected(github, selection=selection, secrets=secrets).repositories())
    found = [one.full_name for page in pages for one in page.repositories]
    return found, [name for page in pages for name in page.missing], github


@pytest.mark.parametrize(
    ("selection", "expected", "queries"),
    [
        (Selection(), EVERYTHING, ["RepositoriesOfViewer"]),
        (Selection("acme"), EVERYTHING[:4], ["RepositoriesOfOwner"]),
        (Selection("ACME"), EVERYTHING[:4], ["RepositoriesOfOwner"]),
        (Selection("acme", ("acme/pay-*",)), EVERYTHING[1:3], ["RepositoriesOfOwner"]),
        (Selection("acme", ("pay-*",)), EVERYTHING[1:3], ["RepositoriesOfOwner"]),
        (Selection("acme", ("PAY-*",)), EVERYTHING[1:3], ["RepositoriesOfOwner"]),
        (Selection("acme", ("site",)), ["acme/site"], ["RepositoryByName"]),
        (Selection("", ("acme/site",)), ["acme/site"], ["RepositoryByName"]),
        (Selection("acme", ("other/tool",)), ["other/tool"], ["RepositoryByName"]),
        (Selection("", ("acme/pay-*",)), EVERYTHING[1:3], ["RepositoriesOfOwner"]),
        (Selection("", ("pay-*",)), EVERYTHING[1:3], ["RepositoriesOfViewer"]),
        (Selection("", ("*/t*",)), ["other/tool"], ["RepositoriesOfViewer"]),
        (Selection("", ("tool",)), ["other/tool"], ["RepositoriesOfViewer"]),
        (Selection("acme", (), ("pay-*", "acme/legacy")), ["acme/site"], ["RepositoriesOfOwner"]),
        (Selection("acme", ("pay-*", "pay-api")), EVERYTHING[1:3], ["RepositoriesOfOwner"]),
        (
            Selection("", ("acme/pay-*", "ada/*")),
            [*EVERYTHING[1:3], "ada/notes"],
            ["RepositoriesOfOwner", "RepositoriesOfOwner"],
        ),
        (Selection("acme", ("acme/site",), ("site",)), [], ["RepositoryByName"]),
    ],
    ids=[
        "nothing chosen", "an organisation", "in capitals", "a pattern in full", "a pattern of names",
        "a pattern in capitals", "a name", "a full name", "a name elsewhere", "a pattern alone",
        "a pattern of names alone", "a pattern of owners", "a name alone", "all but some", "chosen twice",
        "two owners", "chosen and excluded",
    ],
)  # fmt: skip
def test_what_is_chosen_is_listed_once_and_no_more_is_asked(
    selection: Selection, expected: list[str], queries: list[str]
) -> None:
    found, missing, github = listed(selection)
    assert (sorted(found), missing) == (expected, [])
    assert github.names() == queries


@pytest.mark.parametrize(
    ("selection", "missing"),
    [
        (Selection("acme", ("acme/no-such",)), ["acme/no-such"]),
        (Selection("acme", ("no-such", "site")), ["acme/no-such"]),
        (Selection("nobody"), ["nobody"]),
        (Selection("", ("nobody/*",)), ["nobody"]),
    ],
    ids=["a full name", "a name", "an organisation", "an owner of a pattern"],
)
def test_what_nobody_knows_is_named(selection: Selection, missing: list[str]) -> None:
    assert listed(selection)[1] == missing


def test_archived_repositories_are_listed_as_such() -> None:
    pages = connected(FakeGitHub(world()), selection=Selection("acme", ("legacy",))).repositories()
    (found,) = [one for page in pages for one in page.repositories]
    assert found.state is RepositoryState.ARCHIVED


def test_a_renamed_repository_answers_to_its_old_name_and_comes_once() -> None:
    made = world()
    made.rename(made.repositories["acme/site"], "acme/website")
    found, missing, _ = listed(Selection("acme", ("acme/web*", "acme/site")), made)
    assert (found, missing) == (["acme/website"], [])


def test_long_lists_are_read_to_their_end() -> None:
    made = World()
    for number in range(230):
        made.add_repository(f"acme/service-{number:03}")
    for selection in (Selection(), Selection("acme")):
        found, _, github = listed(selection, made)
        assert len(set(found)) == 230
        assert len(github.requests) == 3


def test_cursors_that_lead_in_circles_end_in_an_error() -> None:
    made = World()
    for number in range(230):
        made.add_repository(f"acme/service-{number:03}")
    github = FakeGitHub(made)
    cursors: list[str] = []

    def turn(body: dict[str, object]) -> None:
        info = body["data"]["viewer"]["repositories"]["pageInfo"]  # type: ignore[index] # JSON
        cursors.append(info["endCursor"])
        info["endCursor"] = cursors[0]

    github.always = faults.edited(turn)
    with pytest.raises(Retryable, match="circles"):
        list(connected(github).repositories())


class TestApp:
    @pytest.mark.parametrize("body", [{}, [], {"repositories": [{"id": 7}]}, {"repositories": 7}], ids=repr)
    def test_a_list_that_makes_no_sense_is_an_error(self, body: object) -> None:
        github = FakeGitHub(world())

        def fault(request: httpx.Request, proceed: Proceed) -> httpx.Response:
            is_list = request.url.path == "/installation/repositories"
            return httpx.Response(200, json=body) if is_list else proceed()

        github.always = fault
        with pytest.raises(Retryable, match="makes no sense"):
            list(connected(github, secrets=APP).repositories())

    def test_a_link_to_a_next_page_without_end_is_not_followed(self) -> None:
        github = FakeGitHub(World())

        def fault(request: httpx.Request, proceed: Proceed) -> httpx.Response:
            response = proceed()
            if request.url.path == "/installation/repositories":
                response.headers["link"] = f'<{request.url}>; rel="next"'
            return response

        github.always = fault
        assert [
            one for page in connected(github, secrets=APP).repositories() for one in page.repositories
        ] == []

    def test_an_app_sees_what_it_is_installed_on(self) -> None:
        made = world()
        github = FakeGitHub(made)
        github.apps.visible = "acme/pay-*"
        pages = connected(github, secrets=APP).repositories()
        assert [one.full_name for page in pages for one in page.repositories] == EVERYTHING[1:3]

    def test_ids_come_from_graphql_for_they_may_look_different_in_rest(self) -> None:
        made = world()
        pages = connected(FakeGitHub(made), secrets=APP, selection=Selection("acme")).repositories()
        found = {one.full_name: one.external_id for page in pages for one in page.repositories}
        assert found == {name: made.repositories[name]["id"] for name in EVERYTHING[:4]}

    def test_a_name_it_is_not_installed_on_is_asked_for_and_missing_when_nobody_knows_it(self) -> None:
        found, missing, _ = listed(Selection("acme", ("site", "no-such")), secrets=APP)
        assert (found, missing) == (["acme/site"], ["acme/no-such"])

    def test_long_lists_are_read_to_their_end(self) -> None:
        made = World()
        for number in range(230):
            made.add_repository(f"acme/service-{number:03}")
        found, _, github = listed(Selection("acme"), made, APP)
        assert len(set(found)) == 230
        assert github.names() == ["TheseRepositories"] * 3

    def test_an_app_installed_on_nothing_sees_nothing(self) -> None:
        assert listed(Selection("acme"), World(), APP)[0] == []
