"""Harbour's issues: behind its pull requests and beside them, the same lives whenever one looks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.backlog import FATES, backlog, seen
from bot.demo.chapters import Tale
from bot.demo.chapters.issues import tell
from bot.demo.simulation import Simulation
from bot.demo.tracker import BOARDS, CATEGORIES, DOING, DONE, SOURCE, account_id, project
from domain.records import Category, Issue, PullRequest
from storage.store import Store

BEGAN = date(2026, 8, 3)
NOON = datetime(2026, 10, 14, 12, tzinfo=UTC)


def tale(now: datetime = NOON, store: Store | None = None, until: datetime | None = None) -> Tale:
    began = datetime.combine(BEGAN, datetime.min.time(), UTC)
    lives = tuple(pr for day in Simulation(BEGAN, now, 7) for pr in day.pull_requests)
    return Tale(store, BEGAN, until or began, now, 7, lives)  # type: ignore[arg-type] # the pure part needs no store


@pytest.fixture(scope="module")
def told() -> list[Issue]:
    return backlog(tale())


def named(pr: PullRequest) -> str:
    return pr.title.partition(":")[0]


def test_the_same_seed_tells_the_same_issues(told: list[Issue]) -> None:
    assert backlog(tale()) == told


def test_no_key_stands_twice(told: list[Issue]) -> None:
    assert len({issue.key for issue in told}) == len({issue.id for issue in told}) == len(told)


def test_every_pull_request_that_names_an_issue_has_it(told: list[Issue]) -> None:
    keys = {issue.key for issue in told}
    prefixes = {board.key for board in BOARDS}
    people = [pr for pr in tale().pull_requests if named(pr).partition("-")[0] in prefixes]
    assert len(people) > 200
    late = [pr for pr in people if NOON - pr.created_at < timedelta(hours=1)]
    assert {named(pr) for pr in people if pr not in late} <= keys


def test_an_issue_goes_the_way_of_its_pull_request(told: list[Issue]) -> None:
    issues = {issue.key: issue for issue in told}
    settled = [pr for pr in tale().pull_requests if pr.merged_at and NOON - pr.merged_at > timedelta(days=9)]
    done = [issues[named(pr)] for pr in settled if named(pr) in issues]
    assert sum(issue.category is Category.DONE for issue in done) > 0.95 * len(done) > 100
    for pr in settled:
        issue = issues.get(named(pr))
        ended = [move.at for move in issue.transitions if move.to_status == DONE] if issue else []
        assert all(at > pr.merged_at for at in ended if pr.merged_at)


def test_some_issues_link_to_pull_requests_that_do_not_name_them(told: list[Issue]) -> None:
    addresses = {pr.url for pr in tale().pull_requests}
    linking = [issue for issue in told if issue.links]
    assert len(linking) > 5
    assert all(set(issue.links) <= addresses for issue in linking)


def test_some_issues_never_see_any_code(told: list[Issue]) -> None:
    alone = [issue for issue in told if int(issue.key.rpartition("-")[2]) < 900]
    assert {issue.category for issue in alone} >= {Category.TO_DO, Category.DONE, Category.CANCELED}
    assert any(issue.assignee_id is None for issue in alone)
    assert sum(FATES.values()) == 100


def test_there_are_types_estimates_and_blocked_issues_of_each_kind(told: list[Issue]) -> None:
    assert {issue.type for issue in told} == {"Story", "Bug", "Task"}
    unestimated = sum(issue.estimate is None for issue in told) / len(told)
    assert 0.1 < unestimated < 0.4
    assert any(issue.stops for issue in told)
    assert any(len(issue.estimate_changes) == 2 for issue in told)
    assert any(DOING not in {move.to_status for move in issue.transitions} and issue.category is Category.DONE
               for issue in told)  # fmt: skip


def test_nothing_lies_in_the_future_and_every_history_is_in_order(told: list[Issue]) -> None:
    for issue in told:
        moments = [move.at for move in issue.transitions]
        assert moments == sorted(moments)
        assert max([issue.created_at, *moments]) <= issue.updated_at <= NOON
        chain = ["To Do", *(move.to_status for move in issue.transitions)]
        assert [move.from_status for move in issue.transitions] == chain[:-1]
        assert issue.status == chain[-1]
        assert issue.category is CATEGORIES[issue.status]


def test_a_later_look_continues_the_same_lives(told: list[Issue]) -> None:
    later = {issue.id: issue for issue in backlog(tale(NOON + timedelta(days=9)))}
    assert len(later) > len(told)
    for issue in told:
        known = later[issue.id]
        assert (known.type, known.created_at, known.title) == (issue.type, issue.created_at, issue.title)
        assert known.transitions[: len(issue.transitions)] == issue.transitions
        assert known.estimate_changes[: len(issue.estimate_changes)] == issue.estimate_changes


def test_an_issue_that_is_not_written_yet_is_not_seen(told: list[Issue]) -> None:
    assert seen(told[0], told[0].created_at - timedelta(seconds=1)) is None
    fresh = seen(replace(told[0], stops=()), told[0].created_at)
    assert fresh is not None
    assert (fresh.status, fresh.transitions, fresh.estimate) == ("To Do", (), None)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(f"sqlite:///{tmp_path / 'harbour.db'}")
    store.upgrade()
    return store


def test_the_chapter_saves_what_is_new_since_it_was_told_last(store: Store, told: list[Issue]) -> None:
    tell(tale(store=store))
    with store.read() as shelves:
        assert {each.key for each in shelves.projects.all()} == {board.key for board in BOARDS}
        saved = shelves.issues.in_projects([project("PAY").id])
        pays = {issue.key: issue.transitions for issue in told if issue.key.startswith("PAY-")}
        assert {issue.key: issue.transitions for issue in saved} == pays
        assert shelves.runs.last(SOURCE.key).records > 300  # type: ignore[union-attr] # it was told
    later = NOON + timedelta(hours=6)
    tell(tale(later, store, until=NOON))
    with store.read() as shelves:
        run = shelves.runs.last(SOURCE.key)
        assert run is not None
        assert 0 < run.records < 60
        assert shelves.issues.count() == len(backlog(tale(later)))
        (ana,) = shelves.people.accounts([account_id("ana-duarte")]).values()
        assert ana.name == "Ana Duarte"
    store.close()
