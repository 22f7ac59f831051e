"""Text to words: what Slack escapes and people decorate is undone, what cannot be typed is dropped."""

import re
import unicodedata
from html import unescape

from domain.errors import Rejected

LONGEST_TEXT = 500
COMMAND = "/metrics"
Words = tuple[str, ...]

_LINK = re.compile(r"<https?://[^<>|]*\|([^<>]*)>")
_RANGE_DASH = re.compile(r"\s*(?:\.{2,}|…|[–—])\s*")  # noqa: RUF001 - people and phones type these dashes
_WORD = re.compile(r"<[@#!][^<>]*>|\S+")
_OPEN = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?\.\.")
_WRAPPING = "\"'`“”‘’()[]{}*~,;:!?"  # noqa: RUF001 - phones type curly quotes
_SEPARATORS = str.maketrans("", "", " \t\n_-")


def words(text: str) -> Words:
    """The words of a command as typed, mentions such as `<@U1|ana>` whole; Rejected when too long."""
    if len(text) > LONGEST_TEXT:
        raise Rejected(
            f"That is {len(text)} characters, more than the {LONGEST_TEXT} I read.",
            hint="Type a metric, a team and a window, like `cycle-time payments 30d`.",
        )
    plain = _LINK.sub(r"\1", _printable(text))
    found = (_bare(match.group()) for match in _WORD.finditer(_RANGE_DASH.sub("..", plain)))
    said = tuple(word for word in found if word)
    return said[1:] if said[:1] == (COMMAND,) else said


def folded(phrase: str) -> str:
    """The phrase as it is compared with patterns: caseless, single spaces."""
    return " ".join(_plain(phrase).split())


def key(phrase: str) -> str:
    """The phrase as it is compared with names: `Cycle Time`, `cycle-time` and `cycletime` are one."""
    return _plain(phrase).translate(_SEPARATORS)


def replaced(said: Words, at: int, length: int, text: str) -> str:
    """The whole command with the phrase at a place said otherwise."""
    return " ".join((*said[:at], text, *said[at + length :]))


def _plain(phrase: str) -> str:
    """Caseless, and in the one form that typed text is brought to: a team may be called `Team²`."""
    return unicodedata.normalize("NFKC", phrase).casefold()


def _printable(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if unicodedata.category(character).startswith("C") else character for character in normal
    )


def _bare(word: str) -> str:
    if word.startswith("<"):
        return word
    if word.strip("?") == "":
        return word[:1]
    bare = unescape(word).strip(_WRAPPING)
    return bare if _OPEN.fullmatch(bare) else bare.rstrip(".")
