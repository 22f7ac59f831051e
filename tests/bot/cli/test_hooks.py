"""`leadline hooks`: the address to type in, the secret that is shown once, and how deliveries are."""

import hmac
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.bot.cli.conftest import Leadline
from tests.bot.filled import configure
from tests.bot.slack.space import eventually
from tests.bot.test_serving import ROOT, free_port
from tests.fakes.github import TOKEN, FakeGitHub


@pytest.fixture
def connected(leadline: Leadline, folder: Path, address: str) -> int:
    """The port that deliveries are taken in on."""
    port = free_port()
    configure(folder, publicUrl="https://leadline.acme.test", web={"port": port})
    assert leadline("connect", "github", "--url", address, typed=TOKEN).code == 0
    return port


def made(out: str) -> str:
    found = re.search(r"secret     ([0-9a-f]{64})\n", out)
    assert found, out
    return found[1]


def test_without_a_source_there_is_nothing_to_call(leadline: Leadline) -> None:
    outcome = leadline("hooks")
    assert (outcome.code, outcome.out) == (0, "")
    assert "leadline connect" in outcome.err


@pytest.mark.usefixtures("connected")
def test_it_shows_what_to_type_in_at_the_sender(leadline: Leadline) -> None:
    outcome = leadline("hooks", "github")
    assert outcome.code == 0
    assert "address    https://leadline.acme.test/hooks/github/github" in outcome.out
    assert "pull_request, pull_request_review" in outcome.out
    assert "none set up" in outcome.out
    assert "secret at" in outcome.out


@pytest.mark.usefixtures("connected")
def test_a_new_secret_is_shown_once(leadline: Leadline) -> None:
    secret = made(leadline("hooks", "github", "--new-secret").out)
    later = leadline("hooks", "github")
    assert secret not in later.out + later.err
    assert "nothing has come yet" in later.out
    assert made(leadline("hooks", "github", "--new-secret").out) != secret


@pytest.mark.usefixtures("connected")
def test_a_secret_of_the_senders_is_kept_and_never_shown(leadline: Leadline) -> None:
    outcome = leadline("hooks", "github", "--secret", typed="made up by the sender\n")
    assert outcome.code == 0
    assert "made up by the sender" not in outcome.out + outcome.err
    assert leadline("hooks", "github", "--secret", typed="short\n").code == 2


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--new-secret",),
        ("--secret",),
        ("github", "--new-secret", "--secret"),
        ("github", "--serve"),
        ("gitlab",),
    ],
    ids=["of nobody", "kept for nobody", "both", "one served", "no such source"],
)
def test_nonsense_is_bad_input(leadline: Leadline, arguments: tuple[str, ...]) -> None:
    assert leadline("hooks", *arguments).code == 2


@pytest.mark.usefixtures("address")
def test_who_has_no_public_address_is_told_to_set_one(leadline: Leadline, address: str) -> None:
    assert leadline("connect", "github", "--url", address, typed=TOKEN).code == 0
    outcome = leadline("hooks")
    assert "address    /hooks/github/github" in outcome.out
    assert "Set `publicUrl`" in outcome.err


def test_alone_it_takes_deliveries_in_and_applies_them(
    leadline: Leadline, connected: int, github: FakeGitHub, folder: Path
) -> None:
    secret = made(leadline("hooks", "github", "--new-secret").out)
    assert leadline("sync").code == 0
    place = github.world.repositories["acme/payments"]
    pr = place["pullRequests"][0]
    github.world.touch(pr, pr["updatedAt"], title="Renamed meanwhile")
    told = {
        "action": "edited",
        "pull_request": {"node_id": pr["id"], "number": pr["number"]},
        "repository": {"node_id": place["id"], "full_name": "acme/payments"},
    }
    raw = json.dumps(told).encode()
    signed = "sha256=" + hmac.new(secret.encode(), raw, "sha256").hexdigest()
    headers = {"X-Hub-Signature-256": signed, "X-GitHub-Event": "pull_request", "X-GitHub-Delivery": "d-1"}
    command = [sys.executable, "-m", "bot", "hooks", "--serve"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE) as process:
        try:
            base = f"http://127.0.0.1:{connected}"
            assert eventually(lambda: _is_up(base), within=60)
            answer = httpx.post(f"{base}/hooks/github/github", content=raw, headers=headers)
            assert answer.status_code == 200
            assert httpx.get(f"{base}/readyz").json() == {"status": "ready", "store": True}
            assert eventually(lambda: _applied(folder), within=30)
            assert "the last one came at" in leadline("hooks").out
        finally:
            process.terminate()
            assert process.wait(20) == 0


def _is_up(base: str) -> bool:
    try:
        return httpx.get(f"{base}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _applied(folder: Path) -> bool:
    (path,) = folder.rglob("leadline.db")
    with sqlite3.connect(path) as connection:
        return bool(
            connection.execute("SELECT 1 FROM pull_requests WHERE title = 'Renamed meanwhile'").fetchone()
        )
