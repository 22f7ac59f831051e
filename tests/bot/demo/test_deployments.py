"""Harbour's deployments are told into the store, and only what is new of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.demo import organisation
from bot.demo.chapters import Tale
from bot.demo.chapters.deployments import tell
from bot.demo.shipping import HABITS
from domain.records import DeploymentStatus
from storage.store import Store
from tests.bot.demo.harbour import BEGAN, NOW, SEED, lives

BEGINNING = datetime.combine(BEGAN, time(), UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'harbour.db'}")
    opened.upgrade()
    with opened.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
    yield opened
    opened.close()


def tale(store: Store, until: datetime = BEGINNING, now: datetime = NOW) -> Tale:
    return Tale(store, BEGAN, until, now, SEED, lives(now))


def test_every_service_is_deployed_and_every_merge_is_a_commit(store: Store) -> None:
    tell(tale(store))
    with store.read() as shelves:
        names = {each.id: each.full_name.partition("/")[2] for each in shelves.repositories.all()}
        assert {names[id_] for id_ in shelves.deployments.places()} == set(HABITS)
        shas = {each.sha for each in shelves.branch_commits.all()}
    assert {pr.merge_sha for pr in lives() if pr.merged_at} <= shas


def test_nothing_is_told_of_the_future(store: Store) -> None:
    tell(tale(store))
    with store.read() as shelves:
        for record in shelves.deployments.all():
            assert record.created_at <= NOW
            assert record.finished_at is None or record.finished_at <= NOW
            assert (record.status is DeploymentStatus.PENDING) is (record.finished_at is None)
        assert all(each.committed_at <= NOW for each in shelves.branch_commits.all())


def test_told_in_two_parts_it_is_the_same_tale(store: Store, tmp_path: Path) -> None:
    half = NOW - timedelta(days=11, hours=5)
    tell(tale(store, now=half))
    tell(tale(store, until=half))
    other = Store.open(f"sqlite:///{tmp_path / 'at-once.db'}")
    other.upgrade()
    with other.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
    tell(tale(other))
    with store.read() as one, other.read() as another:
        assert one.deployments.all() == another.deployments.all()
        assert one.branch_commits.all() == another.branch_commits.all()
    other.close()


def test_told_again_nothing_is_new(store: Store) -> None:
    tell(tale(store))
    with store.write() as shelves:
        for kind in ("deployments", "incidents", "issues"):
            shelves.outdated.settle(kind, shelves.outdated.all(kind))
    tell(tale(store, until=NOW))
    with store.read() as shelves:
        assert shelves.outdated.all("deployments") == {}
