"""Slack's Socket Mode on loopback: a small WebSocket server that sends envelopes and takes acknowledgements.

https://datatracker.ietf.org/doc/html/rfc6455
"""

import base64
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha1
from socket import SHUT_RDWR, create_server, socket
from threading import Event, Lock, Thread
from time import monotonic

from tests.fakes.slack.blocks import Json
from tests.fakes.slack.workspace import Workspace

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


@dataclass
class Sent:
    """An envelope on its way, and what came back for it."""

    id: str
    at: float
    acknowledged: Event = field(default_factory=Event)
    took: float = 0.0
    payload: Json | None = None


class SocketMode:
    """Sends to the newest connection."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.connected = Event()
        self.connections = 0
        self.sent: dict[str, Sent] = {}
        self._listener = create_server(("127.0.0.1", 0))
        self._lock = Lock()
        self._peer: socket | None = None
        self.address = f"ws://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def send(self, kind: str, payload: Json, **extra: object) -> Sent:
        """Hand an envelope to the app: kind is slash_commands, interactive or events_api."""
        sent = Sent(self.space.fresh("E"), monotonic())
        self.sent[sent.id] = sent
        envelope = {
            "type": kind,
            "envelope_id": sent.id,
            "payload": payload,
            "accepts_response_payload": True,
        }
        self._write(TEXT, json.dumps({**envelope, **extra}).encode())
        return sent

    def ask_to_reconnect(self) -> None:
        """What Slack says before it refreshes a connection."""
        self.connected.clear()
        self._write(TEXT, json.dumps({"type": "disconnect", "reason": "refresh_requested"}).encode())

    def cut(self) -> None:
        """Drop the connection without a word."""
        self.connected.clear()
        with self._lock:
            if self._peer is not None:
                with suppress(OSError):
                    self._peer.shutdown(SHUT_RDWR)
                self._peer = None

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket) -> None:
        with peer, suppress(OSError, EOFError):
            self._shake_hands(peer)
            with self._lock:
                self._peer = peer
            self.connections += 1
            self._write(TEXT, b'{"type":"hello","num_connections":1}')
            self.connected.set()
            while True:
                self._take(*_frame(peer))

    def _shake_hands(self, peer: socket) -> None:
        request = b""
        while not request.rstrip(b" ").endswith(b"\r\n\r\n"):
            piece = peer.recv(1)
            if not piece:
                raise EOFError
            request += piece
        key = next(
            line.split(b":")[1].strip() for line in request.split(b"\r\n") if b"Sec-WebSocket-Key" in line
        )
        accept = base64.b64encode(sha1(key + MAGIC).digest())  # noqa: S324 - the protocol's own hash
        peer.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )

    def _take(self, opcode: int, data: bytes) -> None:
        if opcode == PING:
            self._write(PONG, data)
        elif opcode == CLOSE:
            raise EOFError
        elif opcode == TEXT:
            answer = json.loads(data)
            sent = self.sent[answer["envelope_id"]]
            sent.took, sent.payload = monotonic() - sent.at, answer.get("payload")
            sent.acknowledged.set()

    def _write(self, opcode: int, data: bytes) -> None:
        with self._lock:
            if self._peer is None:
                raise ConnectionError("nobody is connected")
            self._peer.sendall(_framed(opcode, data))


def _framed(opcode: int, data: bytes) -> bytes:
    head = bytes([0x80 | opcode])
    if len(data) < 126:
        return head + bytes([len(data)]) + data
    if len(data) < 65536:
        return head + bytes([126]) + struct.pack("!H", len(data)) + data
    return head + bytes([127]) + struct.pack("!Q", len(data)) + data


def _frame(peer: socket) -> tuple[int, bytes]:
    first, second = _exactly(peer, 2)
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack("!H", _exactly(peer, 2))
    elif size == 127:
        (size,) = struct.unpack("!Q", _exactly(peer, 8))
    mask = _exactly(peer, 4)
    data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(_exactly(peer, size)))
    return first & 0x0F, data


def _exactly(peer: socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = peer.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


@contextmanager
def socket_mode(space: Workspace) -> Iterator[SocketMode]:
    """Socket Mode for a workspace; `apps.connections.open` hands out its address."""
    mode = SocketMode(space)
    space.socket_address = mode.address
    try:
        yield mode
    finally:
        mode.close()
