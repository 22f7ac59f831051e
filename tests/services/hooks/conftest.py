"""A store with a vault, a world that is synced, and the hooks that its sender calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.arrivals import Arrival
from domain.people import WorkingHours
from domain.records import PullRequest
from integrations.provider import Provider
from services.facts import Facts
from services.hooks import Hooks
from services.sync import Sync
from storage.store import Store
from storage.vault import Vault, generate_key
from tests.builders import GITHUB, NOW
from tests.services.hooks.sender import SECRET, SENDER, signed
from tests.services.sync.conftest import Watch
from tests.services.sync.world import World


@dataclass
class Post:
    """What senders and the app have to do with one another."""

    store: Store
    world: World
    watch: Watch
    sync: Sync
    hooks: Hooks

    def deliver(
        self, raw: bytes, secret: str = SECRET, provider: str = "github", key: str = "github"
    ) -> bool:
        return self.hooks.receive(provider, key, *signed(raw, secret))

    def title(self, pr: PullRequest) -> str:
        with self.store.read() as shelves:
            return shelves.pull_requests.by_ids([pr.id])[pr.id].title

    def kept(self, id_: str) -> Arrival:
        with self.store.read() as shelves:
            found = shelves.deliveries.get("github", id_)
        assert found
        return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/leadline.db", vault=Vault(generate_key()))
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
    yield store
    store.close()


@pytest.fixture
def post(store: Store) -> Post:
    """Two repositories that are synced, and a secret that is agreed upon."""
    world, watch = World(), Watch(NOW)
    world.fill("acme/payments", 4)
    world.fill("acme/web", 2)
    facts = Facts(store, watch, WorkingHours())
    sync = Sync(store, lambda _: world.client(), facts, watch)
    providers: tuple[Provider, ...] = (SENDER,)
    hooks = Hooks(
        store,
        providers,
        lambda _: world.client(),
        sync=sync,
        facts=facts,
        clock=watch,
        base_url="https://us.test/",
    )
    sync.run()
    hooks.keep_secret("github", SECRET)
    world.requests.clear()
    return Post(store, world, watch, sync, hooks)
