"""Fills the world with real pull requests, as they were recorded (/work/shared/data/SOURCES.md)."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fakes.github.world import Thing, World

RECORDED = Path("/work/shared/data/github")
MISSING = f"the recorded data of {RECORDED} is not on this machine"

ANSWERS = "graphql_pull_request__dtmergebot.jsonl.gz"

_EVENTS = {
    "closed": "ClosedEvent",
    "reopened": "ReopenedEvent",
    "ready_for_review": "ReadyForReviewEvent",
    "convert_to_draft": "ConvertToDraftEvent",
    "head_ref_force_pushed": "HeadRefForcePushedEvent",
}
"""REST's events that GraphQL's timeline tells too, of those that are in the recording."""


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The payloads of a recorded endpoint, each once."""
    content = (RECORDED / name).read_bytes()
    seen: set[str] = set()
    for line in (gzip.decompress(content) if name.endswith(".gz") else content).splitlines():
        row = json.loads(line)
        key = json.dumps([row["input"], row["payload"].get("node_id") or row["payload"]])
        if key not in seen:
            seen.add(key)
            yield {"input": row["input"] or {}, **row["payload"]}


def load_ants(world: World) -> Thing:
    """panjf2000/ants: fifty pull requests of 2018 to 2022 from REST, with all that was recorded of them.

    Review requests were not recorded; a draft's beginning neither.
    """
    repository = world.add_repository("panjf2000/ants", branch="master")
    repository["pullRequests"] = []
    prs = {row["number"]: _pull_request(world, repository, row) for row in rows("pull_requests.jsonl")}
    _add_commits(world, prs)
    _add_reviews(world, prs)
    _add_comments(world, prs)
    _add_events(prs)
    for pr in prs.values():
        pr["timelineItems"].sort(key=lambda event: event["createdAt"])
    return repository


def _pull_request(world: World, repository: Thing, row: dict[str, Any]) -> Thing:
    merged = row["merged_at"] is not None
    pr = world.add_pull_request(
        repository,
        id=row["node_id"],
        number=row["number"],
        url=row["html_url"],
        title=row["title"],
        state="MERGED" if merged else row["state"].upper(),
        isDraft=row["draft"],
        createdAt=row["created_at"],
        updatedAt=row["updated_at"],
        mergedAt=row["merged_at"],
        closedAt=row["closed_at"],
        baseRefName=row["base"]["ref"],
        headRefName=row["head"]["ref"],
        mergeCommit={"oid": row["merge_commit_sha"]} if merged else None,
        labels=[{"name": label["name"]} for label in row["labels"]],
        assignees=[_actor(world, user) for user in row["assignees"]],
        commits=[],
    )
    pr["author"] = _actor(world, row["user"])
    return pr


def _add_commits(world: World, prs: dict[int, Thing]) -> None:
    for row in rows("pull_request_commits.jsonl"):
        author, work = row["author"], row["commit"]
        commit = {
            "__typename": "Commit",
            "oid": row["sha"],
            "authoredDate": work["author"]["date"],
            "committedDate": work["committer"]["date"],
            "messageHeadline": work["message"].split("\n")[0],
            "author": {
                "name": work["author"]["name"],
                "email": work["author"]["email"],
                "user": _actor(world, author) if author else None,
            },
        }
        prs[row["input"]["Number"]]["commits"].append({"__typename": "PullRequestCommit", "commit": commit})


def _add_reviews(world: World, prs: dict[int, Thing]) -> None:
    inline = [row["pull_request_review_id"] for row in rows("pull_request_review_comments.jsonl")]
    for row in rows("pull_request_reviews.jsonl"):
        prs[row["input"]["Number"]]["reviews"].append(
            {
                "__typename": "PullRequestReview",
                "id": row["node_id"],
                "state": row["state"],
                "submittedAt": row["submitted_at"],
                "author": _actor(world, row["user"]),
                "comments": [{}] * inline.count(row["id"]),
            }
        )


def _add_comments(world: World, prs: dict[int, Thing]) -> None:
    for row in rows("comments.jsonl"):
        pr = prs.get(int(row["issue_url"].rsplit("/", 1)[1]))
        if pr:
            pr["timelineItems"].append(
                {
                    "__typename": "IssueComment",
                    "id": row["node_id"],
                    "createdAt": row["created_at"],
                    "author": _actor(world, row["user"]),
                }
            )


def _add_events(prs: dict[int, Thing]) -> None:
    for row in rows("events.jsonl"):
        pr = prs.get(row["issue"]["number"])
        if pr and row["event"] in _EVENTS:
            kind = _EVENTS[row["event"]]
            pr["timelineItems"].append({"__typename": kind, "createdAt": row["created_at"]})


def _actor(world: World, user: dict[str, Any]) -> Thing:
    return world.add_actor(user["login"], user["type"], id_=user["node_id"])


def load_definitely_typed(world: World) -> Thing:
    """DefinitelyTyped/DefinitelyTyped: ninety-seven GraphQL answers about eighty pull requests.

    The latest answer about each counts. They were asked with another query: node ids of people and
    reviews are made up, a merge or closing without its time is given that of the latest activity,
    events without theirs are left out, and the lists end where the recording does.
    """
    repository = world.add_repository("DefinitelyTyped/DefinitelyTyped", branch="master")
    answers = [row["data"]["repository"]["pullRequest"] for row in rows(ANSWERS)]
    latest = {node["id"]: node for node in sorted(answers, key=lambda node: max(_times(node)))}
    for node in latest.values():
        _answered(world, repository, node)
    return repository


def _answered(world: World, repository: Thing, node: dict[str, Any]) -> Thing:
    latest = max(_times(node))
    pr = world.add_pull_request(
        repository,
        id=node["id"],
        number=node["number"],
        title=node["title"],
        state=node["state"],
        isDraft=node.get("isDraft", False),
        createdAt=node["createdAt"],
        updatedAt=latest,
        mergedAt=latest if node["state"] == "MERGED" else None,
        closedAt=None if node["state"] == "OPEN" else latest,
        baseRefName=node["baseRef"]["name"],
        additions=node.get("additions", 0),
        deletions=node.get("deletions", 0),
        changedFiles=node["changedFiles"],
        labels=[{"name": label["name"]} for label in node["labels"]["nodes"]],
        commits=[_with_author(item) for item in node["commits"]["nodes"]],
    )
    pr["author"] = _known(world, node["author"])
    for review in node["reviews"]["nodes"]:
        made = world.review(pr, latest, "", review["state"], len(review["comments"]["nodes"]))
        made |= {"submittedAt": review["submittedAt"], "author": _known(world, review["author"])}
    for number, event in enumerate(node["timelineItems"]["nodes"]):
        kind, at = event["__typename"], event.get("createdAt")
        if at and kind in ("IssueComment", "ReopenedEvent", "ReadyForReviewEvent"):
            id_ = f"{node['id']}/{number}"
            world.event(pr, kind, at, id=id_, author=_known(world, event.get("author")))
    return pr


def _with_author(item: dict[str, Any]) -> Thing:
    return {
        "__typename": "PullRequestCommit",
        "commit": {"messageHeadline": "", "author": None, **item["commit"]},
    }


def _known(world: World, actor: dict[str, Any] | None) -> Thing | None:
    return world.add_actor(actor["login"], actor["__typename"]) if actor else None


def _times(value: object) -> Iterator[str]:
    """Every time that stands anywhere in the answer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("createdAt", "submittedAt", "committedDate", "updatedAt") and inner:
                yield inner
            yield from _times(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _times(inner)
