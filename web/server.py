"""Uvicorn in a thread beside Socket Mode, and its graceful end."""

import socket
from threading import Thread

import uvicorn
from fastapi import FastAPI

from domain.errors import Misconfigured

GRACE = 5


class Server:
    """Serves an app until it is closed."""

    def __init__(self, app: FastAPI, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Take the address at once; port 0 is any free one.

        Raises:
            Misconfigured: the address is taken, or not this machine's.
        """
        self._socket = _bound(host, port)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=GRACE,
            )
        )
        self._thread = Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def open(self) -> None:
        """Begin to serve; requests made from now on are answered."""
        self._thread.start()

    def close(self) -> None:
        """Answer what is being asked, then stop."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout=GRACE + 2)
        self._socket.close()


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise Misconfigured(
            f"Nothing can listen on {host}:{port} ({error.strerror}).",
            hint="Another program holds that address, or it is not this machine's: set another host or port.",
        ) from error
