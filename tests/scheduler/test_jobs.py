"""The built-in jobs do their work, or say why there was none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import Clock
from domain.people import WorkingHours
from scheduler.jobs import hooks, pictures, sync
from services.facts import Facts
from services.hooks import Hooks
from services.pictures import LIFE
from services.sync import Sync
from storage.store import Store
from storage.vault import Vault, generate_key
from tests.builders import GITHUB, NOW
from tests.services.hooks.sender import SENDER, delivered, signed
from tests.services.sync.world import World


@dataclass
class Kit:
    """The tools of a job."""

    store: Store
    clock: Clock
    sync: Sync
    hooks: Hooks


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def kit(tmp_path: Path, world: World) -> Iterator[Kit]:
    store = Store.open(f"sqlite:///{tmp_path}/leadline.db", vault=Vault(generate_key()))
    store.upgrade()
    facts = Facts(store, lambda: NOW, WorkingHours())
    synced = Sync(store, lambda _: world.client(), facts, lambda: NOW)
    taking = Hooks(store, (SENDER,), lambda _: world.client(), sync=synced, facts=facts, clock=lambda: NOW)
    yield Kit(store, lambda: NOW, synced, taking)
    store.close()


def test_the_sync_reads_every_source(kit: Kit, world: World) -> None:
    with kit.store.write() as shelves:
        shelves.sources.save(GITHUB)
    world.fill("acme/payments", 4)
    assert sync.JOB.run(kit) == ""
    with kit.store.read() as shelves:
        assert shelves.pull_requests.count() == 4


def test_without_a_source_the_sync_says_so(kit: Kit) -> None:
    assert sync.JOB.run(kit) == "No source is connected yet."


def test_only_charts_whose_links_expired_are_forgotten(kit: Kit) -> None:
    with kit.store.write() as shelves:
        shelves.pictures.save("old", b"png", "A chart.", NOW - LIFE - timedelta(seconds=1))
        shelves.pictures.save("new", b"png", "A chart.", NOW - LIFE + timedelta(seconds=1))
    assert pictures.JOB.run(kit) == ""
    with kit.store.read() as shelves:
        assert shelves.pictures.get("old") is None
        assert shelves.pictures.get("new") is not None


def test_what_was_delivered_is_applied_and_forgotten_after_a_week(kit: Kit, world: World) -> None:
    assert hooks.JOB.run(kit) == "Nothing was delivered."
    with kit.store.write() as shelves:
        shelves.sources.save(GITHUB)
    (pr,) = world.fill("acme/payments", 1)
    kit.sync.run()
    world.touch(pr, NOW, title="Changed")
    kit.hooks.keep_secret("github", "a secret of some length")
    kit.hooks.receive("github", "github", *signed(delivered("1", pr), "a secret of some length"))
    assert hooks.JOB.run(kit) == ""
    with kit.store.write() as shelves:
        assert shelves.pull_requests.by_ids([pr.id])[pr.id].title == "Changed"
        assert shelves.deliveries.standing("github").last_at == NOW
        shelves.deliveries._tx.connection.exec_driver_sql("UPDATE deliveries SET received_at = 0")
    hooks.JOB.run(kit)
    with kit.store.read() as shelves:
        assert shelves.deliveries.standing("github").last_at is None
