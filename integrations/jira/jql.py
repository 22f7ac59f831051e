"""Questions in Jira's query language, whose times are minutes of the asking user's own clock."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

WESTERNMOST = timezone(timedelta(hours=-12))
"""Where clocks are furthest behind: a time on them is never later than it says on any other."""


def zone(name: str) -> tzinfo:
    """A user's time zone; one that we do not know is taken for the one that misses nothing."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone; a path; a folder of zones
        return WESTERNMOST


def minute(at: datetime, user_zone: tzinfo) -> str:
    """The minute that holds `at`, on the user's clock.

    Where that clock shows the minute a second time, as in the night when summer ends, Jira might mean
    the later one: then it is told as the minute a turn of the clock before, and nothing is missed.
    """
    local = at.astimezone(user_zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if at < second:
        local = (at - (second - first)).astimezone(user_zone)
    return local.strftime("%Y/%m/%d %H:%M")


def issues(project_keys: Iterable[str], *, order: str, since: str = "") -> str:
    """All issues of the projects, or those whose `order` (created, updated) is not before `since`.

    Keys are quoted, for some are words of the language.
    """
    quoted = (json.dumps(key, ensure_ascii=False) for key in sorted(project_keys))
    chosen = f"project in ({', '.join(quoted)})"
    limit = f' AND {order} >= "{since}"' if since else ""
    return f"{chosen}{limit} ORDER BY {order} ASC, key ASC"
