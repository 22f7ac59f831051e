"""Links between pull requests and issues, told from what each of them says.

A key counts as its pattern finds it, between word boundaries; whether it names an issue, or is a false
friend such as UTF-8, is told by the trackers' projects (docs/explain/definitions.md, "Linked issues").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from domain.facts import Flag

PATTERN = r"[A-Z][A-Z0-9_]+-\d+"
"""What an issue's key looks like where nobody says otherwise: Jira's and Linear's."""

LONGEST = 1_000
"""So many characters of a title, a branch, a description or a headline are read."""


class FoundIn(StrEnum):
    """Where a link is told, the surest first."""

    HAND = "hand"
    ISSUE = "issue"
    BRANCH = "branch"
    TITLE = "title"
    BODY = "body"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Said:
    """A pull request as far as links go: what it says about itself, and when it was opened and merged.

    `headlines` are its commits', oldest first; `flags` those of its facts.
    """

    id: int
    repository_id: int
    author_id: int | None
    number: int
    url: str
    branch: str
    title: str
    opened_at: datetime
    merged_at: datetime | None = None
    flags: Flag = Flag(0)  # noqa: RUF009 - no flags are a value
    headlines: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A key that a pull request is linked by, in capitals, and where that is told."""

    key: str
    found_in: FoundIn


def mentions(
    said: Said, patterns: Sequence[str], explicit: Iterable[str] = (), by_hand: str | None = None
) -> tuple[Mention, ...]:
    """The keys that a pull request is linked by, the surest first, each once.

    `explicit` are keys of issues that link to it. A person's word, `by_hand`, wins over all of that:
    a key, or nothing at all where it is empty.
    """
    if by_hand is not None:
        return (Mention(by_hand.upper(), FoundIn.HAND),) if by_hand else ()
    told = [Mention(key.upper(), FoundIn.ISSUE) for key in explicit]
    told += [Mention(key, FoundIn.BRANCH) for key in keys(said.branch, patterns, is_branch=True)]
    told += [Mention(key, FoundIn.TITLE) for key in keys(said.title, patterns)]
    told += [Mention(key, FoundIn.BODY) for key in keys(said.body, patterns)]
    told += [Mention(key, FoundIn.COMMIT) for headline in said.headlines for key in keys(headline, patterns)]
    first: dict[str, Mention] = {}
    for mention in told:
        first.setdefault(mention.key, mention)
    return tuple(first.values())


def keys(text: str, patterns: Sequence[str], *, is_branch: bool = False) -> list[str]:
    """What looks like an issue's key in a text, in capitals and in order.

    A key stands between what is neither a letter nor a digit. In a branch the case does not matter,
    since many are written small, and anything may follow; elsewhere a number that goes on, as in
    CVE-2024-1234 or HTTP-1.1, is no key's.
    """
    read = text[:LONGEST]
    found = (
        key
        for pattern in patterns
        for key in _found(read, _compiled(pattern, is_branch=is_branch), is_branch=is_branch)
    )
    return list(dict.fromkeys(key.upper() for key in found if key.isascii()))


def project_of(key: str) -> str:
    """The key of the project that a key names, in capitals: PAY of pay-12."""
    return key.rpartition("-")[0].upper()


def address(url: str) -> str:
    """A pull request's address in one spelling, of its own page or of one below, such as `/files`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = re.sub(r"(/(?:pull|pull-requests|merge_requests)/\d+)/.*", r"\1", parts.path.rstrip("/"))
    return f"{parts.netloc}{path}".lower()


def called(words: str) -> list[str]:
    """What an issue may be called in words or in a tracker's address, the likeliest first.

    Jira's pages end in the key or name it as `selectedIssue`, Linear's go on with the title behind it.
    """
    said = words.strip().strip("<>").split("|")[0]
    if "://" not in said:
        return [said]
    try:
        parts = urlsplit(said)
    except ValueError:
        return [said]
    asked = [value for name, value in parse_qsl(parts.query) if name == "selectedIssue"]
    return [*asked, *(step for step in reversed(parts.path.split("/")) if step)] or [said]


def _found(text: str, pattern: re.Pattern[str], *, is_branch: bool) -> Iterator[str]:
    if pattern.search(text) is None:
        return
    for start in range(len(text)):
        if start and text[start - 1].isalnum():
            continue
        match = pattern.match(text, start)
        if match and not _goes_on(text[match.end() : match.end() + 2], is_branch=is_branch):
            yield match[0]


def _goes_on(rest: str, *, is_branch: bool) -> bool:
    if rest[:1].isalnum():
        return True
    return not is_branch and rest[:1] in {"-", "."} and rest[1:].isdigit()


@lru_cache(64)
def _compiled(pattern: str, *, is_branch: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if is_branch else 0)
