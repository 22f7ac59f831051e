"""Harbour's CI: believable rates, flaky tests, a main that breaks and recovers, told on from day to day."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.demo import organisation
from bot.demo.chapters import Tale
from bot.demo.chapters.ci import tell
from bot.demo.simulation import Simulation
from domain.records import Outcome, PullRequest, Run, Verdict
from storage.store import Store

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
BEGAN_ON = (NOW - timedelta(days=60)).date()
BEFORE = datetime.combine(BEGAN_ON, time(), UTC)


def work(now: datetime) -> tuple[PullRequest, ...]:
    return tuple(pr for day in Simulation(BEGAN_ON, now) for pr in day.pull_requests)


def told(store: Store, now: datetime, until: datetime) -> None:
    tell(Tale(store, BEGAN_ON, until, now, 7, work(now)))


def opened(path: Path) -> Store:
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
    return store


def runs(store: Store) -> list[Run]:
    with store.read() as shelves:
        return shelves.builds.all()


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = opened(tmp_path_factory.mktemp("ci") / "harbour.db")
    told(store, NOW, BEFORE)
    yield store
    store.close()


def rate(attempts: list[Run]) -> float:
    counted = [each for each in attempts if each.outcome in (Outcome.SUCCESS, Outcome.FAILURE)]
    return sum(each.outcome is Outcome.SUCCESS for each in counted) / len(counted)


def test_builds_mostly_pass_and_less_often_at_once(harbour: Store) -> None:
    every = runs(harbour)
    last = {each.external_id: each for each in sorted(every, key=lambda run: run.attempt)}
    at_once, in_the_end = rate([each for each in every if each.attempt == 1]), rate(list(last.values()))
    assert 0.75 < at_once < in_the_end < 0.97


def test_both_pushes_to_pull_requests_and_merges_are_built(harbour: Store) -> None:
    kinds = {(each.event, each.branch == "main") for each in runs(harbour)}
    assert kinds == {("pull_request", False), ("push", True)}
    merged = {pr.merge_sha for pr in work(NOW) if pr.merged_at and pr.merged_at < NOW - timedelta(hours=3)}
    assert merged <= {each.sha for each in runs(harbour)}


def test_main_breaks_and_recovers_in_every_crew(harbour: Store) -> None:
    for crew in organisation.CREWS:
        ids = {organisation.repository(name).id for name, _ in crew.repositories}
        outcomes = {
            each.outcome for each in runs(harbour) if each.repository_id in ids and each.branch == "main"
        }
        assert {Outcome.SUCCESS, Outcome.FAILURE} <= outcomes


def test_tests_flake_pass_and_fail(harbour: Store) -> None:
    with harbour.read() as shelves:
        verdicts = {case.verdict for case in shelves.cases.all()}
    assert verdicts == {Verdict.PASSED, Verdict.FAILED, Verdict.FLAKY}


def test_nothing_is_told_that_has_not_happened(harbour: Store) -> None:
    assert all(each.created_at <= NOW for each in runs(harbour))
    assert all(each.finished_at is None or each.finished_at <= NOW for each in runs(harbour))
    with harbour.read() as shelves:
        for job in shelves.jobs.all():
            moments = (job.created_at, job.started_at, job.finished_at)
            assert all(moment is None or moment <= NOW for moment in moments)


def test_telling_on_continues_the_same_lives(harbour: Store, tmp_path: Path) -> None:
    store = opened(tmp_path / "harbour.db")
    middle = NOW - timedelta(days=2, hours=4)
    told(store, middle, BEFORE)
    told(store, NOW, middle)
    whole = {each.id: each for each in runs(harbour)}
    continued = {each.id: each for each in runs(store)}
    assert whole.keys() <= continued.keys()
    assert {id_: continued[id_] for id_ in whole} == whole
    store.close()


def test_what_was_told_is_not_told_again(harbour: Store) -> None:
    before = {each.id for each in runs(harbour)}
    told(harbour, NOW, NOW)
    assert {each.id for each in runs(harbour)} == before
