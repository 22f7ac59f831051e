"""The fake GitHub as a real HTTP server on loopback, to which the real program is pointed."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from tests.fakes.github.fake import FakeGitHub


@contextmanager
def serve(github: FakeGitHub) -> Iterator[str]:
    """The base URL, as of an Enterprise Server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._pass_on()

        def do_GET(self) -> None:
            self._pass_on()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            url = f"http://{self.headers['host']}{self.path}"
            request = httpx.Request(self.command, url, headers=list(self.headers.items()), content=body)
            try:
                response = github.handle_request(request)
            except httpx.TransportError:
                self.close_connection = True
                return
            self.send_response_only(response.status_code)
            for name, value in response.headers.items():
                if name not in ("content-length", "content-encoding"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(response.content)))
            self.end_headers()
            self.wfile.write(response.content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
