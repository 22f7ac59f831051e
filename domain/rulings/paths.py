"""Paths as CODEOWNERS and settings name them, and whose they are."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

Owned = tuple[str, frozenset[str]]
"""A pattern and its owners, as they stand in CODEOWNERS."""


def matches(pattern: str, path: str) -> bool:
    """Whether a path of a repository matches a pattern, by the rules of .gitignore that CODEOWNERS keeps to.

    https://docs.github.com/articles/about-code-owners#codeowners-syntax
    """
    return _compiled(pattern).fullmatch(path.removeprefix("/")) is not None


def codeowners(text: str) -> tuple[Owned, ...]:
    """The lines of a CODEOWNERS file; comments and GitLab's headings of sections are none."""
    lines = (line.partition(" #")[0].split() for line in text.splitlines())
    return tuple(
        (words[0], frozenset(word.casefold() for word in words[1:]))
        for words in lines
        if words and not words[0].startswith(("#", "[", "^["))
    )


def owners(path: str, rules: Sequence[Owned]) -> frozenset[str]:
    """Who owns a path: the last line that matches decides, also when it names nobody."""
    return next((who for pattern, who in reversed(rules) if matches(pattern, path)), frozenset())


def is_any(patterns: Iterable[str], paths: Iterable[str]) -> bool:
    """Whether any of the paths matches any of the patterns."""
    known = tuple(patterns)
    return any(matches(pattern, path) for path in paths for pattern in known)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    inner = pattern.strip("/")
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    children = "" if inner.endswith("/*") else "(?:/.*)?"
    below = "/.*" if pattern.endswith("/") else children
    return re.compile(f"{anywhere}{_glob(inner)}{below}", re.DOTALL)


def _glob(pattern: str) -> str:
    """The pattern as a regular expression; a lone star stops at a slash, two do not."""
    words = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?)", pattern)
    return "".join(words.get(part, re.escape(part)) for part in parts)
