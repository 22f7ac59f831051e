"""A folder of one's own, a strict GitHub on loopback, and the command line in this process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import run
from bot.settings import Environment
from tests.fakes.github import FakeGitHub, World, serve


@dataclass(frozen=True)
class Outcome:
    """What a command line left on the screen."""

    code: int
    out: str
    err: str


Leadline = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands run, with none of this machine's variables set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for field in Environment.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    return tmp_path


@pytest.fixture
def leadline() -> Leadline:
    """Runs a command line; `typed` is piped into it."""

    def leadline(*arguments: str, typed: str = "") -> Outcome:
        with CliRunner().isolation(input=typed) as streams:
            with pytest.raises(SystemExit) as ended:
                run(arguments)
            out, err = (stream.getvalue().decode() for stream in streams[:2])
        return Outcome(int(ended.value.code or 0), out, err)

    return leadline


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def github() -> FakeGitHub:
    """An organisation with two repositories and 38 pull requests, most of them merged last week."""
    world = World()
    for name, n in (("acme/payments", 30), ("acme/ledger", 8)):
        repository = world.add_repository(name)
        for number in range(n):
            opened = now() - timedelta(days=5, hours=number)
            world.add_pull_request(
                repository, at=opened, title=f"Change {number} of {name}", **merged(opened)
            )
    return FakeGitHub(world, clock=now)


def merged(opened: datetime) -> dict[str, Any]:
    at = (opened + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"state": "MERGED", "mergedAt": at, "closedAt": at, "updatedAt": at}


@pytest.fixture
def address(github: FakeGitHub) -> Iterator[str]:
    """Where it is served."""
    with serve(github) as url:
        yield url
