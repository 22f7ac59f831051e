"""Ports of this machine."""

import socket

from bot.demo import ports


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        wanted = probe.getsockname()[1]
    assert ports.free(wanted) == wanted


def test_another_is_found_when_somebody_listens_on_the_wanted_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        found = ports.free(wanted)
    assert found != wanted
    assert found > 0
