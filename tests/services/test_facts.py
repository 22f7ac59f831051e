"""Facts follow the rulings with everybody's hours, and are made anew when what they rest on changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from domain.facts import Flag, Span
from domain.people import OwnHours, Person, Team, WorkingHours
from domain.records import AccountKind, PullRequest
from services.facts import Facts
from storage.rests_on import EVERYWHERE, HOURS, RESTS_ON
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


HALF_TUESDAYS = ((1, time(9), time(12)),)
TUESDAY = date(2026, 11, 17)
A_DAY_OFF = ((TUESDAY, TUESDAY + timedelta(days=1)),)
SAINT_ANDREW = pull_request(
    2,
    author=ANA,
    created_at=at("2026-11-27 09:00"),
    merged_at=at("2026-12-01 09:00"),
    commits=(commit("c2", at("2026-11-27 09:00"), author_id=ANA.id),),
)
"""From a Friday to a Tuesday, over the thirtieth of November, a holiday in Scotland."""


def settle(store: Store, *people: Person) -> None:
    """Let Ana and Bob be these people."""
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.people.save_accounts([ANA, BOB])
        for who, account_ in zip(people, (ANA, BOB), strict=False):
            shelves.people.save(who)
            shelves.people.link(account_.id, who.id)


@pytest.mark.parametrize(
    ("ana", "bob", "hours"),
    [
        pytest.param(OwnHours(part_time=HALF_TUESDAYS), None, 6, id="Bob works all day"),
        pytest.param(OwnHours(part_time=HALF_TUESDAYS), OwnHours(part_time=HALF_TUESDAYS), 3, id="half days"),
        pytest.param(
            OwnHours(time_off=A_DAY_OFF),
            OwnHours(time_off=A_DAY_OFF),
            6,
            id="both acted, so the day off was worked",
        ),
        pytest.param(
            OwnHours(changes=((TUESDAY, OwnHours(hours=(time(9), time(10)))),)),
            OwnHours(changes=((TUESDAY, OwnHours(hours=(time(9), time(11)))),)),
            2,
            id="shorter days since that Tuesday",
        ),
        pytest.param(
            OwnHours(changes=((TUESDAY + timedelta(days=1), OwnHours(hours=(time(9), time(10)))),)),
            OwnHours(changes=((TUESDAY + timedelta(days=1), OwnHours(hours=(time(9), time(11)))),)),
            6,
            id="shorter days since the Wednesday leave Tuesday as it was",
        ),
    ],
)
def test_a_persons_own_hours_override_the_teams(
    store: Store, facts: Facts, ana: OwnHours, bob: OwnHours | None, hours: int
) -> None:
    settle(store, replace(person("ana"), hours=ana), replace(person("bob"), hours=bob))
    put(store, facts, merged(), teams=[team(members=(member("ana"), member("bob")))])
    assert cycle(store, merged()) == (6, hours)


def test_the_zone_that_somebody_says_wins_over_slacks(store: Store, facts: Facts) -> None:
    tokyo, york = "Asia/Tokyo", "America/New_York"
    own = OwnHours(zone=york)
    settle(
        store,
        replace(person("ana", zone=tokyo), hours=own),
        replace(person("bob", zone=york), hours=OwnHours(country="US")),
    )
    put(store, facts, merged())
    assert cycle(store, merged()) == (6, 1), "nine in New York is fourteen in UTC, for both"


@pytest.mark.parametrize(
    ("of_team", "of_ana", "hours"),
    [
        pytest.param(None, None, 2 * 9, id="no country"),
        pytest.param("GB-SCT", None, 9, id="the team's"),
        pytest.param("GB-SCT", "GB-ENG", 2 * 9, id="the person's instead of the team's"),
        pytest.param("GB-ENG", "GB-SCT", 9, id="and the other way round"),
    ],
)
def test_nobody_works_on_holidays_of_their_country(
    store: Store, facts: Facts, of_team: str | None, of_ana: str | None, hours: int
) -> None:
    settle(store, replace(person("ana"), hours=OwnHours(country=of_ana)))
    put(
        store,
        facts,
        SAINT_ANDREW,
        teams=[team(members=(member("ana"),), hours=WorkingHours(country=of_team))],
    )
    assert cycle(store, SAINT_ANDREW) == (96, hours)


@pytest.mark.parametrize(
    ("shared", "hours"),
    [
        pytest.param(WorkingHours(country="GB-SCT"), 9, id="holidays"),
        pytest.param(WorkingHours(time_off=((date(2026, 11, 28), date(2026, 12, 1)),)), 9, id="days off"),
        pytest.param(WorkingHours(weekdays=frozenset({6})), 18, id="but not weekdays, which it always has"),
    ],
)
def test_a_team_made_in_slack_shares_the_organisations(
    store: Store, shared: WorkingHours, hours: int
) -> None:
    facts = Facts(store, lambda: NOW, shared)
    put(store, facts, SAINT_ANDREW, teams=[team(members=(member("ana"),))])
    assert cycle(store, SAINT_ANDREW) == (96, hours)


def test_the_team_where_somebody_still_is_counts_before_one_that_they_left(
    store: Store, facts: Facts
) -> None:
    left = replace(team("apps", members=(member("ana", None, "2026-01-01"), member("bob"))), hours=MORNINGS)
    now = team("web", members=(member("ana"),))
    put(store, facts, merged(), teams=[left, now])
    assert cycle(store, merged()) == (6, 6)


def test_whoever_asks_for_a_teams_hours_gets_its_days_off_with_them(store: Store) -> None:
    here, away = team("here", hours=WorkingHours(country="GB-ENG")), team("away")
    facts = Facts(store, lambda: NOW, WorkingHours(country="GB-SCT"))
    put(store, facts, teams=[here, away])
    with store.read() as shelves:
        roster = facts.roster(shelves)
    saint_andrew = date(2026, 11, 30)
    assert [roster.teams[each.id].works(saint_andrew) for each in (here, away)] == [True, False]
    assert not roster.default.works(saint_andrew)


CHANGES = {
    "a person's hours": lambda: person_with(OwnHours(hours=(time(9), time(10)))),
    "a person's part-time": lambda: person_with(OwnHours(part_time=HALF_TUESDAYS)),
    "a person's country": lambda: person_with(OwnHours(country="PT")),
    "a person's time off": lambda: person_with(OwnHours(time_off=A_DAY_OFF)),
    "a person's change": lambda: person_with(OwnHours(changes=((TUESDAY, OwnHours(country="PT")),))),
    "a person's zone": lambda: replace(person("ana"), zone="Asia/Tokyo"),
}


def person_with(hours: OwnHours) -> Person:
    return replace(person("ana"), hours=hours)


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_it_makes_facts_anew_once_when_it_changes(
    store: Store, facts: Facts, changed: Callable[[], Person]
) -> None:
    settle(store, person("ana"))
    put(store, facts, merged())
    facts.refresh()
    with store.write() as shelves:
        shelves.people.save(changed())
    assert facts.refresh() == 1
    assert facts.refresh() == 0


def test_another_country_of_the_organisation_is_another_roster(store: Store) -> None:
    with store.read() as shelves:
        here = Facts(store, lambda: NOW, WorkingHours(country="DE")).roster(shelves)
        there = Facts(store, lambda: NOW, WorkingHours(country="DE-BY")).roster(shelves)
    assert here.signature != there.signature


def test_what_rests_on_hours_is_marked_as_facts_are_made_anew(store: Store, facts: Facts) -> None:
    put(store, facts, merged())
    facts.recompute()
    with store.read() as shelves:
        assert all(shelves.outdated.all(kind).keys() >= {EVERYWHERE} for kind in RESTS_ON[HOURS])


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
