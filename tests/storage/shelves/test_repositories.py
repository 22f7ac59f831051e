"""Sources and repositories: kept under their node id, found by pattern, gone with their source."""

from dataclasses import replace

from domain.facts import PULL_REQUESTS
from domain.records import RepositoryState
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, PAYMENTS, SEARCH


def test_they_come_back_by_name_and_by_id(seeded: Store) -> None:
    with seeded.read() as shelves:
        assert shelves.repositories.all() == shelves.repositories.all("github") == [PAYMENTS, SEARCH]
        assert shelves.repositories.all("gitlab") == []
        assert shelves.repositories.by_ids([SEARCH.id, 404]) == {SEARCH.id: SEARCH}


def test_a_rename_keeps_the_row(seeded: Store) -> None:
    renamed = replace(PAYMENTS, full_name="other/billing", default_branch="trunk")
    with seeded.write() as shelves:
        shelves.repositories.save([renamed])
        assert shelves.repositories.all() == [SEARCH, renamed]


def test_patterns_find_full_names_and_names(seeded: Store) -> None:
    with seeded.read() as shelves:
        assert shelves.repositories.matching(["PAY*"]) == [PAYMENTS]
        assert shelves.repositories.matching(["acme/*"]) == [PAYMENTS, SEARCH]
        assert shelves.repositories.matching([]) == []


def test_a_state_is_set_for_those_that_are_known(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.repositories.set_state([SEARCH.id, 404], RepositoryState.ARCHIVED)
        assert shelves.repositories.by_ids([SEARCH.id])[SEARCH.id].state is RepositoryState.ARCHIVED
        assert shelves.repositories.by_ids([PAYMENTS.id])[PAYMENTS.id].state is RepositoryState.ACTIVE


def test_a_source_is_changed_in_place(seeded: Store) -> None:
    renamed = replace(build.GITHUB, name="Our GitHub")
    with seeded.write() as shelves:
        shelves.sources.save(renamed)
        assert shelves.sources.all() == [renamed]
        assert shelves.sources.get("github") == renamed
        assert shelves.sources.get("gitlab") is None


def test_a_login_that_goes_with_its_source_no_longer_stands_for_its_persons_other_accounts(
    seeded: Store,
) -> None:
    elsewhere = build.source("enterprise")
    repo = build.repository("corp/core", source="enterprise")
    hers = build.account("a-smith", source="enterprise")
    record = build.pull_request(1, repository=repo, author=hers, merged_at=build.NOW)
    team, person = build.team(members=(build.member("alice"),)), build.person()
    window = (build.at("2026-01-01"), build.at("2027-01-01"))
    with seeded.write() as shelves:
        shelves.sources.save(elsewhere)
        shelves.repositories.save([repo])
        shelves.people.save_accounts([hers])
        shelves.people.save(person)
        for account in (ALICE, hers):
            shelves.people.link(account.id, person.id)
        shelves.teams.save(team)
        shelves.pull_requests.save([record], [build.facts(record)])
        shelves.facts.repack()
        assert len(shelves.facts.columns(PULL_REQUESTS, team.id, *window)) == 1
        shelves.sources.remove("github")
        assert len(shelves.facts.columns(PULL_REQUESTS, team.id, *window)) == 0
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, *window)) == 1


def test_a_removed_source_takes_everything_that_came_from_it(seeded: Store) -> None:
    record = build.pull_request(1, repository=PAYMENTS, author=ALICE, merged_at=build.NOW)
    with seeded.write() as shelves:
        shelves.pull_requests.save([record], [build.facts(record)])
        shelves.cursors.save("github", "pull_requests", "R_1", "2026")
        shelves.runs.begin("github", "pull_requests", build.NOW)
        shelves.facts.repack()
    with seeded.write() as shelves:
        shelves.sources.remove("github")
    with seeded.read() as shelves:
        assert shelves.repositories.all() == []
        assert shelves.people.all_accounts() == []
        assert shelves.pull_requests.count() == 0
        assert shelves.cursors.get("github", "pull_requests", "R_1") is None
        assert shelves.runs.last("github") is None
        assert (
            len(shelves.facts.columns(PULL_REQUESTS, 0, build.at("2026-01-01"), build.at("2027-01-01"))) == 0
        )
