"""Answers that a merge bot's query recorded, given the shape that Leadline's own query would have."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.independent import Json, recorded


def bot_nodes(path: Path) -> Iterator[tuple[Json, Json]]:
    """Its open pull requests, as recorded and as nodes; of the few that ended it is not recorded when."""
    for row in recorded(path):
        pr = row["payload"]["data"]["repository"]["pullRequest"]
        if pr["state"] == "OPEN":
            yield pr, _bot_node(pr)


def _bot_node(pr: Json) -> Json:
    turns = [event for event in pr["timelineItems"]["nodes"] if event["__typename"] == "ReadyForReviewEvent"]
    comments = [comment | {"__typename": "IssueComment"} for comment in pr["comments"]["nodes"]]
    reviews = [
        review | {"id": f"review {number}", "comments": {"totalCount": len(review["comments"]["nodes"])}}
        for number, review in enumerate(pr["reviews"]["nodes"])
    ]
    return _node(
        id=pr["id"],
        number=pr["number"],
        title=pr["title"],
        url=f"https://github.com/DefinitelyTyped/DefinitelyTyped/pull/{pr['number']}",
        state=pr["state"],
        isDraft=bool(pr.get("isDraft")),
        createdAt=pr["createdAt"],
        updatedAt=pr.get("updatedAt") or pr["createdAt"],
        author=pr["author"],
        repository={"id": "DefinitelyTyped"},
        baseRefName=pr["baseRef"]["name"],
        commits=_whole({"commit": _work(node["commit"])} for node in pr["commits"]["nodes"]),
        reviews=_whole(reviews),
        timelineItems=_whole(turns + comments),
    )


def _whole(nodes: Iterable[Json]) -> Json:
    return {"nodes": list(nodes), "pageInfo": {"hasNextPage": False, "endCursor": None}}


def _work(commit: Json) -> Json:
    told = {"messageHeadline": "", "author": {"user": None}}
    return told | {key: commit[key] for key in ("oid", "authoredDate", "committedDate")}


def _node(**told: object) -> Json:
    nothing = {"additions": 0, "deletions": 0, "changedFiles": 0, "headRefName": ""}
    nobody = {"mergedBy": None, "mergeCommit": None, "mergedAt": None, "closedAt": None}
    return nothing | nobody | {"labels": {"nodes": []}, "assignees": {"nodes": []}} | told
