"""Secrets are seeded in every slot, everything is run, and nothing that is written holds one of them.

Searched are stdout, stderr with the log at its loudest, exports, reprs, tracebacks, and the bytes of
every file Leadline leaves behind, the database and its write-ahead log among them.
"""

import base64
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.app import Leadline, build
from bot.cli import run
from bot.settings import Environment, Settings, load
from domain.errors import LeadlineError
from tests.fakes.github import FakeGitHub, World, serve
from tests.fakes.github.apps import pem
from tests.fakes.github.fake import Fault
from tests.fakes.github.faults import status, text

TOKEN = "ghp_CanaryTokenOfGitHub0123456789abcdefgh"
REFUSED = "ghp_CanaryTokenRefused0123456789abcdefgh"
MASTER = bytes(range(200, 232))
SEEDED = {
    "SLACK_BOT_TOKEN": "xoxb-canary-bot-0123456789-abcdef",
    "SLACK_APP_TOKEN": "xapp-1-canary-app-0123456789-abcdef",
    "SLACK_SIGNING_SECRET": "canarysigningsecret0123456789abcdef",
    "LEADLINE_KEY": base64.b64encode(MASTER).decode(),
}
APP_KEY = "".join(pem().splitlines()[1:-1])
CANARIES = {
    "the GitHub token": TOKEN.encode(),
    "a GitHub token that is refused": REFUSED.encode(),
    "the Slack bot token": SEEDED["SLACK_BOT_TOKEN"].encode(),
    "the Slack app token": SEEDED["SLACK_APP_TOKEN"].encode(),
    "the signing secret": SEEDED["SLACK_SIGNING_SECRET"].encode(),
    "the master key": MASTER,
    "the master key in base64": SEEDED["LEADLINE_KEY"].encode(),
    "the master key in the other base64": base64.urlsafe_b64encode(MASTER),
    "the app's private key": APP_KEY[200:240].encode(),
    "a token of the installation": b"ghs_0000.eyJ",
    "a secret put into the settings": b"hunter2-in-the-settings",
    "a password of the database": b"hunter2-in-the-address",
}
Written = dict[str, bytes]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it all happens; the key file of the app is handed in from elsewhere."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    (tmp_path / "app.pem").write_text(pem())
    for variable in Environment.model_fields.values():
        monkeypatch.delenv(str(variable.alias), raising=False)
    for name, value in SEEDED.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def github() -> FakeGitHub:
    world = World()
    repository = world.add_repository("acme/payments")
    for number in range(6):
        at = now() - timedelta(days=3, hours=number)
        merged = (at + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        world.add_pull_request(
            repository, at=at, state="MERGED", mergedAt=merged, closedAt=merged, updatedAt=merged
        )
    return FakeGitHub(world, clock=now, tokens={TOKEN: "repo, read:org"})


@pytest.fixture
def address(github: FakeGitHub) -> Iterator[str]:
    with serve(github) as url:
        yield url


@dataclass
class Screen:
    """Runs command lines with the log at its loudest, and keeps all that they show."""

    folder: Path
    shown: list[bytes] = field(default_factory=list)

    def leadline(self, *arguments: str, typed: str = "") -> int:
        with CliRunner().isolation(input=typed) as streams:
            with pytest.raises(SystemExit) as ended:
                run(["--verbose", *arguments])
            self.shown += [stream.getvalue() for stream in streams[:2]]
        return int(ended.value.code or 0)

    def written(self) -> Written:
        """What is on the screen so far, and the bytes of every file."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return {"the screen": b"\n".join(self.shown), **{path.name: path.read_bytes() for path in files}}


@pytest.fixture
def screen(folder: Path) -> Screen:
    return Screen(folder)


def leaks(written: Written) -> dict[str, list[str]]:
    """Which canary was found where."""
    found = {
        name: [where for where, what in written.items() if canary in what]
        for name, canary in CANARIES.items()
    }
    return {name: where for name, where in found.items() if where}


def echo(*secrets: str) -> Fault:
    """A server that repeats what it was sent, as badly written proxies do."""
    return status(502, body={"message": f"Bad gateway. You sent: {' '.join(secrets)}"})


def test_a_canary_that_is_let_out_is_found() -> None:
    assert leaks({"the screen": b"... " + TOKEN.encode() + b" ..."}) == {"the GitHub token": ["the screen"]}


def test_connecting_syncing_and_asking_leak_nothing(screen: Screen, address: str) -> None:
    assert screen.leadline("connect", "github", "--url", address, typed=TOKEN) == 0
    assert screen.leadline("sync") == 0
    assert screen.leadline("check") == 0
    assert screen.leadline("health") == 0
    assert screen.leadline("doctor") == 0
    assert screen.leadline("ask", "cycle-time 30d", "--csv", "items.csv", "--chart", "chart.png") == 0
    assert screen.leadline("ask", "cycle-time 30d", "--json") == 0
    written = screen.written()
    assert {"items.csv", "chart.png", "leadline.db", "the screen"} <= written.keys()
    assert b"payments" in written["the screen"]
    assert leaks(written) == {}


def test_an_app_leaks_neither_its_key_nor_its_tokens(
    screen: Screen, address: str, github: FakeGitHub
) -> None:
    given = ("--app-id", "12345", "--key-file", str(screen.folder.parent / "app.pem"))
    assert screen.leadline("connect", "github", "--url", address, *given) == 0
    assert screen.leadline("sync") == 0
    github.apps.revoke()
    assert screen.leadline("sync", "--full") == 0
    assert github.apps.tokens
    assert leaks(screen.written()) == {}


FAULTS: dict[str, Fault] = {
    "a refusal that repeats the token": status(401, body={"message": f"Bad credentials: {TOKEN}"}),
    "a proxy that repeats all it was sent": echo(TOKEN, *SEEDED.values()),
    "a page that repeats the header": text(f"<html>Authorization: Bearer {TOKEN}</html>"),
    "an error that repeats the token": status(
        200, body={"data": None, "errors": [{"message": f"Token {TOKEN} may not do this."}]}
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_failing_leaks_nothing(screen: Screen, address: str, github: FakeGitHub, fault: Fault) -> None:
    assert screen.leadline("connect", "github", "--url", address, typed=TOKEN) == 0
    github.always = fault
    assert screen.leadline("sync") == 1
    assert screen.leadline("check") == 1
    screen.leadline("health")
    screen.leadline("connect", "github", "--url", address, typed=REFUSED)
    written = screen.written()
    assert b"Nothing was saved." in written["the screen"]
    assert leaks(written) == {}


SETTINGS = {
    "a secret under a key of its own": '{"slack": {"botToken": "hunter2-in-the-settings"}}',
    "a secret in broken JSON": '{"slack": {"signingSecret": "hunter2-in-the-settings"',
    "a password in an address": '{"database": "postgresql://x:hunter2-in-the-settings@127.0.0.1:1/x"}',
}


@pytest.mark.parametrize("config", SETTINGS.values(), ids=SETTINGS)
def test_refusing_the_settings_leaks_nothing(screen: Screen, config: str) -> None:
    (screen.folder / "config.json").write_text(config)
    assert screen.leadline("sync") == 1
    (screen.folder / "config.json").unlink()
    assert b"config.json has" in screen.written()["the screen"]
    assert leaks(screen.written()) == {}


def test_a_database_that_is_away_leaks_no_password(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_DATABASE", "postgresql://x:hunter2-in-the-address@127.0.0.1:1/x")
    assert screen.leadline("sync") == 1
    assert screen.leadline("doctor") == 1
    assert leaks(screen.written()) == {}


def test_a_wrong_master_key_is_refused_without_showing_either(
    screen: Screen, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert screen.leadline("connect", "github", "--url", address, typed=TOKEN) == 0
    monkeypatch.setenv("LEADLINE_KEY", base64.b64encode(bytes(32)).decode())
    assert screen.leadline("sync") == 1
    monkeypatch.setenv("LEADLINE_KEY", "canary-that-is-no-key")
    assert screen.leadline("sync") == 1
    assert b"canary-that-is-no-key" not in screen.written()["the screen"]
    assert leaks(screen.written()) == {}


@pytest.mark.usefixtures("folder")
def test_no_repr_and_no_traceback_shows_a_secret(address: str, github: FakeGitHub) -> None:
    parts, errors = met(load(), address, github)
    shown = "\n".join([*(f"{part!r} {part}" for part in parts), *errors])
    assert len(parts) > 6
    assert "Traceback" in shown
    assert leaks({"reprs": shown.encode()}) == {}


def met(settings: Settings, address: str, github: FakeGitHub) -> tuple[list[object], list[str]]:
    """Everything that holds a secret, and the traceback of a refusal by GitHub."""
    leadline: Leadline = build(settings)
    connections = leadline.services.connections
    source = connections.source("github", address)
    connections.save(source, {"token": TOKEN})
    client = connections.client(source)
    github.always = status(401, body={"message": f"Bad credentials: {TOKEN}"})
    with pytest.raises(LeadlineError) as refused:
        list(client.repositories())
    client.close()
    leadline.close()
    parts = [settings, settings.secrets, Environment(), leadline, leadline.store, leadline.services]
    parts += [connections, vars(connections), client, vars(client)]
    return parts, traceback.format_exception(refused.value)
