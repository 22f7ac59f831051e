"""A store to ask, in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    opened.upgrade()
    yield opened
    opened.close()
