"""What REST tells, in the words of the GraphQL queries, so that one mapping reads both.

Nothing is checked here: what is not what it must be stays so, and the mapping says where.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from integrations.reading import Node

_PULL_REQUEST = {
    "iid": "iid",
    "title": "title",
    "description": "description",
    "web_url": "webUrl",
    "state": "state",
    "created_at": "createdAt",
    "updated_at": "updatedAt",
    "merged_at": "mergedAt",
    "closed_at": "closedAt",
    "source_branch": "sourceBranch",
    "target_branch": "targetBranch",
    "sha": "diffHeadSha",
    "merge_commit_sha": "mergeCommitSha",
    "squash_commit_sha": "squashCommitSha",
    "squash": "squashOnMerge",
    "author": "author",
}
_NOTE = {"id": "id", "created_at": "createdAt", "system": "system", "body": "body", "author": "author"}
_COMMIT = {
    "id": "sha",
    "title": "title",
    "authored_date": "authoredDate",
    "committed_date": "committedDate",
    "author_email": "authorEmail",
}
_PIPELINE = {
    "id": "id",
    "iid": "iid",
    "sha": "sha",
    "ref": "ref",
    "source": "source",
    "status": "status",
    "created_at": "createdAt",
    "started_at": "startedAt",
    "finished_at": "finishedAt",
    "user": "user",
}
_JOB = {
    "id": "id",
    "name": "name",
    "status": "status",
    "allow_failure": "allowFailure",
    "created_at": "createdAt",
    "started_at": "startedAt",
    "finished_at": "finishedAt",
    "failure_reason": "failureReason",
}
_WHOLE = {"hasNextPage": False, "endCursor": None}


def pull_request_node(
    row: Node, *, notes: Sequence[Any], commits: Sequence[Any], approvals: object
) -> Node:  # fmt: skip
    """A merge request with its whole lists as a `Story` node; REST does not tell its size in lines."""
    node = _renamed(row, _PULL_REQUEST)
    node["draft"] = row.get("draft", row.get("work_in_progress"))
    node["mergeUser"] = row.get("merge_user") or row.get("merged_by")
    node["labels"] = _connection([{"title": label} for label in _items(row.get("labels"))])
    for key in ("assignees", "reviewers"):
        node[key] = _connection(_items(row.get(key)))
    given = approvals.get("approved_by") if isinstance(approvals, dict) else None
    if isinstance(given, list):
        node["approvedBy"] = _connection([each.get("user") for each in given if isinstance(each, dict)])
    node["notes"] = _connection([_note(note) for note in notes])
    node["commits"] = _connection([_translated(commit, _COMMIT) for commit in commits])
    return node


def pipeline_node(row: Node, jobs: Sequence[Any]) -> Node:
    """A pipeline with its jobs as the query `Runs` tells it; without its own times they are its jobs'."""
    node = _renamed(row, _PIPELINE)
    translated = [_translated(job, _JOB) for job in jobs]
    node["jobs"] = _connection(translated)
    for key, choose in (("startedAt", min), ("finishedAt", max)):
        times = [at for job in translated if isinstance(job, dict) and isinstance(at := job.get(key), str)]
        if node.get(key) is None and times:
            node[key] = choose(times)
    return node


def _note(note: object) -> object:
    """A note; one of a line of code has a position."""
    found = _translated(note, _NOTE)
    if isinstance(note, dict) and isinstance(found, dict) and note.get("type") == "DiffNote":
        found["position"] = {"positionType": "text"}
    return found


def _translated(item: object, words: Mapping[str, str]) -> object:
    return _renamed(item, words) if isinstance(item, dict) else item


def _renamed(row: Node, words: Mapping[str, str]) -> Node:
    return {theirs: row[ours] for ours, theirs in words.items() if ours in row}


def _connection(items: Sequence[Any]) -> Node:
    return {"pageInfo": _WHOLE, "nodes": list(items)}


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
