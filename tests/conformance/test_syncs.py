"""Syncs into real stores: killed anywhere they resume to the same, and incremental equals everything anew."""

from datetime import timedelta

import pytest

from domain.health import Light
from tests.conformance.bench import Bench, contents, difference
from tests.conformance.conftest import MakeStore
from tests.conformance.faulty import Killed, Proceed
from tests.conformance.subject import Budget, Subject, subjects

MOST_LIVES = 80
STEPS = {"sqlite": 2, "postgresql": 5}
"""How many requests longer each process lives."""


def test_a_sync_killed_at_one_request_after_another_comes_to_the_same_store(
    subject: Subject, make_store: MakeStore
) -> None:
    """Each process lives a little longer than the one before, and resumes where that was.

    That reading resumes behind every single page is held in `test_pages.py`.
    """
    bench = Bench(subject)
    whole = make_store()
    bench.clean_sync(whole)
    store, lives = make_store(), 0
    is_done = False
    while not is_done:
        store.is_dead = False
        is_done = _lived(bench, store, lives * STEPS[store.dialect])
        lives += 1
        assert lives < MOST_LIVES
        bench.later(minutes=10)
    store.is_dead = False
    assert lives > 2
    assert difference(contents(store), contents(whole)) == {}


def _lived(bench: Bench, store: object, requests: int) -> bool:
    """Whether the sync came to its end within so many requests."""

    def die(_: object, __: Proceed) -> object:
        store.is_dead = True  # type: ignore[attr-defined] # a mortal store
        raise Killed

    bench.network.befall(die, lambda number: number >= requests)  # type: ignore[arg-type] # it never answers
    try:
        bench.clean_sync(store)  # type: ignore[arg-type] # a mortal store
    except Killed:
        return False
    finally:
        bench.network.befall(None)
    return True


@pytest.mark.parametrize(
    ("dialect", "skew"),
    [
        ("sqlite", timedelta()),
        ("postgresql", timedelta()),
        ("sqlite", timedelta(minutes=-4)),
        ("sqlite", timedelta(minutes=4)),
    ],
    indirect=["dialect"],
    ids=["on SQLite", "on PostgreSQL", "a clock behind", "a clock ahead"],
)
def test_reading_what_is_new_equals_reading_everything(
    bench: Bench, make_store: MakeStore, skew: timedelta
) -> None:
    bench.fake.clock = lambda: bench.time() + skew
    store = make_store()
    bench.clean_sync(store)
    for _ in range(2):
        bench.later(minutes=7)
        bench.touch()
        bench.later(minutes=1)
        bench.clean_sync(store)
    whole = make_store()
    bench.clean_sync(whole)
    assert difference(contents(store), contents(whole)) == {}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_second_sync_with_nothing_new_asks_little_and_changes_nothing(
    bench: Bench, make_store: MakeStore
) -> None:
    store = make_store()
    bench.clean_sync(store)
    before, first = contents(store), len(bench.network.requests)
    bench.later(minutes=10)
    bench.network.requests.clear()
    bench.clean_sync(store)
    assert difference(contents(store), before) == {}
    assert len(bench.network.requests) < first


@pytest.mark.parametrize("skew", [timedelta(minutes=-20), timedelta(minutes=20)], ids=["behind", "ahead"])
def test_a_clock_that_is_far_off_is_told(bench: Bench, skew: timedelta) -> None:
    bench.fake.clock = lambda: bench.time() + skew
    assert {check.light for check in bench.client().check()} & {Light.YELLOW, Light.RED}


BUDGETS = [
    pytest.param(subject, budget, id=f"{subject.name}: {budget.title}")
    for subject in subjects()
    for budget in subject.budgets
]


@pytest.mark.parametrize(("subject", "budget"), BUDGETS)
def test_a_first_load_keeps_to_its_budget(subject: Subject, budget: Budget) -> None:
    bench = Bench(subject, budget.stocked())
    places = [place for place in bench.places() if place[0].name == budget.stream]
    bench.network.requests.clear()
    client, found = bench.client(), 0
    for stream, repository in places:
        for page in client.read(stream.name, repository):
            found += len(page.of(budget.record))
    assert found == budget.items
    assert len(bench.network.requests) <= budget.requests + budget.beforehand
    assert client.usage.requests == len(bench.network.requests)


def test_every_provider_has_a_budget(subject: Subject) -> None:
    assert subject.budgets
