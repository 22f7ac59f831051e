"""A sync that is killed at any request or commit resumes without loss or duplicates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from domain.facts import PULL_REQUESTS
from domain.people import WorkingHours
from domain.records import Repository
from services.facts import Facts
from services.sync import Sync, position
from storage.shelves import Shelves
from storage.store import Store
from tests.builders import GITHUB, NOW
from tests.services.sync.conftest import Watch
from tests.services.sync.world import World


class Killed(BaseException):
    """The process is gone: nothing that comes later happens."""


@dataclass
class Fate:
    """Counts requests and, before and after, commits; kills at the given one, and everything after it."""

    kill_at: int | None = None
    steps: list[str] = field(default_factory=list)

    def step(self, what: str) -> None:
        self.steps.append(what)
        if self.kill_at is not None and len(self.steps) > self.kill_at:
            raise Killed(what)


class Mortal(Store):
    """A store whose process may be killed right before or right after a commit."""

    fate: Fate

    @contextmanager
    def write(self) -> Iterator[Shelves]:
        with super().write() as shelves:
            yield shelves
            self.fate.step("before a commit")
        self.fate.step("after a commit")


def seed(world: World) -> None:
    world.fill("acme/payments", 7)
    world.fill("acme/ledger", 4)
    prs = world.fill("acme/web", 2)
    world.repository("acme/empty")
    world.unreadable[prs[0].external_id] = "expected text, found null"


def live(folder: Path, world: World, watch: Watch, fate: Fate, **options: object) -> Store:
    """One process's life: open the store, sync, and perhaps be killed."""
    store = Mortal.open(f"sqlite:///{folder}/leadline.db")
    assert isinstance(store, Mortal)
    store.fate = Fate()
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
    store.fate = fate
    world.before = fate.step
    Sync(store, lambda _: world.client(), Facts(store, watch, WorkingHours()), watch).run(**options)  # type: ignore[arg-type] # full, since
    return store


def contents(store: Store) -> dict[str, object]:
    """All that answers are made of; when it was read does not count."""
    with store.read() as shelves:
        prs = [pr for batch in shelves.pull_requests.scan() for pr in batch]
        repositories: list[Repository] = shelves.repositories.all()
        columns = shelves.facts.columns(PULL_REQUESTS, 0, NOW - timedelta(days=400), NOW + timedelta(days=1))
        return {
            "pull requests": prs,
            "facts": shelves.facts.milestones(pr.id for pr in prs),
            "columns": sorted(zip(columns.id, columns.cycle, columns.at, strict=True)),
            "repositories": repositories,
            "accounts": shelves.people.all_accounts(),
            "set aside": [each.external_id for each in shelves.quarantine.all()],
            "unfinished scans": [r for r in repositories if position.load(shelves, r).scan],
            "errors": [r for r in repositories if position.load(shelves, r).error],
        }


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, object]:
    """What a sync that nothing interrupts leaves."""
    world = World()
    seed(world)
    (tmp_path / "whole").mkdir()
    store = live(tmp_path / "whole", world, Watch(), Fate())
    whole = contents(store)
    store.close()
    return whole


def steps_of(tmp_path: Path, prepare: Callable[[Path, World, Watch], None], **options: object) -> int:
    """How many requests and commits there are to be killed at."""
    world, watch, fate = World(), Watch(), Fate()
    seed(world)
    folder = tmp_path / "counted"
    folder.mkdir()
    prepare(folder, world, watch)
    live(folder, world, watch, fate, **options).close()
    return len(fate.steps)


def survives(
    tmp_path: Path, prepare: Callable[[Path, World, Watch], None], **options: object
) -> Iterator[dict[str, object]]:
    """What the store holds after being killed at each step in turn and resumed by another process."""
    for kill_at in range(steps_of(tmp_path, prepare, **options)):
        world, watch = World(), Watch()
        seed(world)
        folder = tmp_path / f"killed-{kill_at}"
        folder.mkdir()
        prepare(folder, world, watch)
        with pytest.raises(Killed):
            live(folder, world, watch, Fate(kill_at), **options)
        watch.advance(minutes=10)
        store = live(folder, world, watch, Fate())
        yield contents(store)
        store.close()


def nothing_before(_folder: Path, _world: World, _watch: Watch) -> None:
    """The store is empty."""


def test_a_first_sync_killed_anywhere_resumes_to_the_same_store(
    tmp_path: Path, expected: dict[str, object]
) -> None:
    outcomes = list(survives(tmp_path, nothing_before))
    assert len(outcomes) > 30
    assert all(outcome == expected for outcome in outcomes)


def test_a_full_sync_killed_anywhere_resumes_to_the_same_store(
    tmp_path: Path, expected: dict[str, object]
) -> None:
    def synced(folder: Path, world: World, watch: Watch) -> None:
        live(folder, world, watch, Fate()).close()
        watch.advance(hours=1)

    outcomes = list(survives(tmp_path, synced, full=True))
    assert len(outcomes) > 20
    assert all(outcome == expected for outcome in outcomes)


def test_an_incremental_sync_killed_anywhere_loses_no_change(tmp_path: Path) -> None:
    def changed(folder: Path, world: World, watch: Watch) -> None:
        live(folder, world, watch, Fate()).close()
        watch.advance(hours=1)
        for pr in sorted(world.prs.values(), key=lambda pr: pr.external_id)[:8]:
            world.touch(pr, watch.now - timedelta(minutes=1), title="Changed")
        world.unreadable.clear()

    for outcome in survives(tmp_path, changed):
        prs = outcome["pull requests"]
        assert isinstance(prs, list)
        assert len(prs) == 13
        assert sum(pr.title == "Changed" for pr in prs) == 8
        assert outcome["set aside"] == []
        assert outcome["unfinished scans"] == []


def test_a_sync_killed_again_and_again_comes_to_its_end(tmp_path: Path, expected: dict[str, object]) -> None:
    world, watch, lives = World(), Watch(), 0
    seed(world)
    store = None
    while store is None and lives < 20:
        lives += 1
        try:
            store = live(tmp_path, world, watch, Fate(kill_at=24))
        except Killed:
            watch.advance(minutes=10)
    assert store
    assert lives > 1
    assert contents(store) == expected
