"""Whose work a pull request is: repositories by pattern, members by the day of the merge."""

from datetime import datetime

import pytest

from domain.facts import ISSUES, PULL_REQUESTS, IssueFacts, IssueFlag
from domain.people import Team, WorkingHours
from storage.ownership import matcher
from storage.store import Store
from tests import builders as build

ALICE, BOB = build.account("alice"), build.account("bob")
PAYMENTS, SEARCH = build.repository("acme/pay-api"), build.repository("acme/search")
START, STOP = build.at("2026-01-01"), build.at("2027-01-01")


@pytest.fixture
def seeded(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([PAYMENTS, SEARCH])
        shelves.people.save_accounts([ALICE, BOB])
    return store


def owned(store: Store, team: Team) -> int:
    with store.read() as shelves:
        return len(shelves.facts.columns(PULL_REQUESTS, team.id, START, STOP))


def save(store: Store, *teams: Team, merged_at: datetime = build.NOW) -> None:
    record = build.pull_request(1, repository=PAYMENTS, author=ALICE, merged_at=merged_at)
    with store.write() as shelves:
        shelves.pull_requests.save([record], [build.facts(record)])
        for team in teams:
            shelves.teams.save(team)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("acme/pay-api", {"acme/pay-api"}),
        ("ACME/Pay-*", {"acme/pay-api", "acme/pay-web"}),
        ("pay-*", {"acme/pay-api", "acme/pay-web", "other/pay-api"}),
        ("*", {"acme/pay-api", "acme/pay-web", "other/pay-api", "acme/search"}),
        ("acme", set()),
        ("pay", set()),
        ("acme/pay-[aw]*", {"acme/pay-api", "acme/pay-web"}),
        ("acme/pay.api", set()),
    ],
)
def test_a_pattern_means_full_names_or_without_a_slash_names(pattern: str, names: set[str]) -> None:
    matches = matcher([pattern])
    everything = ("acme/pay-api", "acme/pay-web", "other/pay-api", "acme/search")
    assert {name for name in everything if matches(name)} == names


def test_no_patterns_match_nothing() -> None:
    assert not matcher([])("acme/search")


def test_a_team_owns_the_work_in_its_repositories(seeded: Store) -> None:
    ours, theirs = build.team("ours", repositories=("pay-*",)), build.team("theirs", repositories=("search",))
    save(seeded, ours, theirs)
    assert (owned(seeded, ours), owned(seeded, theirs)) == (1, 0)


def test_a_team_with_repositories_owns_nothing_of_its_members_elsewhere(seeded: Store) -> None:
    team = build.team(repositories=("search",), members=(build.member("alice"),))
    save(seeded, team)
    assert owned(seeded, team) == 0


@pytest.mark.parametrize(
    ("began_on", "ended_on", "count"),
    [
        (None, None, 1),
        ("2026-11-10", None, 1),
        ("2026-11-11", None, 0),
        (None, "2026-11-10", 0),
        (None, "2026-11-11", 1),
        ("2026-11-10", "2026-11-10", 0),
    ],
    ids=["always", "from that day", "from the next day", "until that day", "until the next day", "never"],
)
def test_a_member_counts_on_the_day_of_the_merge(
    seeded: Store, began_on: str | None, ended_on: str | None, count: int
) -> None:
    team = build.team(members=(build.member("ALICE", began_on, ended_on),))
    save(seeded, team, merged_at=build.at("2026-11-10 12:00"))
    assert owned(seeded, team) == count


@pytest.mark.parametrize(
    ("zone", "count"),
    [("UTC", 1), ("America/Los_Angeles", 0), ("Asia/Tokyo", 1)],
    ids=["UTC", "west", "east"],
)
def test_that_day_is_the_teams_own(seeded: Store, zone: str, count: int) -> None:
    team = build.team(members=(build.member("alice", "2026-11-10"),), hours=WorkingHours(zone))
    save(seeded, team, merged_at=build.at("2026-11-10 00:30"))
    assert owned(seeded, team) == count


def test_a_login_stands_for_the_other_accounts_of_its_person(seeded: Store) -> None:
    team, person = build.team(members=(build.member("bob"),)), build.person()
    save(seeded, team)
    with seeded.write() as shelves:
        shelves.people.save(person)
        shelves.people.link(ALICE.id, person.id)
        shelves.people.link(BOB.id, person.id)
    assert owned(seeded, team) == 1
    with seeded.write() as shelves:
        shelves.people.unlink(BOB.id)
    assert owned(seeded, team) == 0


def test_a_repository_that_appears_or_is_renamed_changes_whose_it_is(seeded: Store) -> None:
    team = build.team(repositories=("billing",))
    save(seeded, team)
    assert owned(seeded, team) == 0
    with seeded.write() as shelves:
        shelves.repositories.save([build.repository("acme/billing", external_id=PAYMENTS.external_id)])
    assert owned(seeded, team) == 1


def test_an_account_that_appears_later_is_a_member_then(seeded: Store) -> None:
    carol, team = build.account("carol"), build.team(members=(build.member("carol"),))
    record = build.pull_request(2, repository=SEARCH, author=carol, merged_at=build.NOW)
    with seeded.write() as shelves:
        shelves.teams.save(team)
        shelves.pull_requests.save([record], [build.facts(record)])
    assert owned(seeded, team) == 0
    with seeded.write() as shelves:
        shelves.people.save_accounts([carol])
    assert owned(seeded, team) == 1


def test_a_pull_request_of_two_teams_counts_once_for_everybody(seeded: Store) -> None:
    one, two = build.team("one", repositories=("pay-*",)), build.team("two", members=(build.member("alice"),))
    save(seeded, one, two)
    with seeded.read() as shelves:
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)) == 1
    assert owned(seeded, one) == owned(seeded, two) == 1


def test_overlapping_memberships_count_once(seeded: Store) -> None:
    team = build.team(members=(build.member("alice"), build.member("alice", "2026-01-01")))
    save(seeded, team)
    assert owned(seeded, team) == 1


def done(number: int, project: str, author_id: int | None) -> IssueFacts:
    return IssueFacts(
        id=number,
        place_id=build.project(project).id,
        author_id=author_id,
        at=build.NOW,
        flags=IssueFlag(0),
        type_id=1,
        cycle=60,
        cycle_working=60,
        lead=90,
        stopped=0,
        points=None,
    )


@pytest.mark.parametrize("packed", [False, True], ids=["from the rows", "from segments"])
def test_an_issue_in_a_teams_project_by_one_of_its_members_counts_once(
    seeded: Store, *, packed: bool
) -> None:
    """A team may name its projects and its members, and no repositories."""
    team = build.team(projects=("PAY",), members=(build.member("alice"),))
    with seeded.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.projects.save([build.project("PAY"), build.project("LED")])
        shelves.teams.save(team)
        theirs = [done(1, "PAY", ALICE.id), done(2, "PAY", BOB.id), done(3, "PAY", None)]
        shelves.facts.put(ISSUES, [*theirs, done(4, "LED", ALICE.id), done(5, "LED", BOB.id)])
    if packed:
        with seeded.write() as shelves:
            shelves.facts.repack()
    with seeded.read() as shelves:
        assert sorted(shelves.facts.columns(ISSUES, team.id, START, STOP).id) == [1, 2, 3, 4]
        assert sorted(shelves.facts.columns(ISSUES, 0, START, STOP).id) == [1, 2, 3, 4, 5]
