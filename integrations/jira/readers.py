"""Reads of what Jira tells in its own ways: times as numbers, numbers as text, lists of ids as text."""

import re
from datetime import UTC, datetime
from math import isfinite

from integrations.reading import FIRST_YEAR, LAST_YEAR, Node, Unreadable, moment, shown, storable

HIGHEST = 1_000_000.0
"""Nobody estimates more points."""

_MILLISECONDS = 10**11
"""A count of seconds so high is the year 5138: it is one of milliseconds."""

_FIRST, _LAST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (FIRST_YEAR, LAST_YEAR))
_IDS = re.compile(r"\s*\d{1,18}\s*(,\s*\d{1,18}\s*)*")
_NUMBER = re.compile(r"\d+")


def instant(node: Node, key: str) -> datetime:
    """A time as text, or as bulk answers have it, in seconds or milliseconds since 1970."""
    value = node.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return moment(node, key)
    seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
    if not _FIRST <= seconds < _LAST:
        raise Unreadable(key, f"expected a time between {FIRST_YEAR} and {LAST_YEAR}, found {shown(value)}")
    return datetime.fromtimestamp(seconds, UTC)


def number(node: Node, key: str) -> float | None:
    """An estimate, as a number or as text; None where there is none."""
    value = node.get(key)
    if value is None or value == "":
        return None
    try:
        found = float(value) if type(value) in (int, float, str) else None
    except (ValueError, OverflowError):
        found = None
    if found is None or not isfinite(found) or abs(found) > HIGHEST:
        raise Unreadable(key, f"expected a number up to {HIGHEST:.0f}, found {shown(value)}")
    return found


def ids(node: Node, key: str) -> list[str]:
    """Ids in one text, as `38, 40`; none where there is no text."""
    value = node.get(key)
    if value is None or value == "":
        return []
    if isinstance(value, str) and _IDS.fullmatch(value):
        return list(dict.fromkeys(_NUMBER.findall(value)))
    raise Unreadable(key, f"expected ids such as 38, 40, found {shown(value)}")


def texts(node: Node, key: str) -> list[str]:
    """A list of texts for people; none where there is no list."""
    value = node.get(key)
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [storable(each) for each in value]
    raise Unreadable(key, f"expected a list of texts, found {shown(value)}")
