"""Families that are read from their records as they stand: lifetimes, endings, and reviews."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest

from domain.facts import (
    CASES,
    ENDINGS,
    FAMILIES,
    LIFETIMES,
    OPEN_ENDED,
    REVIEWS,
    Columns,
    Family,
    Flag,
    LifetimeColumns,
    SpanColumns,
)
from domain.people import Team
from domain.records import AccountKind, PullRequest, RepositoryState, Review, ReviewState
from storage.families import KEPT, PACKED
from storage.store import Store
from tests import builders as build

HOME, THERE = build.repository(), build.repository("acme/search")
ALICE, BOB, CAROL = (build.account(login) for login in ("alice", "bob", "carol"))
ROBO = build.account("robo", kind=AccountKind.BOT)
HOUR = timedelta(hours=1)
START, STOP = build.at("2026-11-01"), build.at("2026-12-01")
OPENED = build.NOW - timedelta(days=2)
OPEN = build.pull_request(1, created_at=OPENED)
DRAFT = build.pull_request(2, created_at=OPENED, is_draft=True)
MERGED = build.pull_request(3, created_at=OPENED, merged_at=build.NOW)
CLOSED = build.pull_request(4, created_at=OPENED, closed_at=build.NOW - HOUR)
ELSEWHERE = build.pull_request(5, created_at=OPENED, merged_at=build.NOW, repository=THERE, author=BOB)
GONE = build.pull_request(6, created_at=OPENED, merged_at=build.NOW, author_id=None)


@pytest.fixture
def seeded(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([HOME, THERE])
        shelves.people.save_accounts([ALICE, BOB, CAROL, ROBO])
    save(store, OPEN, DRAFT, MERGED, CLOSED, ELSEWHERE, GONE)
    return store


def save(store: Store, *prs: PullRequest, **fields: build.Value) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save(prs, [build.facts(pr, **fields) for pr in prs])


def lifetimes(store: Store, scope: int = 0) -> LifetimeColumns:
    with store.read() as shelves:
        return shelves.facts.columns(LIFETIMES, scope, START, STOP)


def endings(store: Store, start: datetime = START, stop: datetime = STOP) -> LifetimeColumns:
    with store.read() as shelves:
        return shelves.facts.columns(ENDINGS, 0, start, stop)


def reviewed(store: Store, *reviews: Review, scope: int = 0) -> SpanColumns:
    """The reviews of the merged one that count."""
    save(store, replace(MERGED, reviews=reviews))
    with store.read() as shelves:
        return shelves.facts.columns(REVIEWS, scope, START, STOP)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def by_id(columns: LifetimeColumns, name: str) -> dict[int, int]:
    return dict(zip(columns.id.tolist(), getattr(columns, name).tolist(), strict=True))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
def test_every_family_is_kept_by_an_expression_a_column(family: Family[Columns]) -> None:
    kept = KEPT[family.name]
    assert len(kept.expressions) == len(fields(family.columns))
    assert kept.family is family
    assert (kept in PACKED) == (kept.table is not None)


def test_what_is_read_from_records_is_never_packed() -> None:
    assert {kept.family for kept in KEPT.values()} - {kept.family for kept in PACKED} == {
        LIFETIMES, ENDINGS, REVIEWS,
    }  # fmt: skip
    assert KEPT[CASES.name] in PACKED


def test_every_pull_request_has_a_lifetime_from_its_opening(seeded: Store) -> None:
    found = lifetimes(seeded)
    prs = (OPEN, DRAFT, MERGED, CLOSED, ELSEWHERE, GONE)
    assert sorted(found.id) == sorted(pr.id for pr in prs)
    assert set(found.at.tolist()) == {seconds(OPENED)}
    assert by_id(found, "ended") == {
        OPEN.id: OPEN_ENDED,
        DRAFT.id: OPEN_ENDED,
        MERGED.id: seconds(build.NOW),
        CLOSED.id: seconds(build.NOW - HOUR),
        ELSEWHERE.id: seconds(build.NOW),
        GONE.id: seconds(build.NOW),
    }


def test_what_ended_is_there_at_its_end(seeded: Store) -> None:
    assert by_id(endings(seeded), "at") == {
        MERGED.id: seconds(build.NOW),
        CLOSED.id: seconds(build.NOW - HOUR),
        ELSEWHERE.id: seconds(build.NOW),
        GONE.id: seconds(build.NOW),
    }


@pytest.mark.parametrize(
    ("start", "stop", "found"),
    [
        pytest.param(-HOUR, timedelta(0), {4}, id="the beginning is inside and the end outside"),
        pytest.param(timedelta(0), HOUR, {3, 5, 6}, id="a window that begins with it"),
        pytest.param(HOUR, 2 * HOUR, set(), id="after all of it"),
    ],
)
def test_a_window_of_ends_is_half_open(
    seeded: Store, start: timedelta, stop: timedelta, found: set[int]
) -> None:
    ended = set(endings(seeded, build.NOW + start, build.NOW + stop).id.tolist())
    assert ended == {pr.id for pr in (MERGED, CLOSED, ELSEWHERE, GONE) if pr.number in found}


def test_an_author_whose_account_is_gone_is_nobody(seeded: Store) -> None:
    authors = by_id(lifetimes(seeded), "author_id")
    assert (authors[GONE.id], authors[ELSEWHERE.id]) == (0, BOB.id)


@pytest.mark.parametrize(
    ("pr", "flags"),
    [
        pytest.param(OPEN, Flag(0), id="open"),
        pytest.param(DRAFT, Flag.DRAFT, id="a draft"),
        pytest.param(MERGED, Flag.MERGED, id="merged"),
        pytest.param(CLOSED, Flag(0), id="closed"),
    ],
)
def test_where_it_stands_is_told_by_flags_beside_those_of_its_facts(
    seeded: Store, pr: PullRequest, flags: Flag
) -> None:
    save(seeded, pr, flags=Flag.BOT_AUTHOR | Flag.REVERT)
    assert by_id(lifetimes(seeded), "flags")[pr.id] == flags | Flag.BOT_AUTHOR | Flag.REVERT


@pytest.mark.parametrize(
    ("facts", "ready"),
    [
        pytest.param({"ready_at": OPENED + HOUR}, OPENED + HOUR, id="when it left draft"),
        pytest.param(
            {"ready_at": None, "first_review_at": OPENED + 2 * HOUR},
            OPENED + 2 * HOUR,
            id="reviewed as a draft",
        ),
        pytest.param({"ready_at": None}, OPENED, id="a draft that nobody reviewed"),
    ],
)
def test_its_coding_is_over_when_its_facts_say(
    seeded: Store, facts: dict[str, build.Value], ready: datetime
) -> None:
    save(seeded, OPEN, **facts)
    assert by_id(lifetimes(seeded), "ready")[OPEN.id] == seconds(ready)


def test_what_is_removed_has_neither_lifetime_nor_ending(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.pull_requests.remove([OPEN.id, MERGED.id])
    assert OPEN.id not in lifetimes(seeded).id
    assert MERGED.id not in lifetimes(seeded).id
    assert MERGED.id not in endings(seeded).id


def test_a_repository_that_was_deleted_takes_its_own_away_until_it_is_back(seeded: Store) -> None:
    for state, there in ((RepositoryState.DELETED, False), (RepositoryState.ACTIVE, True)):
        with seeded.write() as shelves:
            shelves.repositories.save([replace(THERE, state=state)])
        assert (ELSEWHERE.id in lifetimes(seeded).id) is there
        assert (ELSEWHERE.id in endings(seeded).id) is there


@pytest.mark.parametrize(
    ("team", "found"),
    [
        pytest.param(build.team(repositories=("acme/search",)), {5}, id="by its repositories"),
        pytest.param(build.team(members=(build.member("alice"),)), {1, 2, 3, 4}, id="by its members"),
        pytest.param(build.team(members=(build.member("alice", ended_on="2026-01-01"),)), set(), id="of old"),
    ],
)
def test_a_teams_lifetimes_are_those_of_its_work(seeded: Store, team: Team, found: set[int]) -> None:
    with seeded.write() as shelves:
        shelves.teams.save(team)
    prs = (OPEN, DRAFT, MERGED, CLOSED, ELSEWHERE, GONE)
    assert set(lifetimes(seeded, team.id).id.tolist()) == {pr.id for pr in prs if pr.number in found}


REVIEWED = OPENED + 3 * HOUR
BY_BOB = build.review("r1", BOB, REVIEWED)


@pytest.mark.parametrize(
    ("review", "counts"),
    [
        pytest.param(BY_BOB, True, id="an approval"),
        pytest.param(replace(BY_BOB, state=ReviewState.COMMENTED), True, id="a remark"),
        pytest.param(replace(BY_BOB, state=ReviewState.CHANGES_REQUESTED), True, id="an objection"),
        pytest.param(replace(BY_BOB, state=ReviewState.DISMISSED), False, id="one that was dismissed"),
        pytest.param(replace(BY_BOB, author_id=ALICE.id), False, id="of one's own work"),
        pytest.param(replace(BY_BOB, author_id=ROBO.id), False, id="by a bot"),
        pytest.param(replace(BY_BOB, author_id=None), True, id="by an account that is gone"),
        pytest.param(replace(BY_BOB, author_id=404), True, id="by an account that nobody has read"),
    ],
)
def test_reviews_of_somebody_elses_work_by_people_count(
    seeded: Store, review: Review, *, counts: bool
) -> None:
    found = reviewed(seeded, review)
    assert found.id.tolist() == ([review.id] if counts else [])
    assert found.at.tolist() == ([seconds(REVIEWED)] if counts else [])
    assert found.kind_id.tolist() == ([MERGED.id] if counts else [])


def test_whoever_is_told_to_be_a_bot_reviews_nothing_until_that_is_taken_back(seeded: Store) -> None:
    for kind, count in ((AccountKind.BOT, 0), (AccountKind.HUMAN, 1), (AccountKind.BOT, 0), (None, 1)):
        with seeded.write() as shelves:
            shelves.people.set_kind(BOB.id, kind)
        assert len(reviewed(seeded, BY_BOB)) == count


def test_a_bot_that_is_told_to_be_a_person_reviews(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.people.set_kind(ROBO.id, AccountKind.HUMAN)
    assert len(reviewed(seeded, replace(BY_BOB, author_id=ROBO.id))) == 1


def test_a_review_is_the_teams_of_who_gave_it(seeded: Store) -> None:
    team = build.team(members=(build.member("bob"),))
    with seeded.write() as shelves:
        shelves.teams.save(team)
    by_carol = build.review("r2", CAROL, REVIEWED)
    assert reviewed(seeded, BY_BOB, by_carol, scope=team.id).id.tolist() == [BY_BOB.id]


def test_reviews_are_found_by_who_gave_them(seeded: Store) -> None:
    by_carol = build.review("r2", CAROL, REVIEWED)
    assert len(reviewed(seeded, BY_BOB, by_carol)) == 2
    with seeded.read() as shelves:
        found = shelves.facts.columns_of(REVIEWS, [CAROL.id], START, STOP)
    assert found.id.tolist() == [by_carol.id]
