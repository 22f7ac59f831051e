"""Serving: pages, Slack and the ticker beside one another, and the end of it, against a strict Slack."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event, Timer

import httpx
import pytest

from bot.app import Leadline, build
from bot.serving import SIGNALS, planned, serve, stopped_by_signal
from bot.settings import Settings, load
from domain.errors import Misconfigured
from scheduler import BUILTIN
from scheduler.job import Job, Tools
from scheduler.schedule import Every
from tests.bot.cli.conftest import folder as _folder
from tests.bot.filled import configure, fill
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack import payloads
from tests.fakes.slack.server import serving
from tests.fakes.slack.websocket import SocketMode, socket_mode
from tests.fakes.slack.workspace import Workspace

ROOT = Path(__file__).parents[2]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test", "SLACK_SIGNING_SECRET": "s3cret"}
folder = _folder


@dataclass
class Slack:
    """A workspace with Socket Mode, and the settings that lead there."""

    space: Workspace
    mode: SocketMode
    api_url: str

    def settings(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **said: object) -> Settings:
        """The settings of an installation in this workspace, on a free port."""
        slack = {"apiUrl": self.api_url} | dict(said.pop("slack", {}))  # type: ignore[call-overload] # a section
        configure(folder, slack=slack, web={"port": 0}, **said)
        for name, token in TOKENS.items():
            monkeypatch.setenv(name, token)
        return load()


@pytest.fixture
def slack() -> Iterator[Slack]:
    space = workspace()
    with serving(space) as api_url, socket_mode(space) as mode:
        yield Slack(space, mode, api_url)


@contextmanager
def built(settings: Settings) -> Iterator[Leadline]:
    leadline = build(settings)
    try:
        yield leadline
    finally:
        leadline.close()


@contextmanager
def serving_process(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """`leadline serve` in a process of its own, that does not outlive the test."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "serve"]
    with subprocess.Popen(command, cwd=folder, env=environment, text=True, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def status(port: int, path: str) -> tuple[int, dict[str, object]]:
    answer = httpx.get(f"http://127.0.0.1:{port}{path}", timeout=10)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("missing", "mode"),
    [("SLACK_BOT_TOKEN", "socket"), ("SLACK_APP_TOKEN", "socket"), ("SLACK_SIGNING_SECRET", "http")],
    ids=["the bot's token", "the app's token", "the signing secret"],
)
def test_a_token_that_is_missing_is_told_with_where_it_comes_from(
    missing: str, mode: str, slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.settings(folder, monkeypatch, slack={"mode": mode}, publicUrl="https://leadline.example.com")
    monkeypatch.delenv(missing)
    with (
        built(load()) as leadline,
        pytest.raises(Misconfigured, match=f"no {missing}") as told,
        serve(leadline),
    ):
        pytest.fail("It serves without.")
    assert "set-up-slack.md" in told.value.hint
    assert slack.space.calls == []


@pytest.mark.parametrize("mode", ["socket", "http"], ids=str)
def test_a_mode_needs_only_its_own_tokens(
    mode: str, slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.settings(folder, monkeypatch, slack={"mode": mode}, publicUrl="https://leadline.example.com")
    monkeypatch.delenv("SLACK_SIGNING_SECRET" if mode == "socket" else "SLACK_APP_TOKEN")
    with built(load()) as leadline, serve(leadline, ()) as stop:
        assert not stop.is_set()


def test_a_port_that_is_taken_is_told(slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = slack.settings(folder, monkeypatch)
        settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
        with built(settings) as leadline, pytest.raises(Misconfigured, match=f":{port}"), serve(leadline):
            pytest.fail("It serves on a port of somebody else's.")
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_it_is_ready_once_slack_is_connected_and_not_before(
    slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    settings = slack.settings(folder, monkeypatch)
    settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
    slack.space.socket_address = "ws://127.0.0.1:1"
    with built(settings) as leadline, serve(leadline, ()):
        assert status(port, "/healthz") == (200, {"status": "alive"})
        assert status(port, "/readyz") == (503, {"status": "not ready", "store": True, "slack": False})
        slack.space.socket_address = slack.mode.address
        assert eventually(lambda: status(port, "/readyz")[0] == 200, within=20)


def test_a_command_is_answered_through_the_socket(
    slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder / ".leadline/leadline.db")
    with built(slack.settings(folder, monkeypatch)) as leadline, serve(leadline, ()):
        assert eventually(slack.mode.connected.is_set, within=10)
        sent = slack.mode.send("slash_commands", payloads.command(slack.space, "cycle-time payments"))
        assert sent.acknowledged.wait(5)
        assert eventually(lambda: bool(slack.space.seen_by("UANA")), within=15)
        assert eventually(lambda: "1 d 6 h" in str(slack.space.seen_by("UANA")[-1].blocks), within=15)


def test_http_mode_is_ready_by_asking_slack_and_opens_no_socket(
    slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    settings = slack.settings(
        folder, monkeypatch, slack={"mode": "http"}, publicUrl="https://leadline.example.com"
    )
    settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
    with built(settings) as leadline, serve(leadline, ()):
        assert status(port, "/readyz")[1]["slack"] is True
        unsigned = httpx.post(
            f"http://127.0.0.1:{port}/slack/events", data={"command": "/metrics"}, timeout=10
        )
    assert unsigned.status_code == 401
    assert slack.mode.connections == 0


def test_in_socket_mode_nobody_can_post_commands(
    slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    settings = slack.settings(folder, monkeypatch)
    settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
    with built(settings) as leadline, serve(leadline, ()):
        posted = httpx.post(f"http://127.0.0.1:{port}/slack/events", data={"command": "/metrics"}, timeout=10)
    assert posted.status_code == 404


def test_the_jobs_are_ours_as_often_as_the_settings_say(folder: Path) -> None:
    configure(folder, sync={"every": "90s"})
    with built(load()) as leadline:
        jobs = {job.name: job.schedule for job in planned(leadline)}
    assert jobs.keys() == {job.name for job in BUILTIN}
    assert jobs["sync"] == Every(timedelta(seconds=90))
    assert jobs["pictures.prune"] == next(job.schedule for job in BUILTIN if job.name == "pictures.prune")


@pytest.mark.parametrize("handed_in", [True, False], ids=["one job", "no job at all"])
def test_exactly_the_jobs_that_are_handed_in_run(
    *, handed_in: bool, slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = Event()

    def run(_: Tools) -> str:
        ran.set()
        return ""

    jobs = (Job("a test's", Every(timedelta(seconds=1)), run),) if handed_in else ()
    with built(slack.settings(folder, monkeypatch)) as leadline:
        with serve(leadline, jobs):
            assert ran.wait(15 if handed_in else 1) is handed_in
        with leadline.store.read() as shelves:
            assert shelves.due.last("sync") is None


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_sets_the_event_instead_of_ending_the_process(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stopped_by_signal() as stop:
        Timer(0.05, os.kill, (os.getpid(), number)).start()
        assert stop.wait(5)
    assert signal.getsignal(number) is before


def test_leaving_ends_everything_within_seconds_and_puts_the_signals_back(
    slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    settings = slack.settings(folder, monkeypatch)
    settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
    before = [signal.getsignal(number) for number in SIGNALS]
    with built(settings) as leadline:
        with serve(leadline, ()):
            assert eventually(slack.mode.connected.is_set, within=10)
            began = time.monotonic()
        assert time.monotonic() - began < 5
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2)
    assert [signal.getsignal(number) for number in SIGNALS] == before


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_the_command_serves_until_it_is_told_to_stop(
    number: signal.Signals, slack: Slack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.settings(folder, monkeypatch)
    with serving_process(folder) as process:
        assert process.stderr
        assert eventually(slack.mode.connected.is_set, within=30)
        assert process.stderr.readline() == "Leadline is up; Ctrl-C stops it.\n"
        began = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert " info " not in err
    assert time.monotonic() - began < 8
