"""Keeping Slack's secrets out of the log: tokens, response URLs, trigger ids, socket addresses."""

import logging
import re

SECRETS = re.compile(
    r"(?:xox[a-z]|xapp|xwfp)-[\w.-]+"
    r"|https?://[^\s\"']*/(?:commands|actions|workflows|upload|services|response)/[^\s\"']+"
    r"|wss?://[^\s\"']+"
    r"|(?<=trigger_id)(?:\"|'|=|:|\s)+[\w.]+"
)
HIDDEN = "[hidden]"


def redact(text: str) -> str:
    """The text without anything that would let its reader act as us."""
    return SECRETS.sub(HIDDEN, text)


class Redaction(logging.Filter):
    """Redacts whatever a record says, its error and traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; never drop it."""
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True
