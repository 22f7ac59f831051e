"""Half a year of Harbour, told once for all that ask about it, and its doors."""

import os
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copytree

import pytest

from tests.bot.catalogue.doors import Doors, open_doors, seed


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Harbour's database, of this process alone; it is told by whichever asks first."""
    own = tmp_path_factory.getbasetemp()
    told = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "told"
    with told.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not told.exists():
            telling = tmp_path_factory.mktemp("telling")
            seed(telling)
            telling.rename(told)
    copytree(told, own / "harbour")
    return own / "harbour"


@pytest.fixture(scope="session")
def doors(harbour: Path) -> Iterator[Doors]:
    """Leadline over that database, as Slack and a terminal reach it."""
    with open_doors(harbour) as doors:
        yield doors
