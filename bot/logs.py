"""The log: one plain line an event on stderr, levels in words, and never a secret."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

HIDDEN = "[secret]"
SHORTEST_SECRET = 8
KNOWN = re.compile(
    r"""(?x)
      gh[pousr]_[A-Za-z0-9._]{16,}              # GitHub tokens; installation tokens may hold dots
    | github_pat_\w{20,}
    | xox[a-z](?:\.xox[a-z])?-[\w-]{8,}         # Slack tokens, rotated ones too
    | xapp-[\w-]{8,}
    | eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*           # JSON Web Tokens, such as those a GitHub App signs in with
    | -----BEGIN[ A-Z]*PRIVATE\ KEY-----[\s\S]*?(?:-----END[ A-Z]*PRIVATE\ KEY-----|\Z)
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)           # user and password of an address
    | (?i:(?<=bearer\ )|(?<=basic\ )|(?<=token\ ))[A-Za-z0-9._~+/=-]{20,}
    """
)
QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.ERROR,  # a slot that meets its job still at work is no news
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "matplotlib": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "uvicorn.access": logging.WARNING,
}
"""Chatty libraries, at the level from which they are heard, whatever ours is."""


class Redaction:
    """Takes secrets out of text: whatever looks like one, and the very values it was told.

    It is a logging filter too. A line is made whole first, traceback and all, so that nothing hides
    in an argument.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """Never show these; each line of a longer one counts for itself, as tracebacks cut them."""
        pieces = {piece.strip() for secret in secrets for piece in (secret, *secret.splitlines())}
        self._secrets |= {piece for piece in pieces if len(piece) >= SHORTEST_SECRET}

    def __call__(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return KNOWN.sub(HIDDEN, text)

    def __repr__(self) -> str:
        return f"Redaction({len(self._secrets)} values)"


class Lines(logging.Formatter):
    """`2026-11-24T09:00:00Z info services.sync: Synced github.`, with line breaks kept visible."""

    def __init__(self, redact: Redaction) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        line = f"{at} {record.levelname.lower()} {record.name}: {_one_line(record.getMessage())}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return self._redact(line)


def _one_line(text: str) -> str:
    """A message cannot forge another line of the log."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def start(level: str = "info", *, redact: Redaction | None = None, stream: TextIO | None = None) -> Redaction:
    """Write the log of this process to `stream` (stderr); returns the redaction to teach secrets to."""
    redact = redact or Redaction()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines(redact))
    root = logging.getLogger()
    for former in [*root.handlers]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, root.level))
    return redact
