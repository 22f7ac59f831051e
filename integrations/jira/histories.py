"""The histories of many issues at once, which the Cloud tells apart from them."""

from collections.abc import Iterable, Sequence

from domain.errors import Retryable
from integrations.jira.api import Api
from integrations.jira.listing import listed
from integrations.reading import Node, Unreadable, each, name, whole

MOST_CHANGES, MOST_ISSUES = 10_000, 1_000
"""What one answer holds, and what one question may be about
(https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues)."""


def with_histories(api: Api, nodes: Sequence[object], fields: Sequence[str]) -> list[object]:
    """Each issue with its `changelog` of these fields; one whose history may be missing has none.

    What cannot be read of an issue's history is left in it, for the mapping to complain of.
    """
    ids = [node["id"] for node in nodes if isinstance(node, dict) and isinstance(node.get("id"), str)]
    histories: dict[str, list[object]] = {}
    is_complete = True
    for first in range(0, len(ids), MOST_ISSUES):
        for entry in _entries(api, list(dict.fromkeys(ids[first : first + MOST_ISSUES])), fields):
            try:
                told = whole(entry)
                found = histories.setdefault(name(told, "issueId"), [])
                found += each(told, "changeHistories", lambda history: history)
            except Unreadable:
                is_complete = _is_laid(entry, histories) and is_complete
    return [_told(node, histories, is_complete=is_complete) for node in nodes]


def _entries(api: Api, ids: list[str], fields: Sequence[str]) -> Iterable[object]:
    """Every entry of every page; Jira goes through the changes by time, so an issue may come on several."""
    body: Node = {"issueIdsOrKeys": ids, "fieldIds": list(fields), "maxResults": MOST_CHANGES}
    passed: set[object] = set()
    token: object = None
    while token not in passed:
        passed.add(token)
        answer = api.post("changelog/bulkfetch", {**body, "nextPageToken": token} if token else body)
        yield from listed(answer, "issueChangeLogs")
        token = answer.get("nextPageToken")
        if not token:
            return
    raise Retryable("Jira leads in circles through the histories of its issues.")


def _is_laid(entry: object, histories: dict[str, list[object]]) -> bool:
    """Whether it is known whose history cannot be read; it is then left as it came, in its place."""
    id_ = entry.get("issueId") if isinstance(entry, dict) else None
    if not isinstance(id_, str) or not isinstance(entry, dict):
        return False
    histories.setdefault(id_, []).append(entry.get("changeHistories"))
    return True


def _told(node: object, histories: dict[str, list[object]], *, is_complete: bool) -> object:
    """An issue that nothing was told of has no history, unless it is not known whose history was lost."""
    if not isinstance(node, dict):
        return node
    known = histories.get(str(node.get("id")))
    if known is None and not is_complete:
        return {key: value for key, value in node.items() if key != "changelog"}
    return {**node, "changelog": {"histories": known or []}}
