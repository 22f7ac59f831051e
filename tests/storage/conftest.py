"""Stores for tests, empty and up to date, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from storage.store import Store
from storage.vault import Vault, generate_key
from tests import postgresql

DIALECTS = ("sqlite", "postgresql")

MakeUrl = Callable[[], str]


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """One PostgreSQL for all tests of this worker, started when the first one asks."""
    with postgresql.running() as running:
        yield running


@pytest.fixture(scope="session")
def upgraded_postgresql(server: postgresql.Server) -> str:
    """The name of a database with all tables and no rows, to be copied."""
    store = Store.open(server.create("upgraded"))
    store.upgrade()
    store.close()
    return "upgraded"


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("upgraded") / "leadline.db"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    store.close()
    return path


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    return count()


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_url(
    dialect: str, request: pytest.FixtureRequest, numbers: Iterator[int], tmp_path: Path
) -> Iterator[MakeUrl]:
    """Makes an empty, upgraded database each time it is called; its URL."""
    if dialect == "sqlite":
        yield lambda: _copy(request.getfixturevalue("upgraded_sqlite"), tmp_path / f"{next(numbers)}.db")
        return
    running: postgresql.Server = request.getfixturevalue("server")
    template: str = request.getfixturevalue("upgraded_postgresql")
    made: list[str] = []

    def create() -> str:
        made.append(f"leadline_{next(numbers)}")
        return running.create(made[-1], like=template)

    yield create
    for name in made:
        running.drop(name)


def _copy(template: Path, path: Path) -> str:
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def url(new_url: MakeUrl) -> str:
    return new_url()


@pytest.fixture
def vault() -> Vault:
    return Vault(generate_key())


@pytest.fixture
def store(url: str, vault: Vault) -> Iterator[Store]:
    store = Store.open(url, vault=vault)
    yield store
    store.close()
