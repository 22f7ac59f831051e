"""Half a year of Harbour, told once for all that ask about it, and its doors."""

import os
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copytree

import pytest

from tests.bot.catalogue.doors import Doors, open_doors, seed


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Harbour's database, which nobody opens; whichever process comes first tells it."""
    base = tmp_path_factory.getbasetemp()
    told = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "told"
    with told.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not told.exists():
            telling = tmp_path_factory.mktemp("telling")
            seed(telling)
            telling.rename(told)
    return told


@pytest.fixture(scope="session")
def doors(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Leadline over a copy of it, as Slack and a terminal reach it; nobody changes what it knows."""
    with open_doors(copytree(told, tmp_path_factory.mktemp("read") / "harbour")) as doors:
        yield doors


@pytest.fixture
def own_doors(told: Path, tmp_path: Path) -> Iterator[Doors]:
    """The same over a copy of one's own, to be changed."""
    with open_doors(copytree(told, tmp_path / "harbour")) as doors:
        yield doors
