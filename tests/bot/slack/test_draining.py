"""SIGTERM at a bad moment: what was acknowledged is still answered, once, and the process ends in time."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from time import monotonic

import pytest

from storage.store import Store
from tests.bot.slack.house import PAYMENTS, fill, introduce, twelve
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack.payloads import command
from tests.fakes.slack.server import serving
from tests.fakes.slack.websocket import SocketMode, socket_mode
from tests.fakes.slack.workspace import Fault, Workspace

ROOT = Path(__file__).parents[3]


@dataclass
class Outside:
    """The Slack that a process of its own is connected to."""

    space: Workspace
    slack: SocketMode
    process: Popen[bytes]

    def stop(self) -> float:
        """Send SIGTERM; how many seconds the process took to end well."""
        began = monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0
        return monotonic() - began


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    space, path = workspace(), tmp_path / "leadline.db"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    fill(store, twelve(), (PAYMENTS,))
    introduce(store)
    store.close()
    with ExitStack() as stack:
        api_url = stack.enter_context(serving(space))
        slack = stack.enter_context(socket_mode(space))
        process = Popen([sys.executable, "-m", "tests.bot.slack.draining", str(path), api_url], cwd=ROOT)
        stack.callback(process.wait)
        stack.callback(process.kill)
        assert eventually(slack.connected.is_set, within=30)
        yield Outside(space, slack, process)


def test_a_process_with_nothing_to_do_ends_at_once(outside: Outside) -> None:
    assert outside.stop() < 10


def test_what_was_acknowledged_is_answered_before_the_end(outside: Outside) -> None:
    outside.space.fail("users.info", Fault(hang=1.0))
    sent = outside.slack.send("slash_commands", command(outside.space, "list"))
    assert sent.acknowledged.wait(5)
    assert outside.space.messages == []
    assert outside.stop() < 10
    assert len(outside.space.seen_by("UANA")) >= 1
    assert "ask for" in outside.space.seen_by("UANA")[-1].text


def test_a_burst_is_answered_to_the_last_question(outside: Outside) -> None:
    questions = [command(outside.space, "list") for _ in range(20)]
    sent = [outside.slack.send("slash_commands", each) for each in questions]
    assert all(each.acknowledged.wait(5) for each in sent)
    assert outside.stop() < 10
    assert len(outside.space.seen_by("UANA")) == 20
