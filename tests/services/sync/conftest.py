"""A store, a world, a clock that is set by hand, and the sync between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.people import WorkingHours
from services.facts import Facts
from services.sync import Sync
from storage.store import Store
from tests.builders import GITHUB, NOW
from tests.services.sync.world import World


@dataclass
class Watch:
    """A clock that goes when it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store with one source, GitHub."""
    store = Store.open(f"sqlite:///{tmp_path}/leadline.db")
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
    yield store
    store.close()


@pytest.fixture
def make_sync(world: World, watch: Watch, store: Store) -> Callable[..., Sync]:
    """Each is what a newly started process has."""

    def make(store: Store = store, **more: Any) -> Sync:  # noqa: ANN401 - the sync's own options
        return Sync(store, lambda _: world.client(), Facts(store, watch, WorkingHours()), watch, **more)

    return make
