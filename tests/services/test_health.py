"""The light of a source: what it means and what to do."""

from datetime import timedelta

import pytest

from domain.errors import Unmappable
from domain.facts import (
    DEPLOYMENTS,
    INCIDENTS,
    DeploymentFacts,
    DeploymentFlag,
    IncidentFacts,
    IncidentFlag,
)
from domain.health import Holding, Light, SourceHealth, Unread
from domain.records import RepositoryState
from domain.runs import RunOutcome
from services.health import Health
from services.sync import position
from services.sync.position import Position, Spot
from storage.store import Store
from tests.builders import JIRA, commit, issue, project, repository, source
from tests.incidents import PAGERDUTY, incident, shift
from tests.services.asking import BOT, NOW, clock, fill, merged

EVERY = timedelta(minutes=10)
GONE = repository("acme/gone", state=RepositoryState.DELETED)
SUCCEEDED, FAILED, INTERRUPTED = RunOutcome.SUCCEEDED, RunOutcome.FAILED, RunOutcome.INTERRUPTED


def run(store: Store, ago: float, outcome: RunOutcome) -> None:
    """A sync that took a minute."""
    with store.write() as shelves:
        began = NOW - timedelta(minutes=ago)
        id_ = shelves.runs.begin("github", "pull_requests", began)
        shelves.runs.finish(id_, began + timedelta(minutes=1), outcome, "no answer")


def github(store: Store) -> SourceHealth:
    (health,) = Health(store, clock, EVERY).report().sources
    return health


@pytest.mark.parametrize(
    ("runs", "light", "note", "next_step"),
    [
        ([], Light.YELLOW, "never been synced", "leadline sync"),
        ([(5, SUCCEEDED)], Light.GREEN, "", ""),
        ([(30, SUCCEEDED)], Light.GREEN, "", ""),
        ([(31, SUCCEEDED)], Light.YELLOW, "older than it should be", "leadline serve"),
        ([(15, SUCCEEDED), (5, FAILED)], Light.YELLOW, "failed: no answer", "leadline check github"),
        ([(90, SUCCEEDED), (5, FAILED)], Light.RED, "failed: no answer", "leadline check github"),
        ([(5, FAILED)], Light.RED, "failed: no answer", "leadline check github"),
        ([(5, INTERRUPTED)], Light.YELLOW, "first sync has not finished", "leadline sync"),
        ([(15, FAILED), (5, SUCCEEDED)], Light.GREEN, "", ""),
    ],
    ids=["never", "fresh", "three syncs old", "older", "failing since just now", "failing for long",
         "never succeeded", "interrupted", "recovered"],
)  # fmt: skip
def test_a_light_says_what_it_means_and_what_to_do(
    runs: list[tuple[int, RunOutcome]], light: Light, note: str, next_step: str, store: Store
) -> None:
    fill(store)
    for ago, outcome in runs:
        run(store, ago, outcome)
    found = github(store)
    assert found.light is light
    assert note in found.note
    assert next_step in found.next_step
    assert bool(found.note) is bool(found.next_step) is (light is not Light.GREEN)


def test_a_source_is_counted_and_dated(store: Store) -> None:
    fill(store, merged(1, 1), merged(2, 2))
    run(store, 5, SUCCEEDED)
    found = github(store)
    assert found.holds == (Holding("repository", 2), Holding("pull request", 2))
    assert found.quarantined == 0
    assert found.last_success_at == NOW - timedelta(minutes=4)
    assert found.last_attempt_at == NOW - timedelta(minutes=5)
    assert found.next_run_at == NOW + timedelta(minutes=5)


def test_what_could_not_be_read_is_yellow(store: Store) -> None:
    fill(store)
    run(store, 5, SUCCEEDED)
    with store.write() as shelves:
        shelves.quarantine.save(
            [Unmappable("github", "pull_requests", "PR_1", "title", "is null", "h", "{}")], NOW
        )
    found = github(store)
    assert (found.light, found.quarantined) == (Light.YELLOW, 1)
    assert found.note == "1 record could not be read."


def test_each_source_is_counted_apart(store: Store) -> None:
    fill(store, merged(1, 1))
    with store.write() as shelves:
        shelves.sources.save(source("other"))
    report = Health(store, clock, EVERY, "1.2").report()
    assert {each.key: [held.n for held in each.holds] for each in report.sources} == {
        "github": [2, 1],
        "other": [],
    }
    assert (report.as_of, report.version) == (NOW, "1.2")


def test_oddities_of_people_s_recent_work_are_counted(store: Store) -> None:
    """How the work went, such as merged without a review, is nothing odd about the data."""
    old = (commit("c" * 40, NOW - timedelta(days=200)),)
    fill(
        store,
        merged(1, 1, commits=old),
        merged(2, 1, commits=old),
        merged(3, 1, created_at=NOW),
        merged(4, 1, commits=old, author=BOT),
        merged(5, 100, commits=old),
        merged(6, 1, reviews=()),
    )
    counted = {counter.label: counter.n for counter in Health(store, clock, EVERY).report().quality}
    assert counted == {
        "pull request with times that contradict each other": 1,
        "pull requests with a commit written more than 30 days before opening": 2,
    }


