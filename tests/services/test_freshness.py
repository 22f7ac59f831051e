"""Coverage: how many repositories are read, and as of when."""

from datetime import datetime, timedelta

import pytest

from domain.facts import (
    CASES,
    DEPLOYMENTS,
    ISSUES,
    PULL_REQUESTS,
    RECOVERIES,
    REPAIRS,
    RUNS,
    SPRINTS,
    Columns,
    Family,
)
from domain.records import Repository, RepositoryState
from domain.result import Coverage
from domain.runs import RunOutcome
from services.freshness import coverage, extent, is_stale
from services.sync import position
from services.sync.position import Position, Spot
from storage.store import Store
from tests.builders import JIRA, project, repository, source
from tests.services.asking import NOW

EVERY = timedelta(minutes=10)
HERE, THERE = repository("acme/api"), repository("acme/web", source="other")
GONE = repository("acme/old", state=RepositoryState.DELETED)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def known(store: Store) -> Store:
    with store.write() as shelves:
        for key in ("github", "other"):
            shelves.sources.save(source(key))
        shelves.repositories.save([HERE, THERE, GONE])
    return store


def ran(store: Store, key: str, minutes: float, outcome: RunOutcome, note: str = "") -> None:
    with store.write() as shelves:
        shelves.runs.finish(shelves.runs.begin(key, "pull_requests", ago(minutes)), NOW, outcome, note)


def read(store: Store, which: Repository, minutes: float) -> None:
    with store.write() as shelves:
        position.save(shelves, which, Position(ago(minutes)))


def covered(store: Store, *repositories: Repository) -> Coverage:
    with store.read() as shelves:
        return coverage(repositories, shelves, NOW, EVERY)


def test_what_was_never_read_is_in_scope_and_not_synced(known: Store) -> None:
    assert covered(known, HERE, THERE) == Coverage(0, 2, None)


def test_what_was_deleted_is_out_of_scope(known: Store) -> None:
    read(known, GONE, 1)
    assert covered(known, GONE) == Coverage(0, 0, None)


def test_an_unchanged_repository_is_as_fresh_as_the_sync_that_found_it_so(known: Store) -> None:
    read(known, HERE, 9_000)
    ran(known, "github", 5, RunOutcome.SUCCEEDED)
    assert covered(known, HERE) == Coverage(1, 1, ago(5))


def test_a_failed_sync_leaves_what_it_read_fresh_and_the_rest_old(known: Store) -> None:
    read(known, HERE, 2)
    ran(known, "github", 500, RunOutcome.SUCCEEDED)
    ran(known, "github", 3, RunOutcome.FAILED, "no answer")
    assert covered(known, HERE) == Coverage(1, 1, ago(2), failing="The last sync of github failed: no answer")


def test_a_repository_that_could_not_be_read_is_no_fresher_for_a_sync_that_read_the_others(
    known: Store,
) -> None:
    with known.write() as shelves:
        position.save(shelves, HERE, Position(ago(60), error="It is hidden."))
    ran(known, "github", 5, RunOutcome.SUCCEEDED)
    assert covered(known, HERE).as_of == ago(60)


def test_the_least_fresh_source_dates_the_answer(known: Store) -> None:
    for each in (HERE, THERE):
        read(known, each, 600)
    ran(known, "github", 5, RunOutcome.SUCCEEDED)
    ran(known, "other", 45, RunOutcome.SUCCEEDED)
    assert covered(known, HERE, THERE) == Coverage(2, 2, ago(45), stale=True)
    assert not covered(known, HERE).stale


def test_a_source_that_fails_elsewhere_is_not_told(known: Store) -> None:
    read(known, HERE, 1)
    ran(known, "other", 3, RunOutcome.FAILED)
    assert covered(known, HERE).failing == ""
    assert covered(known, HERE, THERE).failing == "The last sync of other failed."


def test_data_is_stale_after_three_missed_syncs() -> None:
    assert not is_stale(ago(30), NOW, EVERY)
    assert is_stale(ago(30.1), NOW, EVERY)


def kept(store: Store, stream: str, minutes: float, which: Repository | None = None, error: str = "") -> None:
    with store.write() as shelves:
        key = which.source if which else "github"
        position.save_at(shelves, Spot(key, stream, which), Position(ago(minutes), error=error))


OF_REPOSITORIES: dict[str, tuple[Family[Columns], str]] = {
    "builds": (RUNS, "runs"),
    "recoveries of builds": (RECOVERIES, "runs"),
    "tests": (CASES, "runs"),
    "deployments": (DEPLOYMENTS, "deployments"),
    "repairs": (REPAIRS, "deployments"),
}


@pytest.mark.parametrize(("family", "stream"), OF_REPOSITORIES.values(), ids=OF_REPOSITORIES)
def test_what_is_read_from_another_stream_is_as_fresh_as_that(
    known: Store, family: Family[Columns], stream: str
) -> None:
    read(known, HERE, 5)
    kept(known, stream, 90, HERE)
    with known.read() as shelves:
        assert extent(family, [HERE], shelves, NOW, EVERY) == Coverage(1, 1, ago(90), stale=True)
        assert extent(PULL_REQUESTS, [HERE], shelves, NOW, EVERY) == Coverage(1, 1, ago(5))


def test_where_a_source_has_no_such_stream_its_pull_requests_tell(known: Store) -> None:
    for each in (HERE, THERE):
        read(known, each, 5)
    kept(known, "runs", 7, HERE)
    with known.read() as shelves:
        assert extent(RUNS, [HERE, THERE], shelves, NOW, EVERY) == Coverage(2, 2, ago(7))


def test_a_repository_whose_runs_were_never_read_is_not_synced_where_others_are(known: Store) -> None:
    other = repository("acme/other")
    for each in (HERE, other):
        read(known, each, 5)
    kept(known, "runs", 7, HERE)
    with known.read() as shelves:
        assert extent(RUNS, [HERE, other], shelves, NOW, EVERY) == Coverage(1, 2, ago(7))


OF_SOURCES: dict[str, tuple[Family[Columns], str]] = {
    "issues": (ISSUES, "issues"),
    "sprints": (SPRINTS, "sprints"),
}


@pytest.mark.parametrize(("family", "stream"), OF_SOURCES.values(), ids=OF_SOURCES)
def test_a_tracker_is_as_fresh_as_the_stream_that_is_asked_about(
    known: Store, family: Family[Columns], stream: str
) -> None:
    with known.write() as shelves:
        shelves.sources.save(JIRA)
        shelves.projects.save([project()])
        position.save_at(shelves, Spot("jira", stream), Position(ago(80), error="Boards are hidden."))
    ran(known, "jira", 5, RunOutcome.SUCCEEDED)
    with known.read() as shelves:
        told = extent(family, [], shelves, NOW, EVERY)
    assert (told.synced, told.in_scope, told.as_of, told.stale) == (1, 1, ago(80), True)


def test_a_tracker_whose_streams_nobody_knows_is_as_fresh_as_its_sync(known: Store) -> None:
    with known.write() as shelves:
        shelves.sources.save(JIRA)
        shelves.projects.save([project()])
    ran(known, "jira", 5, RunOutcome.SUCCEEDED)
    with known.read() as shelves:
        assert extent(ISSUES, [], shelves, NOW, EVERY).as_of == ago(5)
