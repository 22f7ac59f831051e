"""Jira as strangers built it (https://github.com/dongyi-kim/jira820), synced and asked at the CLI."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo.ports import free
from storage.store import Store
from tests.e2e.install import PEERS

PROJECT = "JIRA820"
TODAY = "2026-11-20"


@pytest.fixture(scope="module")
def jira() -> Iterator[str]:
    """The address of a Jira Data Center 8.20 with a project, two boards and a few sprints."""
    port = free(8931)
    asked = {"JIRA820_PORT": str(port), "JIRA820_DATE": TODAY, "PYTHONPATH": str(PEERS.resolve())}
    process = subprocess.Popen(
        [sys.executable, "-m", "jira820"],
        env={**os.environ, **asked},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx.get(f"{address}/rest/api/2/serverInfo").raise_for_status()
            break
        except httpx.TransportError:
            time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def home(jira: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose Leadline is connected to it and has synced."""
    folder = tmp_path_factory.mktemp("peers")
    settings = {"integrations": {"jira": {"baseUrl": jira, "project": PROJECT}}}
    (folder / "config.json").write_text(json.dumps(settings))
    assert "is connected" in leadline(folder, "connect", "jira", "--with", "data-center", typed="a-token\n")
    assert "jira: succeeded" in leadline(folder, "sync")
    return folder


def leadline(folder: Path, *words: str, typed: str = "") -> str:
    command: list[str | Path] = [Path(sys.executable).parent / "leadline", *words]
    done = subprocess.run(command, cwd=folder, input=typed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(jira: str) -> list[dict[str, Any]]:
    """Every issue with its history, asked one by one and not as we ask."""
    found = httpx.get(f"{jira}/rest/api/2/search", params={"maxResults": 1000}).json()["issues"]
    keys = [issue["key"] for issue in found]
    return [
        httpx.get(f"{jira}/rest/api/2/issue/{key}", params={"expand": "changelog"}).json() for key in keys
    ]


def test_every_issue_is_read_with_every_move_and_nothing_is_set_aside(jira: str, home: Path) -> None:
    issues = told(jira)
    moves = {
        issue["key"]: sorted(
            item["toString"]
            for entry in issue["changelog"]["histories"]
            for item in entry["items"]
            if item["field"] == "status"
        )
        for issue in issues
    }
    with closing(Store.open(f"sqlite:///{home}/.leadline/leadline.db")) as store, store.read() as shelves:
        (project,) = shelves.projects.all()
        found = shelves.issues.in_projects([project.id])
        assert shelves.quarantine.count() == 0
    assert len(found) == len(issues) > 300
    assert {issue.key: sorted(move.to_status for move in issue.transitions) for issue in found} == moves


def test_points_and_sprints_are_found_whatever_their_fields_are_called(jira: str, home: Path) -> None:
    points = {each["key"]: each["fields"].get("customfield_10004") for each in told(jira)}
    with closing(Store.open(f"sqlite:///{home}/.leadline/leadline.db")) as store, store.read() as shelves:
        (project,) = shelves.projects.all()
        found = shelves.issues.in_projects([project.id])
    assert {issue.key: issue.estimate for issue in found} == points
    assert any(issue.sprint_ids for issue in found)


def test_the_sprint_that_runs_is_answered(home: Path) -> None:
    assert "Sprint" in leadline(home, "ask", "sprint")


def test_checking_says_that_all_is_well(home: Path) -> None:
    checked = leadline(home, "check", "jira")
    assert "Who we are" in checked
    assert "FAIL" not in checked
