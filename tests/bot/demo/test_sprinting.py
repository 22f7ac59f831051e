"""Harbour's sprints: the same for the same seed, made of its issues, and never told from the future."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from bot.demo.backlog import backlog
from bot.demo.chapters import Tale, issues, sprints
from bot.demo.organisation import CREWS
from bot.demo.simulation import Simulation
from bot.demo.sprinting import Cadence, continued, planned
from bot.demo.sprinting import sprints as told_sprints
from bot.demo.tracker import BOARDS, DROPPED, project
from domain.facts import SPRINTS, SprintColumns, SprintFlag
from domain.people import WorkingHours
from domain.records import Issue, SprintState
from services.derivation import Derivations
from services.derivation.sprints import SPRINT_FACTS
from services.facts import Facts
from storage.store import Store

BEGAN = date(2026, 8, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLACES = [project(board.key).id for board in BOARDS]


@cache
def lives(now: datetime) -> tuple[object, ...]:
    return tuple(life for day in Simulation(BEGAN, now, 7) for life in day.pull_requests)


def tale(store: Store, now: datetime = NOW, until: datetime | None = None) -> Tale:
    since = until or datetime.combine(BEGAN, datetime.min.time(), UTC)
    return Tale(store, BEGAN, since, now, 7, lives(now))  # type: ignore[arg-type] # pull requests, cached


@pytest.fixture
def store(tmp_path: object) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/harbour.db")
    opened.upgrade()
    yield opened
    opened.close()


def settled(store: Store, now: datetime = NOW, until: datetime | None = None) -> SprintColumns:
    """The facts of all sprints, once both chapters are told."""
    for chapter in (issues, sprints):
        chapter.tell(tale(store, now, until))
    Derivations(store, lambda: now, Facts(store, lambda: now, WorkingHours()), (SPRINT_FACTS,)).refresh()
    with store.read() as shelves:
        return shelves.facts.in_places(SPRINTS, PLACES)


@pytest.mark.parametrize("crew", CREWS, ids=lambda crew: crew.slug)
def test_sprints_of_a_team_follow_one_another(crew: object) -> None:
    cadence = Cadence(crew, BEGAN, 7)  # type: ignore[arg-type] # a crew
    for index in range(6):
        begins, closes = cadence.starts_at(index), cadence.closes_at(index)
        assert timedelta(days=13) < closes - begins < timedelta(days=15)
        assert cadence.starts_at(index + 1) - closes == timedelta(minutes=30)
        assert cadence.index_of(begins) == cadence.index_of(closes - timedelta(seconds=1)) == index


def test_every_team_has_one_sprint_that_runs_and_one_that_is_planned(store: Store) -> None:
    told = told_sprints(tale(store))
    for crew in CREWS:
        states = [each.state for each in told if each.board == f"{crew.name} board"]
        assert states.count(SprintState.ACTIVE) == states.count(SprintState.FUTURE) == 1
        assert states.count(SprintState.CLOSED) > 4


def test_the_same_seed_plans_the_same(store: Store) -> None:
    assert planned(backlog(tale(store)), tale(store)) == planned(backlog(tale(store)), tale(store))


def test_nothing_is_planned_from_the_future(store: Store) -> None:
    for issue in planned(backlog(tale(store)), tale(store)):
        assert all(issue.created_at <= change.at <= NOW for change in issue.sprint_changes)
        assert issue.updated_at <= NOW


def test_issues_come_into_sprints_of_their_own_team(store: Store) -> None:
    boards = {each.id: each.board for each in told_sprints(tale(store))}
    crews = {project(board.key).id: f"{board.crew.name} board" for board in BOARDS}
    placed = [issue for issue in planned(backlog(tale(store)), tale(store)) if issue.sprint_changes]
    assert len(placed) > 200
    for issue in placed:
        assert {boards[change.sprint_id] for change in issue.sprint_changes} == {crews[issue.project_id]}


def test_sprints_read_as_a_real_organisations(store: Store) -> None:
    facts = settled(store)
    facts = facts.where(facts.flags & int(SprintFlag.NO_COMMITMENT) == 0)
    assert len(facts) > 4 * len(CREWS)
    kept = facts.delivered.sum() / facts.committed.sum()
    moved = (facts.added.sum() + facts.removed.sum()) / facts.committed.sum()
    known = facts.carried >= 0
    carried = facts.carried[known].sum() / (facts.committed + facts.added - facts.removed)[known].sum()
    assert 0.5 < kept < 0.9
    assert 0.1 < moved < 0.6
    assert 0.05 < carried < 0.4
    assert facts.carried_again.max() > 0


def test_sprints_were_watched_all_along(store: Store) -> None:
    odd = int(SprintFlag.FROM_HISTORY | SprintFlag.DRIFTED)
    assert not (settled(store).flags & odd).any()


def test_a_later_day_continues_the_same_sprints_and_rewrites_nothing(store: Store) -> None:
    first = settled(store)
    later = NOW + timedelta(days=15)
    after = settled(store, later, NOW)
    assert len(after) >= len(first) + len(CREWS)
    assert not (after.flags & int(SprintFlag.DRIFTED)).any()
    before = dict(zip(first.id.tolist(), first.committed.tolist(), strict=True))
    now = dict(zip(after.id.tolist(), after.committed.tolist(), strict=True))
    assert {id_: now[id_] for id_ in before} == before


def test_an_issue_that_turns_up_later_came_in_when_it_turned_up(store: Store) -> None:
    (story, *_) = [
        each for each in planned(backlog(tale(store)), tale(store)) if len(each.sprint_changes) == 1
    ]
    since = story.sprint_changes[0].at + timedelta(days=2)
    (told,) = continued([story], {}, since)
    assert [change.at > since for change in told.sprint_changes] == [True]


def test_what_was_told_of_an_issue_stays(store: Store) -> None:
    (story, *_) = [
        each for each in planned(backlog(tale(store)), tale(store)) if len(each.sprint_changes) == 2
    ]
    known: dict[int, Issue] = {story.id: story}
    (told,) = continued([story], known, NOW)
    assert told.sprint_changes == story.sprint_changes


def test_some_are_canceled_in_a_sprint(store: Store) -> None:
    placed = [each for each in planned(backlog(tale(store)), tale(store)) if each.sprint_changes]
    assert any(each.status == DROPPED for each in placed)
