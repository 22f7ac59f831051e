"""Health tells how fresh and complete each source is, and what to do when it is not."""

from datetime import datetime, timedelta

import pytest

from domain.facts import Flag
from domain.health import Light
from domain.records import RepositoryState
from domain.runs import RunOutcome
from services.health import Health
from storage.store import Store
from tests.builders import GITHUB, NOW, account, facts, pull_request, repository

EVERY = timedelta(minutes=10)


def health(store: Store, now: datetime = NOW) -> Health:
    return Health(store, lambda: now, every=EVERY, version="1.2.3")


def run(store: Store, outcome: RunOutcome, ago: timedelta, note: str = "") -> None:
    with store.write() as shelves:
        began = NOW - ago
        shelves.runs.finish(shelves.runs.begin(GITHUB.key, "pull_requests", began), began, outcome, note)


@pytest.fixture(autouse=True)
def connected(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
        shelves.repositories.save(
            [repository("acme/payments"), repository("acme/old", state=RepositoryState.DELETED)]
        )
        shelves.people.save_accounts([account()])


def test_a_source_that_was_never_synced_says_what_to_run(store: Store) -> None:
    (source,) = health(store).report().sources
    assert (source.light, source.last_success_at) == (Light.YELLOW, None)
    assert "leadline sync" in source.next_step


def test_a_fresh_source_is_green_and_counts_what_it_holds(store: Store) -> None:
    run(store, RunOutcome.SUCCEEDED, timedelta(minutes=3))
    with store.write() as shelves:
        shelves.pull_requests.save([pull_request()], [facts(pull_request())])
    (source,) = health(store).report().sources
    assert (source.light, source.repositories, source.pull_requests) == (Light.GREEN, 1, 1)
    assert source.next_run_at == NOW + timedelta(minutes=7)


@pytest.mark.parametrize(
    ("ago", "light"),
    [(timedelta(minutes=30), Light.GREEN), (timedelta(minutes=31), Light.YELLOW)],
    ids=["three rounds ago", "more than three rounds ago"],
)
def test_a_source_is_stale_after_three_missed_rounds(store: Store, ago: timedelta, light: Light) -> None:
    run(store, RunOutcome.SUCCEEDED, ago)
    assert health(store).report().sources[0].light is light


def test_a_failure_is_told_in_its_own_words_and_is_red_until_something_ever_worked(store: Store) -> None:
    run(store, RunOutcome.FAILED, timedelta(minutes=5), "GitHub does not accept this token.")
    first = health(store).report().sources[0]
    assert (first.light, first.note) == (Light.RED, "GitHub does not accept this token.")
    assert "leadline check github" in first.next_step


def test_a_failure_after_a_success_is_yellow(store: Store) -> None:
    run(store, RunOutcome.SUCCEEDED, timedelta(minutes=15))
    run(store, RunOutcome.FAILED, timedelta(minutes=5), "GitHub is down.")
    assert health(store).report().sources[0].light is Light.YELLOW


def test_oddities_of_recent_items_are_counted_in_words(store: Store) -> None:
    odd = pull_request(number=2, merged_at=NOW - timedelta(days=1))
    with store.write() as shelves:
        shelves.pull_requests.save([odd], [facts(odd, flags=Flag.CONTRADICTORY | Flag.UNREVIEWED)])
    counted = {counter.label: counter.n for counter in health(store).report().quality}
    assert counted == {"with times that contradict each other": 1, "merged without a review": 1}
