"""Socket Mode: connected for as long as the process lives, drained before it ends."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Event, Lock, Thread
from time import monotonic, sleep

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.client import web_client
from bot.slack.refusals import TRANSPORT

CONCURRENCY = 32
PING_INTERVAL = 2.0
"""A socket without a pong for four of them is given up."""

LOOK, LAST_LOOK = 0.5, 0.05

BUFFER = 16_384
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
DRAIN = 10.0
LAST_ACKS = 3.0
"""Seconds after which Slack has given up on an acknowledgement anyway."""

log = logging.getLogger("leadline.slack")


class Intake(SocketModeHandler):
    """Bolt's handler, counting the envelopes that are not acknowledged yet."""

    def __init__(self, app: App, app_token: str, web_client: WebClient) -> None:
        self._lock = Lock()
        self.in_hand = 0
        super().__init__(
            app,
            app_token,
            logger=log,
            web_client=web_client,
            concurrency=CONCURRENCY,
            ping_interval=PING_INTERVAL,
            receive_buffer_size=BUFFER,
        )

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatch one envelope and send its acknowledgement."""
        with self._lock:
            self.in_hand += 1
        try:
            super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows its own argument
        finally:
            with self._lock:
                self.in_hand -= 1


class Socket:
    """One Socket Mode connection of the app, opened in the background so that we start without Slack."""

    def __init__(
        self, app: App, app_token: str, *, api_url: str | None = None, first_pause: float = FIRST_PAUSE
    ) -> None:
        self._intake = Intake(app, app_token, web_client(app_token, api_url=api_url))
        self._first_pause = first_pause
        self._closing = Event()
        self._opening = Thread(target=self._open, name="slack-connect", daemon=True)

    @property
    def is_connected(self) -> bool:
        return bool(self._intake.client.is_connected())

    @property
    def in_hand(self) -> int:
        """How many envelopes wait for their acknowledgement."""
        return self._intake.in_hand

    def open(self) -> None:
        """Begin to connect; returns at once."""
        self._opening.start()

    def close(self) -> None:
        """Acknowledge what was taken in, then take in nothing more."""
        self._closing.set()
        client = self._intake.client
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        if self._opening.is_alive():
            self._opening.join(timeout=DRAIN)
        until = monotonic() + LAST_ACKS
        while self.in_hand and monotonic() < until:
            sleep(0.01)
        self._wake()
        self._end()

    def _wake(self) -> None:
        """End the client's wait for more, which closing would otherwise sit out for seconds."""
        session = self._intake.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(SHUT_RDWR)

    def _end(self) -> None:
        """Close the client; one that was just (re)connecting forgets that it is closed, and is told again."""
        client = self._intake.client
        closing = Thread(target=client.close, name="slack-close", daemon=True)
        closing.start()
        until = monotonic() + DRAIN
        while closing.is_alive() and monotonic() < until:
            client.current_session_state.terminated = True
            closing.join(LAST_LOOK)

    def _open(self) -> None:
        pause = self._first_pause
        while not self._closing.is_set():
            try:
                self._intake.client.connect()
            except (SlackApiError, *TRANSPORT) as error:
                log.warning("Slack cannot be reached yet, the next try is in %.0f s: %s", pause, error)
                self._closing.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                self._watch()

    def _watch(self) -> None:
        """Drop a socket at its first failed ping; the client, which then reconnects, waits for five."""
        while not self._closing.wait(LOOK):
            session = self._intake.client.current_session
            if session is not None and session.consecutive_check_state_error_count:
                session.disconnect()


def drain(pools: tuple[ThreadPoolExecutor, ...], *, within: float = DRAIN) -> bool:
    """Let handed-over work finish; False when some of it took longer than that."""
    until = monotonic() + within
    for pool in pools:
        finish = Thread(target=pool.shutdown, kwargs={"wait": True, "cancel_futures": False}, daemon=True)
        finish.start()
        finish.join(max(0.0, until - monotonic()))
        if finish.is_alive():
            log.error("Work was still running after %d s and is given up", within)
            return False
    return True
