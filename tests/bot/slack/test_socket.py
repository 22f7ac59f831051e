"""Socket Mode: it connects when Slack is there, comes back when cut off, and drains before it ends."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.socket import Socket, drain
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack.payloads import command
from tests.fakes.slack.server import serving
from tests.fakes.slack.websocket import SocketMode, socket_mode
from tests.fakes.slack.workspace import Fault, Workspace


def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test")


@dataclass
class Wire:
    """A workspace with Socket Mode, and a socket to it that is not open yet."""

    space: Workspace
    slack: SocketMode
    socket: Socket
    heard: list[str] = field(default_factory=list)
    hold: Event = field(default_factory=Event)


@pytest.fixture
def wire() -> Iterator[Wire]:
    space = workspace()
    with ExitStack() as stack:
        api_url = stack.enter_context(serving(space))
        slack = stack.enter_context(socket_mode(space))
        app = App(client=WebClient(), authorize=authorize, signing_secret="")
        made = Wire(space, slack, Socket(app, "xapp-test", api_url=api_url, first_pause=0.05))
        made.hold.set()

        @app.command("/metrics")
        def metrics(ack: Ack, body: dict[str, Any]) -> None:
            made.hold.wait(5)
            made.heard.append(body["text"])
            ack()

        yield made
        made.hold.set()
        made.socket.close()


def connected(wire: Wire) -> bool:
    return eventually(lambda: wire.slack.connected.is_set() and wire.socket.is_connected, within=10)


def test_a_command_is_acknowledged(wire: Wire) -> None:
    wire.socket.open()
    assert connected(wire)
    sent = wire.slack.send("slash_commands", command(wire.space, "list"))
    assert sent.acknowledged.wait(5)
    assert wire.heard == ["list"]


def test_it_starts_while_slack_is_away_and_connects_when_it_is_back(wire: Wire) -> None:
    wire.space.fail(
        "apps.connections.open", Fault(drop=True), Fault(status=503, body="{}"), Fault(body="<html>")
    )
    wire.socket.open()
    assert not wire.socket.is_connected
    assert connected(wire)
    assert len(wire.space.called("apps.connections.open")) == 4


def test_it_comes_back_when_slack_asks_it_to(wire: Wire) -> None:
    wire.socket.open()
    assert connected(wire)
    wire.slack.ask_to_reconnect()
    assert eventually(lambda: wire.slack.connections == 2)
    assert connected(wire)
    assert wire.slack.send("slash_commands", command(wire.space, "health")).acknowledged.wait(5)


def test_it_comes_back_within_ten_seconds_when_it_is_cut_off(wire: Wire) -> None:
    wire.socket.open()
    assert connected(wire)
    wire.slack.cut()
    assert eventually(lambda: wire.slack.connections == 2, within=10)
    assert connected(wire)


def test_what_was_taken_in_is_acknowledged_before_it_closes(wire: Wire) -> None:
    wire.socket.open()
    assert connected(wire)
    wire.hold.clear()
    sent = wire.slack.send("slash_commands", command(wire.space, "list"))
    assert eventually(lambda: wire.socket.in_hand == 1)
    wire.hold.set()
    wire.socket.close()
    assert sent.acknowledged.wait(5)


def test_one_that_has_only_just_connected_closes_as_quickly(wire: Wire) -> None:
    wire.socket.open()
    assert eventually(wire.slack.connected.is_set, within=10)
    began = monotonic()
    wire.socket.close()
    assert monotonic() - began < 5


def test_closing_ends_the_wait_for_a_slack_that_is_away(wire: Wire) -> None:
    wire.space.fail("apps.connections.open", *[Fault(drop=True)] * 50)
    wire.socket.open()
    wire.socket.close()
    assert not wire.socket.is_connected


def test_a_hundred_commands_at_once_are_all_acknowledged(wire: Wire) -> None:
    wire.socket.open()
    assert connected(wire)
    sent = [wire.slack.send("slash_commands", command(wire.space, str(n))) for n in range(100)]
    assert all(each.acknowledged.wait(5) for each in sent)
    assert max(each.took for each in sent) < 3
    assert sorted(wire.heard, key=int) == [str(n) for n in range(100)]


def test_work_that_was_begun_is_finished(wire: Wire) -> None:
    pool, done = ThreadPoolExecutor(1), list[str]()
    pool.submit(wire.hold.wait, 5)
    pool.submit(done.append, "work")
    assert drain((pool,), within=5)
    assert done == ["work"]


def test_work_that_does_not_end_is_given_up_in_time(wire: Wire) -> None:
    pool = ThreadPoolExecutor(1)
    wire.hold.clear()
    pool.submit(wire.hold.wait, 5)
    assert not drain((pool,), within=0.05)
    wire.hold.set()
