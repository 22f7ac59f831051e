"""What a probe tells of a repository: a token for every stream that changes when something in it does."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from integrations.reading import Node, Unreadable, count, each, inside, moment, name, optional_inside

SETTLED = timedelta(minutes=1)
"""Younger activity may not be the last of its second: such a token never equals the next one."""


def probed(node: Node, now: datetime) -> Mapping[str, str]:
    """By stream. Runs come with pushes, pull requests and deployments; others are met now and then.

    Without the right to read deployments there is no token of them, nor is there one of owners.
    """
    prs = _latest(node, "pullRequests", now)
    head = _head(node, now)
    tokens = {"pull_requests": prs, "commits": head, "runs": f"{prs} {head}"}
    if "deployments" in node:
        deployments = f"{_latest(node, 'deployments', now)}, {_latest(node, 'releases', now)}"
        tokens |= {"deployments": deployments, "runs": f"{prs} {head} {deployments}"}
    return tokens


def _latest(node: Node, key: str, now: datetime) -> str:
    """The latest activity, and how many there are, so that a deletion is seen too.

    What is not settled, or cannot be read, gets a token that no other equals.
    """
    try:
        latest, total = inside(node, key, _activity)
    except Unreadable:
        return f"unreadable at {now.isoformat()}"
    if latest and now - latest < SETTLED:
        return f"{latest.isoformat()} {total} at {now.isoformat()}"
    return f"{latest and latest.isoformat()} {total}"


def _head(node: Node, now: datetime) -> str:
    """The commit at the head of the default branch; an empty repository has none."""
    try:
        found = optional_inside(
            node, "defaultBranchRef", lambda ref: inside(ref, "target", lambda head: name(head, "oid"))
        )
    except Unreadable:
        return f"unreadable at {now.isoformat()}"
    return found or "empty"


def _activity(connection: Node) -> tuple[datetime | None, int]:
    latest = each(connection, "nodes", lambda thing: moment(thing, "updatedAt"))
    return max(latest, default=None), count(connection, "totalCount")
