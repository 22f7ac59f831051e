"""Whose sync dates an answer: the repositories' for code, their own sources' for incidents and issues."""

from datetime import datetime, timedelta

import pytest

from domain.facts import FAMILIES, PULL_REQUESTS, Columns, Family
from domain.records import Source
from domain.result import Coverage
from domain.runs import RunOutcome
from services.freshness import extent
from services.sync import position
from services.sync.position import Position
from storage.store import Store
from tests.builders import GITHUB, JIRA, project, repository
from tests.incidents import PAGERDUTY, incident, shift
from tests.services.asking import NOW

EVERY = timedelta(minutes=10)
CODE = repository("acme/api")
LINEAR = Source("linear", "linear", "https://api.linear.app", "Linear")
TOLD = {family.name: family for family in FAMILIES}
OF_INCIDENTS = ("incidents", "acknowledgements", "resolutions", "calls", "shifts")
OF_ISSUES = ("issues", "issue_pulls", "issue_deploys", "sprints")
OF_CODE = sorted(TOLD.keys() - {*OF_INCIDENTS, *OF_ISSUES})


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def known(store: Store) -> Store:
    """Code that was read two minutes ago."""
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save([CODE])
        position.save(shelves, CODE, Position(ago(2)))
    return store


def add(store: Store, source: Source) -> None:
    with store.write() as shelves:
        shelves.sources.save(source)
        if source == PAGERDUTY:
            shelves.incidents.save([incident(1, NOW)])
        else:
            shelves.projects.save([project(source.key.upper(), source=source.key)])


def ran(
    store: Store, source: Source, minutes: float, outcome: RunOutcome = RunOutcome.SUCCEEDED, note: str = ""
) -> None:
    with store.write() as shelves:
        run = shelves.runs.begin(source.key, "everything", ago(minutes))
        shelves.runs.finish(run, ago(minutes - 1), outcome, note)


def of(family: str, store: Store) -> Coverage:
    found: Family[Columns] = TOLD[family]
    with store.read() as shelves:
        return extent(found, [CODE], shelves, NOW, EVERY)


@pytest.mark.parametrize("family", OF_CODE)
def test_code_is_dated_by_its_repositories_whatever_else_there_is(family: str, known: Store) -> None:
    add(known, PAGERDUTY)
    ran(known, PAGERDUTY, 900)
    assert of(family, known) == Coverage(1, 1, ago(2))


@pytest.mark.parametrize("family", OF_INCIDENTS)
def test_incidents_are_dated_by_the_sync_of_their_source(family: str, known: Store) -> None:
    add(known, PAGERDUTY)
    ran(known, PAGERDUTY, 20)
    assert of(family, known) == Coverage(1, 1, ago(20), kind="incident source")


@pytest.mark.parametrize("family", OF_ISSUES)
def test_issues_are_dated_by_the_tracker_that_is_least_fresh(family: str, known: Store) -> None:
    for source, minutes in ((JIRA, 25), (LINEAR, 3)):
        add(known, source)
        ran(known, source, minutes)
    assert of(family, known) == Coverage(2, 2, ago(25), kind="issue tracker")


@pytest.mark.parametrize(
    ("family", "kind"), [("incidents", "incident source"), ("sprints", "issue tracker")], ids=str
)
def test_where_no_source_tells_of_them_nothing_is_in_scope(family: str, kind: str, known: Store) -> None:
    assert of(family, known) == Coverage(0, 0, None, kind=kind)


def test_a_tracker_that_is_the_code_s_own_source_is_covered_by_its_repositories(known: Store) -> None:
    with known.write() as shelves:
        shelves.projects.save([project("PAY", source="github")])
    assert of("issues", known) == of(PULL_REQUESTS.name, known) == Coverage(1, 1, ago(2))


def test_with_a_second_tracker_the_sources_are_what_counts(known: Store) -> None:
    with known.write() as shelves:
        shelves.projects.save([project("PAY", source="github")])
    add(known, JIRA)
    for source, minutes in ((GITHUB, 4), (JIRA, 9)):
        ran(known, source, minutes)
    assert of("issues", known) == Coverage(2, 2, ago(9), kind="issue tracker")


def test_one_that_never_succeeded_is_in_scope_and_not_synced(known: Store) -> None:
    add(known, PAGERDUTY)
    ran(known, PAGERDUTY, 5, RunOutcome.FAILED, "it is closed")
    told = of("incidents", known)
    assert (told.synced, told.in_scope, told.as_of) == (0, 1, None)
    assert told.failing == "The last sync of PagerDuty failed: it is closed"


@pytest.mark.parametrize(("minutes", "stale"), [(30, False), (31, True)], ids=["three syncs old", "older"])
def test_incidents_are_stale_by_their_own_source(minutes: float, stale: bool, known: Store) -> None:  # noqa: FBT001 - a column of the table
    add(known, PAGERDUTY)
    ran(known, PAGERDUTY, minutes)
    assert of("incidents", known).stale is stale
    assert not of("pull_requests", known).stale


def test_shifts_alone_make_a_source_of_incidents(known: Store) -> None:
    """Where nothing broke yet, the schedule tells that somebody would have been called."""
    with known.write() as shelves:
        shelves.sources.save(PAGERDUTY)
        shelves.shifts.save([shift(NOW)])
    ran(known, PAGERDUTY, 6)
    assert of("incidents", known) == Coverage(1, 1, ago(6), kind="incident source")


def test_a_source_that_was_synced_and_told_of_nothing_may_have_had_nothing_to_tell(known: Store) -> None:
    with known.write() as shelves:
        shelves.sources.save(PAGERDUTY)
    assert of("incidents", known) == Coverage(0, 0, None, kind="incident source"), "it was never synced"
    ran(known, PAGERDUTY, 6)
    assert of("incidents", known) == Coverage(1, 1, ago(6), kind="incident source")
