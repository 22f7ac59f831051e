"""Slack calling us: the signature is checked on the raw bytes, before anything is read."""

from collections.abc import Sequence

from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from web.slack import Reply

Headers = Sequence[tuple[str, str]]
SIGNED = ("x-slack-signature", "x-slack-request-timestamp")


class Door:
    """Answers `POST /slack/events` through Bolt.

    Bolt's own Starlette adapter dispatches on the event loop, which stands still until the
    listener has acknowledged; this one is called from a thread.
    """

    def __init__(self, app: App, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    def __call__(self, body: bytes, headers: Headers) -> Reply:
        """Slack's request in, what it gets back out; 401 without a valid, recent signature."""
        if not self._is_signed(body, headers):
            return Reply(401, "")
        answer = self._app.dispatch(BoltRequest(body=body.decode(), headers=dict(headers)))
        kind = answer.headers.get("content-type", ["text/plain"])[0]
        return Reply(answer.status, answer.body or "", kind)

    def _is_signed(self, body: bytes, headers: Headers) -> bool:
        signature, timestamp = ([v for name, v in headers if name.lower() == wanted] for wanted in SIGNED)
        if len(signature) != 1 or len(timestamp) != 1 or not signature[0].isascii():
            return False
        try:
            return self._verifier.is_valid(body, timestamp[0], signature[0])
        except (ValueError, OverflowError):  # a timestamp that is none, or a body that is no text
            return False
