"""Slack's HTTP side on loopback: the Web API, response URLs and uploads, with faults on demand."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

from tests.fakes.slack.blocks import Json
from tests.fakes.slack.methods import call, respond
from tests.fakes.slack.workspace import Call, Fault, Workspace


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    space: Workspace


class _Door(BaseHTTPRequestHandler):
    """One request; the path says which of Slack's addresses is meant."""

    server: _Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind, _, name = self.path.lstrip("/").partition("/")
        {"api": self._api, "response": self._response, "upload": self._upload}[kind](name.strip("/"), body)

    def log_message(self, *_: object) -> None:
        """Tests read `calls`."""

    def _api(self, name: str, body: bytes) -> None:
        arguments = self._arguments(body)
        with self.server.space.lock:
            self.server.space.calls.append(Call(name, arguments, self.server.space.now()))
        fault = self._fault(name)
        if self._hurt(fault):
            return
        with self.server.space.lock:
            answer = call(self.server.space, name, arguments)
        if fault and fault.drop_after:
            self.connection.close()
            return
        self._reply(200, json.dumps(answer), "application/json")

    def _response(self, name: str, body: bytes) -> None:
        space = self.server.space
        with space.lock:
            space.calls.append(Call("response_url", json.loads(body), space.now()))
        if self._hurt(self._fault("response_url")):
            return
        with space.lock:
            status, answer = respond(space, name, json.loads(body))
        self._reply(status, answer, "text/plain")

    def _upload(self, name: str, body: bytes) -> None:
        with self.server.space.lock:
            self.server.space.files[name].content = body
        self._reply(200, "OK", "text/plain")

    def _fault(self, name: str) -> Fault | None:
        with self.server.space.lock:
            waiting = self.server.space.faults[name]
            return waiting.popleft() if waiting else None

    def _hurt(self, fault: Fault | None) -> bool:
        """Do what the fault says; True when nothing else is to be answered."""
        if fault is None or fault.drop_after:
            return False
        time.sleep(fault.hang)
        if fault.drop:
            self.connection.close()
            return True
        if fault.body is None and fault.status == 200:
            return False
        self._reply(fault.status, fault.body or "", "application/json", fault.headers)
        return True

    def _arguments(self, body: bytes) -> Json:
        if "json" in self.headers.get("Content-Type", ""):
            return dict(json.loads(body or b"{}"))
        return dict(parse_qsl(body.decode(), keep_blank_values=True))

    def _reply(self, status: int, body: str, kind: str, headers: dict[str, str] | None = None) -> None:
        sent = body.encode()
        self.send_response(status)
        for name, value in {
            **(headers or {}),
            "Content-Type": kind,
            "Content-Length": str(len(sent)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)


@contextmanager
def serving(space: Workspace) -> Iterator[str]:
    """Serve a workspace; yields the address of its Web API."""
    listener = _Listener(("127.0.0.1", 0), _Door)
    listener.space = space
    space.address = f"http://127.0.0.1:{listener.server_address[1]}"
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{space.address}/api/"
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
