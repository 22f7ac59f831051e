"""The fake Jira's search: the questions we ask, on the asker's clock, and no others."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from tests.fakes.jira.world import Thing, World

_QUESTION = re.compile(
    r"project in \((?P<keys>\"[^\"]+\"(?:, \"[^\"]+\")*)\)"
    r'(?: AND (?P<by>created|updated) >= "(?P<minute>\d{4}/\d\d/\d\d \d\d:\d\d)")?'
    r" ORDER BY (?P<order>created|updated) ASC, key ASC"
)


class Refusal(Exception):
    """Status 400, or another one, with Jira's words."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def found(world: World, question: str) -> list[Thing]:
    """What the question finds of what is indexed, in its order."""
    asked = _QUESTION.fullmatch(question)
    if asked is None or (asked["by"] and asked["by"] != asked["order"]):
        raise Refusal(f"Error in the JQL Query: {question[:80]}")
    keys = [key.strip('"') for key in asked["keys"].split(", ")]
    known = {project["key"]: project["id"] for project in world.projects}
    for key in keys:
        if key not in known:
            raise Refusal(f"The value '{key}' does not exist for the field 'project'.")
    ids = {known[key] for key in keys}
    since = _instant(asked["minute"], world.zone) if asked["minute"] else datetime.min.replace(tzinfo=UTC)
    order = asked["order"]
    there = [
        issue
        for issue in world.issues.values()
        if issue["fields"]["project"]["id"] in ids
        and issue["id"] not in world.unindexed
        and issue["fields"][order] >= since
    ]
    return sorted(there, key=lambda issue: place(issue, order))


def order_of(question: str) -> str:
    asked = _QUESTION.fullmatch(question)
    return asked["order"] if asked else ""


def place(issue: Thing, order: str) -> tuple[datetime, str, int]:
    project, _, number = issue["key"].partition("-")
    return issue["fields"][order], project, int(number)


def token(issue: Thing, question: str) -> str:
    """Continues behind this issue, in this question only."""
    at, project, number = place(issue, order_of(question))
    told = {"at": at.isoformat(), "project": project, "number": number, "of": _digest(question)}
    return urlsafe_b64encode(json.dumps(told).encode()).decode()


def behind(issues: list[Thing], question: str, given: str) -> list[Thing]:
    """The issues that come behind a token."""
    try:
        told = json.loads(urlsafe_b64decode(given))
        last = datetime.fromisoformat(told["at"]), told["project"], told["number"]
    except (ValueError, KeyError, TypeError):
        raise Refusal("The provided next page token is invalid.") from None
    if told["of"] != _digest(question):
        raise Refusal("The provided next page token is for another query.")
    return [issue for issue in issues if place(issue, order_of(question)) > last]


def _digest(question: str) -> str:
    return sha256(question.encode()).hexdigest()[:12]


def _instant(minute: str, zone: str) -> datetime:
    """Of two readings of a minute, the later one: whoever means the earlier must not say so."""
    local = datetime.strptime(minute, "%Y/%m/%d %H:%M").replace(tzinfo=ZoneInfo(zone), fold=1)
    return local.astimezone(UTC)