def test_oddities_of_every_kind_of_fact_are_counted(store: Store) -> None:
    """Deployments and the rest are looked at like pull requests; what is set aside, or old, is not."""
    odd = int(DeploymentFlag.SUCCEEDED | DeploymentFlag.CONTRADICTORY)
    aside = odd | int(DeploymentFlag.EXCLUDED_BY_HAND)
    with store.write() as shelves:
        shelves.facts.put(
            DEPLOYMENTS,
            [_deployed(1, odd), _deployed(2, odd), _deployed(3, aside), _deployed(4, odd, days=100)],
        )
    counted = {counter.label: counter.n for counter in Health(store, clock, EVERY).report().quality}
    assert counted == {"deployments with times that contradict each other": 2}


def _deployed(id_: int, flags: int, days: int = 1) -> DeploymentFacts:
    at = NOW - timedelta(days=days)
    return DeploymentFacts(id_, 1, None, at, DeploymentFlag(flags), 1, 60, None, None, None, 1)


def test_what_is_told_of_items_though_nothing_is_odd_about_them_is_no_oddity(store: Store) -> None:
    """An incident that a deployment caused is bad news and good data; its contradictory times are odd."""
    caused = int(IncidentFlag.RESOLVED | IncidentFlag.LINKED)
    odd = caused | int(IncidentFlag.CONTRADICTORY)
    with store.write() as shelves:
        shelves.facts.put(INCIDENTS, [_broken(1, caused), _broken(2, caused), _broken(3, odd)])
    counted = {counter.label: counter.n for counter in Health(store, clock, EVERY).report().quality}
    assert counted == {"incident with times that contradict each other": 1}


def test_deployments_that_repeat_something_are_counted_by_what_they_repeat(store: Store) -> None:
    succeeded = DeploymentFlag.SUCCEEDED
    told_again = int(succeeded | DeploymentFlag.TOLD_AGAIN)
    again = int(succeeded | DeploymentFlag.REDEPLOY)
    unknown = int(succeeded | DeploymentFlag.UNKNOWN_COMMIT)
    with store.write() as shelves:
        facts = [_deployed(1, told_again), *(_deployed(n, again) for n in (2, 3)), _deployed(4, unknown)]
        shelves.facts.put(DEPLOYMENTS, facts)
    counted = {counter.label: counter.n for counter in Health(store, clock, EVERY).report().quality}
    assert counted == {
        "deployment told of more than once, and counted once": 1,
        "deployments of what was there already": 2,
        "deployment of a commit that is not known": 1,
    }


def test_a_source_holds_what_it_has_told_of_whatever_kind_of_source_it_is(store: Store) -> None:
    """One of code and tickets, one of tickets, one of incidents, one of nothing: each in its own kinds."""
    fill(store, merged(1, 1))
    with store.write() as shelves:
        for each in (JIRA, PAGERDUTY, source("quiet")):
            shelves.sources.save(each)
        shelves.projects.save([project("PAY"), project("LED"), project("CODE", source="github")])
        shelves.issues.save([issue("PAY-1"), issue("PAY-2"), issue("LED-1")])
        shelves.incidents.save([incident(1, NOW), incident(2, NOW)])
        shelves.shifts.save([shift(NOW)])
    held = {each.key: each.holds for each in Health(store, clock, EVERY).report().sources}
    assert held == {
        "github": (Holding("repository", 2), Holding("pull request", 1), Holding("project", 1)),
        "jira": (Holding("project", 2), Holding("issue", 3)),
        "pagerduty": (Holding("incident", 2), Holding("shift", 1)),
        "quiet": (),
    }


def _broken(id_: int, flags: int) -> IncidentFacts:
    at = NOW - timedelta(days=1)
    return IncidentFacts(id_, 0, None, at, IncidentFlag(flags), 1, 0, 60, 120, None)


def _stuck(store: Store, *names: str) -> None:
    """A source whose last sync succeeded, though it could not read these: `stream` or `stream repository`."""
    with store.write() as shelves:
        shelves.sources.save(source())
        shelves.repositories.save([repository("acme/api"), GONE])
        run = shelves.runs.begin("github", position.STREAM, NOW - timedelta(minutes=5))
        shelves.runs.finish(run, NOW, RunOutcome.SUCCEEDED)
        for name in names:
            stream, _, place = name.partition(" ")
            spot = Spot("github", stream, repository(place) if place else None)
            position.save_at(shelves, spot, Position(NOW, error=f"No {stream} today."))


def test_each_stream_that_could_not_be_read_is_named_with_its_reason(store: Store) -> None:
    _stuck(store, "deployments acme/api", "issues", "runs acme/gone")
    (told,) = Health(store, clock, EVERY).report().sources
    assert told.unread == (
        Unread("deployments of acme/api", "No deployments today."),
        Unread("issues", "No issues today."),
    )
    assert (told.light, told.note) == (Light.YELLOW, "2 things could not be read lately; the rest was.")
    assert told.next_step == "Run `leadline check github`."


def test_a_stream_that_was_read_again_is_named_no_more(store: Store) -> None:
    _stuck(store, "pull_requests acme/api")
    with store.write() as shelves:
        position.save(shelves, repository("acme/api"), Position(NOW))
        shelves.cursors.save("github", "repositories", "unlisted", "{}")
    (told,) = Health(store, clock, EVERY).report().sources
    assert (told.unread, told.light) == ((), Light.GREEN)
