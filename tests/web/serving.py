"""An app behind a real server on loopback, and a client for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from fastapi import FastAPI

from web.server import Server


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve the app while inside."""
    server = Server(app)
    server.open()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=10) as client:
            yield client
    finally:
        server.close()
