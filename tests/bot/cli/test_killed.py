"""`leadline sync`, killed by the system at every request it makes, resumes where it was."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from storage.store import Store
from tests.bot.cli.conftest import Leadline
from tests.fakes.github import TOKEN, FakeGitHub
from tests.fakes.github.fake import Proceed

ROOT = Path(__file__).parents[3]


def start(folder: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "sync"]
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def titles(folder: Path) -> list[str]:
    store = Store.open(f"sqlite:///{folder}/.leadline/leadline.db")
    with store.read() as shelves:
        found = sorted(pr.title for batch in shelves.pull_requests.scan() for pr in batch)
    store.close()
    return found


@pytest.fixture
def connected(leadline: Leadline, address: str, github: FakeGitHub) -> Iterator[FakeGitHub]:
    assert leadline("connect", "github", "--url", address, typed=TOKEN).code == 0
    github.requests.clear()
    github.asked.clear()
    yield github
    github.always = None


def kill_at(request: int, process: "subprocess.Popen[str]", github: FakeGitHub) -> None:
    """Kill the process while it waits for the answer to this request of its own."""
    before = len(github.requests)

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        if len(github.requests) - before == request:
            process.send_signal(signal.SIGKILL)
            process.wait()
        return proceed()

    github.always = fault


def test_a_sync_killed_at_every_request_in_turn_reads_everything_once(
    folder: Path, connected: FakeGitHub
) -> None:
    lives = []
    for request in range(1, 20):
        process = start(folder)
        kill_at(request, process, connected)
        process.communicate(timeout=60)
        lives.append(process.returncode)
        if process.returncode == 0:
            break
    assert lives[:-1] == [-signal.SIGKILL] * (len(lives) - 1)
    assert len(lives) > 2
    assert lives[-1] == 0
    found = titles(folder)
    assert len(found) == len(set(found)) == 38
