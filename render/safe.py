"""External words made safe to show: a pull request's title pings nobody and hides nothing."""

import html
import re
import unicodedata

ELLIPSIS = "…"
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = re.compile(
    "(?<=[^\x00-\x7f])([\u200c\u200d])[\u200c\u200d]*(?=[^\x00-\x7f\u200c\u200d])|[\u200c\u200d]+"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


def clean(text: str) -> str:
    """One line without control, bidirectional or invisible characters.

    A joiner stays where it shapes a word or an emoji, between two characters beyond ASCII.
    """
    return _JOINERS.sub(r"\1", _INVISIBLE.sub("", _CONTROL.sub(" ", text))).strip()


def escape(text: str, limit: int | None = None) -> str:
    """Clean text as mrkdwn that shows just it, at most `limit` characters long as it is sent.

    Slack asks for these three characters and no others (https://docs.slack.dev/messaging/formatting-message-text).
    """
    plain = clean(text)
    sent = html.escape(plain, quote=False)
    if limit is None or len(sent) <= limit:
        return sent
    room = min(limit, len(plain))
    while len(sent) > limit:
        room -= 1
        sent = html.escape(shorten(plain, room), quote=False)
    return sent


def shorten(text: str, limit: int) -> str:
    """The text, or as many whole characters as a reader sees of it with an ellipsis, `limit` long at most."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    return text[: _boundary(text, limit - 1)].rstrip() + ELLIPSIS


def _boundary(text: str, cut: int) -> int:
    """The last place at or before `cut` where no accent, joined emoji or flag is torn apart."""
    while 0 < cut < len(text) and _continues(text, cut):
        cut -= 1
    return cut


def _continues(text: str, at: int) -> bool:
    here, before = text[at], text[at - 1]
    if unicodedata.category(here).startswith("M") or here == "\u200d" or before == "\u200d":
        return True
    if ord(here) in _TONES:
        return True
    return ord(here) in _FLAGS and _flags_before(text, at) % 2 == 1


def _flags_before(text: str, at: int) -> int:
    first = at
    while first > 0 and ord(text[first - 1]) in _FLAGS:
        first -= 1
    return at - first
