"""Whose projects are: by the keys that teams name, and for silent teams by where their issues are done."""

import pytest

from domain.people import Team
from domain.rulings.links import FoundIn, Mention
from storage.store import Store
from tests import builders as build

HERE, THERE = build.repository("acme/pay-api"), build.repository("acme/search")
PAY, LED = build.project("PAY"), build.project("LED")


@pytest.fixture
def seeded(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.sources.save(build.JIRA)
        shelves.repositories.save([HERE, THERE])
        shelves.projects.save([PAY, LED])
        shelves.issues.save([build.issue(f"PAY-{number}") for number in range(1, 6)])
        for home in (HERE, THERE):
            prs = [build.pull_request(number, repository=home) for number in range(1, 6)]
            shelves.pull_requests.save(prs, [build.facts(pr) for pr in prs])
    return store


def link(store: Store, *numbers: int, home: object = HERE) -> None:
    """Link so many issues to the pull requests of the same number there."""
    with store.write() as shelves:
        shelves.mentions.replace(
            {
                build.pull_request(number, repository=home).id: [Mention(f"PAY-{number}", FoundIn.TITLE)]
                for number in numbers
            }
        )
        shelves.projects.resolve()


def owners(store: Store) -> dict[int, set[int]]:
    with store.read() as shelves:
        return shelves.projects.owners()


def save(store: Store, *teams: Team) -> None:
    with store.write() as shelves:
        for team in teams:
            shelves.teams.save(team)


@pytest.mark.parametrize("key", ["PAY", "pay"])
def test_a_team_owns_the_projects_that_it_names_whatever_the_case(seeded: Store, key: str) -> None:
    team = build.team(projects=(key,))
    save(seeded, team)
    assert owners(seeded) == {team.id: {PAY.id}}


def test_a_project_that_comes_later_is_the_teams_that_names_it(seeded: Store) -> None:
    team = build.team(projects=("GW",))
    save(seeded, team)
    assert owners(seeded) == {}
    with seeded.write() as shelves:
        shelves.projects.save([build.project("GW")])
    assert owners(seeded) == {team.id: {build.project("GW").id}}


def test_a_team_that_names_no_project_any_more_owns_none_by_name(seeded: Store) -> None:
    save(seeded, build.team(projects=("PAY",)))
    save(seeded, build.team())
    assert owners(seeded) == {}


def test_more_than_half_of_the_linked_issues_make_a_project_a_silent_teams(seeded: Store) -> None:
    team = build.team(repositories=("acme/pay-*",))
    save(seeded, team)
    link(seeded, 1, home=HERE)
    link(seeded, 2, home=THERE)
    assert owners(seeded) == {}
    link(seeded, 3, home=HERE)
    assert owners(seeded) == {team.id: {PAY.id}}


def test_an_issue_with_several_pull_requests_counts_once(seeded: Store) -> None:
    save(seeded, build.team(repositories=("acme/pay-*",)))
    with seeded.write() as shelves:
        here = [build.pull_request(number, repository=HERE).id for number in (1, 2, 3)]
        there = build.pull_request(4, repository=THERE).id
        same, other = Mention("PAY-1", FoundIn.TITLE), Mention("PAY-2", FoundIn.TITLE)
        shelves.mentions.replace({key: [same] for key in here} | {there: [other]})
        shelves.projects.resolve()
    assert owners(seeded) == {}


def test_a_team_that_names_its_projects_gets_no_others(seeded: Store) -> None:
    team = build.team(repositories=("acme/pay-*",), projects=("LED",))
    save(seeded, team)
    link(seeded, 1, 2, 3)
    assert owners(seeded) == {team.id: {LED.id}}


def test_a_team_that_gets_repositories_gets_what_is_done_there(seeded: Store) -> None:
    link(seeded, 1, 2, 3)
    team = build.team(repositories=("acme/pay-*",))
    save(seeded, team)
    assert owners(seeded) == {team.id: {PAY.id}}


def test_nothing_that_was_removed_makes_a_project_anybodys(seeded: Store) -> None:
    team = build.team(repositories=("acme/pay-*",))
    save(seeded, team)
    link(seeded, 1, 2, 3)
    with seeded.write() as shelves:
        shelves.issues.remove([build.issue("PAY-1").id])
        shelves.pull_requests.remove([build.pull_request(n, repository=HERE).id for n in (2, 3)])
        shelves.projects.resolve([PAY.id])
    assert owners(seeded) == {}
