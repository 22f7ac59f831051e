"""Every subject, and empty stores to sync into, of which as many are made as a test needs."""

from collections.abc import Callable, Iterator

import pytest

from storage.store import Store
from tests.conformance.bench import Bench, Mortal
from tests.conformance.subject import Subject, subjects
from tests.storage.conftest import (
    MakeUrl,
    dialect,
    new_url,
    numbers,
    server,
    upgraded_postgresql,
    upgraded_sqlite,
)

__all__ = ["dialect", "new_url", "numbers", "server", "upgraded_postgresql", "upgraded_sqlite"]

MakeStore = Callable[[], Mortal]


@pytest.fixture(params=subjects(), ids=lambda subject: subject.name)
def subject(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


@pytest.fixture
def bench(subject: Subject) -> Bench:
    return Bench(subject)


@pytest.fixture
def make_store(new_url: MakeUrl) -> Iterator[MakeStore]:
    made: list[Store] = []

    def make() -> Mortal:
        store = Mortal.open(new_url())
        assert isinstance(store, Mortal)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()
