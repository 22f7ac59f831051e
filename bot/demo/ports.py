"""Ports of this machine: the wanted one, or another that is free."""

import socket


def free(wanted: int) -> int:
    """The wanted port if nothing listens there, else any free one."""
    for port in (wanted, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as probe:
                return int(probe.getsockname()[1])
        except OSError:
            continue
    return wanted
