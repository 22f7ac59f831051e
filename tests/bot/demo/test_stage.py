"""The demo where its Slack cannot be fetched."""

import os
from pathlib import Path

import pytest

from bot.demo.ports import free
from bot.demo.stage import run
from bot.settings import load
from domain.errors import Misconfigured
from storage.store import Store


@pytest.fixture
def broken_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm that reaches nothing stands before the machine's own."""
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("broken_npm")
def test_without_npm_the_demo_says_so_and_leaves_harbour_to_be_asked_in_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="ENOTFOUND") as failed:
        run(home=tmp_path, port=free(18080), slack_port=free(13000))
    assert "leadline ask" in failed.value.hint
    store = Store.open(load(tmp_path / "demo" / "config.json").database_url)
    with store.read() as shelves:
        assert shelves.pull_requests.count() > 3_000
    store.close()
