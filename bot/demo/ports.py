"""Ports of this machine: the wanted one, or the next that is free."""

import socket

from domain.errors import Misconfigured

TRIED = 100


def free(wanted: int) -> int:
    """The first port from the wanted one on where nothing listens.

    It is counted up, not drawn: the system hands ports of its own range to outgoing connections, so
    one of those may be gone by the time that it is used.

    Raises:
        Misconfigured: all of a hundred are taken.
    """
    for port in range(wanted, min(wanted + TRIED, 65_536)):
        if _is_free(port):
            return port
    raise Misconfigured(
        f"Something listens on port {wanted} and on all that follow it.", hint="Say another port."
    )


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
