"""Facts follow the rulings with everybody's hours, and are made anew when what they rest on changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from domain.facts import Flag, Span
from domain.people import Team, WorkingHours
from domain.records import AccountKind, PullRequest
from services.facts import Facts
from storage.store import Store
from tests.builders import (
    GITHUB,
    NOW,
    account,
    at,
    commit,
    member,
    person,
    pull_request,
    repository,
    review,
    team,
)

CYCLE = list(Span).index(Span.CYCLE)
MORNINGS = WorkingHours("UTC", frozenset(range(5)), time(9), time(12))
ANA, BOB = account("ana"), account("bob")


@pytest.fixture
def facts(store: Store) -> Facts:
    return Facts(store, lambda: NOW, WorkingHours())


def put(store: Store, facts: Facts, *prs: PullRequest, teams: Sequence[Team] = ()) -> None:
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([repository()])
        shelves.people.save_accounts([ANA, BOB])
        shelves.teams.replace(teams)
        shelves.pull_requests.save(prs, facts.of(prs, shelves))


def merged(number: int = 1, **fields: object) -> PullRequest:
    """Opened on a Tuesday at nine, reviewed at one, merged at three."""
    return pull_request(
        number,
        author=ANA,
        created_at=at("2026-11-17 09:00"),
        merged_at=at("2026-11-17 15:00"),
        commits=(commit(f"c{number}", at("2026-11-17 09:00"), author_id=ANA.id),),
        reviews=(review(f"r{number}", BOB, at("2026-11-17 13:00")),),
        **fields,
    )


def cycle(store: Store, pr: PullRequest) -> tuple[int | None, int | None]:
    """Its cycle time on both clocks, in hours."""
    with store.read() as shelves:
        found = shelves.facts.milestones([pr.id])[pr.id]
    calendar, working = found.calendar[CYCLE], found.working[CYCLE]
    return calendar and calendar // 3600, working and working // 3600


def flags(store: Store, pr: PullRequest) -> Flag:
    with store.read() as shelves:
        return shelves.facts.milestones([pr.id])[pr.id].flags


def test_without_a_team_the_organisations_hours_count(store: Store, facts: Facts) -> None:
    put(store, facts, merged())
    assert cycle(store, merged()) == (6, 6)


def test_a_members_hours_are_those_of_the_team(store: Store, facts: Facts) -> None:
    mornings = replace(team(members=(member("Ana"), member("bob"))), hours=MORNINGS)
    put(store, facts, merged(), teams=[mornings])
    assert cycle(store, merged()) == (6, 3)


def test_a_persons_own_zone_moves_the_teams_hours(store: Store, facts: Facts) -> None:
    mornings = replace(team(members=(member("ana"), member("bob"))), hours=MORNINGS)
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.people.save_accounts([ANA, BOB])
        for name, who in (("ana", ANA), ("bob", BOB)):
            shelves.people.save(person(name, zone="America/New_York"))
            shelves.people.link(who.id, person(name).id)
    put(store, facts, merged(), teams=[mornings])
    assert cycle(store, merged()) == (6, 1), "nine in New York is fourteen in UTC"


def test_who_is_in_no_team_has_the_hours_of_the_repositorys(store: Store, facts: Facts) -> None:
    owner = replace(team(repositories=("acme/*",)), hours=MORNINGS)
    put(store, facts, merged(), teams=[owner])
    assert cycle(store, merged()) == (6, 3)


def test_a_pull_request_off_the_default_branch_is_flagged(store: Store, facts: Facts) -> None:
    put(store, facts, merged(base_branch="release"))
    assert Flag.OFF_DEFAULT in flags(store, merged())


def test_nothing_is_made_anew_while_nothing_changes(store: Store, facts: Facts) -> None:
    facts.begin()
    put(store, facts, merged())
    assert facts.refresh() == 0


def test_a_store_from_before_is_made_anew_once(store: Store, facts: Facts) -> None:
    put(store, facts, merged())
    facts.begin()
    assert facts.refresh() == 1
    assert facts.refresh() == 0


def test_other_hours_of_a_team_make_facts_anew(store: Store, facts: Facts) -> None:
    members = team(members=(member("ana"), member("bob")))
    facts.begin()
    put(store, facts, merged(), teams=[members])
    facts.refresh()
    with store.write() as shelves:
        shelves.teams.replace([replace(members, hours=MORNINGS)])
    assert facts.refresh() == 1
    assert cycle(store, merged()) == (6, 3)


def test_another_default_zone_makes_facts_anew(store: Store, facts: Facts) -> None:
    put(store, facts, merged())
    facts.refresh()
    moved = Facts(store, lambda: NOW, WorkingHours("America/New_York"))
    assert moved.refresh() == 1
    assert cycle(store, merged()) == (6, 1)


def test_an_account_that_is_declared_a_bot_changes_its_facts(store: Store, facts: Facts) -> None:
    put(store, facts, merged())
    facts.refresh()
    with store.write() as shelves:
        shelves.people.set_kind(ANA.id, AccountKind.BOT)
        facts.outdate(shelves)
    facts.refresh()
    assert Flag.BOT_AUTHOR in flags(store, merged())


def test_progress_is_told_by_pull_requests(store: Store, facts: Facts) -> None:
    put(store, facts, *(merged(number) for number in range(1, 4)))
    told: list[tuple[int, int]] = []
    assert facts.recompute(lambda done, total: told.append((done, total))) == 3
    assert told == [(3, 3)]


def test_a_pull_request_that_is_synced_meanwhile_keeps_its_newer_facts(store: Store, facts: Facts) -> None:
    old = merged()
    put(store, facts, old)
    newer = replace(old, merged_at=at("2026-11-17 17:00"), updated_at=at("2026-11-17 17:00"))
    put(store, facts, newer)
    with store.read() as shelves:
        roster = facts.roster(shelves)
    facts._remake([old], roster)
    assert cycle(store, old) == (8, 8)
    assert newer.updated_at - old.updated_at == timedelta(hours=2)
