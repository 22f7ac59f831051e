"""The Slack app with everything behind it, ready to be typed at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.house import House, house


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[House]:
    """A house of twelve merged pull requests, pictures by Slack's own files."""
    with house(tmp_path) as made:
        yield made
