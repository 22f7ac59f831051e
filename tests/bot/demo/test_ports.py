"""Ports of this machine."""

import socket
from contextlib import ExitStack

import pytest

from bot.demo import ports
from domain.errors import Misconfigured


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        wanted = probe.getsockname()[1]
    assert ports.free(wanted) == wanted


def test_the_next_is_taken_when_somebody_listens_on_the_wanted_one() -> None:
    with ExitStack() as stack:
        wanted = ports.free(23_400)
        stack.enter_context(socket.create_server(("127.0.0.1", wanted)))
        after = ports.free(wanted)
        stack.enter_context(socket.create_server(("127.0.0.1", after)))
        assert wanted < after < ports.free(wanted)


def test_when_every_port_is_taken_that_is_said() -> None:
    with ExitStack() as stack:
        wanted = ports.free(65_535)
        stack.enter_context(socket.create_server(("127.0.0.1", wanted)))
        with pytest.raises(Misconfigured, match="listens on port 65535"):
            ports.free(wanted)
