"""Sources are synced beside one another: one that is slow or down delays only itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest

from domain.errors import Retryable
from domain.people import WorkingHours
from domain.records import Source
from domain.runs import RunOutcome
from services.facts import Facts
from services.sync import Stopped, Sync, SyncReport
from storage.store import Store
from tests.builders import source
from tests.services.sync.conftest import Watch
from tests.services.sync.world import World, WorldClient

SOON = timedelta(milliseconds=50)
LONG = 10.0


class Two:
    """GitHub, which is quick, and another source that answers nothing until it is let go."""

    def __init__(self) -> None:
        self.slow, self.quick = World(), World()
        self.asked, self.let_go = Event(), Event()
        self.slow.before = self._hang

    def client(self, of: Source) -> WorldClient:
        return (self.slow if of.key == "slow" else self.quick).client()

    def _hang(self, _: str) -> None:
        self.asked.set()
        assert self.let_go.wait(LONG), "nobody let it go"


@pytest.fixture
def two() -> Two:
    return Two()


@pytest.fixture
def sync(store: Store, watch: Watch, two: Two) -> Iterator[Sync]:
    with store.write() as shelves:
        shelves.sources.save(source("slow"))
    made = Sync(store, two.client, Facts(store, watch, WorkingHours()), watch)
    with ended(made, two.let_go):
        yield made


@contextmanager
def ended(sync: Sync, let_go: Event) -> Iterator[None]:
    try:
        yield
    finally:
        let_go.set()
        sync.close()


def outcomes(reports: tuple[SyncReport, ...]) -> dict[str, RunOutcome | None]:
    return {report.source: report.outcome for report in reports}


def is_packed(store: Store) -> bool:
    with store.write() as shelves:
        return shelves.facts.repack(1) == 0


def test_what_one_source_brought_is_there_while_another_hangs(sync: Sync, two: Two, store: Store) -> None:
    reports = sync.run(patience=SOON)
    while RunOutcome.SUCCEEDED not in outcomes(reports).values():
        reports = sync.run(patience=SOON)
    assert outcomes(reports) == {"slow": None, "github": RunOutcome.SUCCEEDED}
    assert two.asked.is_set()
    with store.read() as shelves:
        assert shelves.runs.last("github", RunOutcome.SUCCEEDED) is not None
        assert shelves.runs.last("slow", RunOutcome.SUCCEEDED) is None


def test_a_source_at_work_is_left_alone_until_it_has_ended(sync: Sync, two: Two) -> None:
    sync.run(patience=SOON)
    sync.run(patience=SOON)
    assert two.asked.wait(LONG)
    assert two.slow.requests == ["repositories"], "asked once, by the first of them"
    two.let_go.set()
    sync.close()
    assert outcomes(sync.run()) == {"slow": RunOutcome.SUCCEEDED, "github": RunOutcome.SUCCEEDED}


def test_without_patience_everything_is_waited_for(sync: Sync, two: Two) -> None:
    two.let_go.set()
    assert outcomes(sync.run()) == {"slow": RunOutcome.SUCCEEDED, "github": RunOutcome.SUCCEEDED}


def test_a_source_that_is_down_is_told_and_the_other_one_is_read(sync: Sync, two: Two) -> None:
    two.let_go.set()
    two.slow.broken = {"repositories": Retryable("It is down.")}
    reports = sync.run()
    assert outcomes(reports) == {"slow": RunOutcome.FAILED, "github": RunOutcome.SUCCEEDED}
    (down,) = [report for report in reports if report.source == "slow"]
    assert down.note == "It is down."


def test_whoever_ends_waits_for_what_is_at_work_to_stop(sync: Sync, two: Two, store: Store) -> None:
    """As `bot.app` has it, a client's waits end when the process is to end."""

    def waiting(_: str) -> None:
        two.asked.set()
        assert two.let_go.wait(LONG)
        raise Stopped

    two.slow.before = waiting
    sync.run(patience=SOON)
    assert two.asked.wait(LONG)
    sync.stop()
    two.let_go.set()
    sync.close()
    with store.read() as shelves:
        last = shelves.runs.last("slow")
    assert last is not None
    assert last.outcome is RunOutcome.INTERRUPTED


def test_each_source_is_packed_as_soon_as_it_has_been_read(sync: Sync, two: Two, store: Store) -> None:
    two.quick.fill("acme/api", 4)
    while outcomes(sync.run(patience=SOON))["github"] is None:
        pass
    with store.read() as shelves:
        assert shelves.pull_requests.count() == 4
    assert is_packed(store)
