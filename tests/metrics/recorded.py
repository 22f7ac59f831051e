"""Recorded answers of GitHub, given the shape in which Leadline's own queries would have them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.independent import Json, recorded

SHARED = Path(__file__).parents[3] / "shared" / "data" / "github"
"""Real pull requests that lie beside the project and not in it."""

BOTS = SHARED / "graphql_pull_request__dtmergebot.jsonl.gz"


def rest_nodes(folder: Path) -> Iterator[Json]:
    """The nodes of the repository's pull requests, each once, from the rows of the REST interface."""
    commits, reviews, items = _commits(folder), _reviews(folder), _items(folder)
    seen = {row["payload"]["number"]: row["payload"] for row in recorded(folder / "pull_requests.jsonl")}
    for number, pr in seen.items():
        yield _node(
            id=pr["node_id"],
            number=number,
            title=pr["title"],
            url=pr["html_url"],
            state="MERGED" if pr["merged_at"] else pr["state"].upper(),
            isDraft=bool(pr["draft"]),
            createdAt=pr["created_at"],
            updatedAt=pr["updated_at"],
            mergedAt=pr["merged_at"],
            closedAt=pr["closed_at"],
            author=_actor(pr["user"]),
            repository={"id": pr["base"]["repo"]["node_id"]},
            baseRefName=pr["base"]["ref"],
            headRefName=pr["head"]["ref"],
            commits={"nodes": commits[number]},
            reviews={"nodes": reviews[number]},
            timelineItems={"nodes": items[number]},
        )


def bot_nodes(path: Path) -> Iterator[tuple[Json, Json]]:
    """The merge bot's pull requests as recorded, and as nodes; the few that ended lack when, so not those."""
    for row in recorded(path):
        pr = row["payload"]["data"]["repository"]["pullRequest"]
        if pr["state"] == "OPEN":
            yield pr, _bot_node(pr)


def _bot_node(pr: Json) -> Json:
    numbers = count()
    turns = [event for event in pr["timelineItems"]["nodes"] if event["__typename"] == "ReadyForReviewEvent"]
    comments = [comment | {"__typename": "IssueComment"} for comment in pr["comments"]["nodes"]]
    reviews = [
        review
        | {"id": f"review {next(numbers)}", "comments": {"totalCount": len(review["comments"]["nodes"])}}
        for review in pr["reviews"]["nodes"]
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
        commits={"nodes": [{"commit": _work(node["commit"])} for node in pr["commits"]["nodes"]]},
        reviews={"nodes": reviews},
        timelineItems={"nodes": turns + comments},
    )


def _work(commit: Json) -> Json:
    told = {"messageHeadline": "", "author": {"user": None}}
    return told | {key: commit[key] for key in ("oid", "authoredDate", "committedDate")}


def _node(**told: object) -> Json:
    nothing = {"additions": 0, "deletions": 0, "changedFiles": 0, "headRefName": ""}
    nobody = {"mergedBy": None, "mergeCommit": None, "mergedAt": None, "closedAt": None}
    return nothing | nobody | {"labels": {"nodes": []}, "assignees": {"nodes": []}} | told


def _actor(user: Json) -> Json:
    return {"__typename": user["type"], "id": user["node_id"], "login": user["login"]}


def _commits(folder: Path) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = defaultdict(list)
    for row in recorded(folder / "pull_request_commits.jsonl"):
        commit = row["payload"]["commit"]
        work = {
            "oid": row["payload"]["sha"],
            "authoredDate": commit["author"]["date"],
            "committedDate": commit["committer"]["date"],
            "messageHeadline": commit["message"].partition("\n")[0],
            "author": {"user": None},
        }
        found[row["input"]["Number"]].append({"commit": work})
    return found


def _reviews(folder: Path) -> dict[int, list[Json]]:
    """Reviews as recorded; an inline comment whose review is not among them stands for that review."""
    found: dict[int, list[Json]] = defaultdict(list)
    known = set()
    for row in recorded(folder / "pull_request_reviews.jsonl"):
        review = row["payload"]
        known.add(review["id"])
        number, state, at = row["input"]["Number"], review["state"], review["submitted_at"]
        found[number].append(_review(review["node_id"], state, at, review["user"]))
    for row in recorded(folder / "pull_request_review_comments.jsonl"):
        comment = row["payload"]
        number = int(comment["pull_request_url"].rsplit("/", 1)[1])
        if comment["pull_request_review_id"] not in known:
            found[number].append(
                _review(comment["node_id"], "COMMENTED", comment["created_at"], comment["user"])
            )
    return found


def _review(node_id: str, state: str, submitted_at: str, user: Json) -> Json:
    author = _actor(user)
    return {
        "id": node_id,
        "state": state,
        "submittedAt": submitted_at,
        "author": author,
        "comments": {"totalCount": 1},
    }


def _items(folder: Path) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = defaultdict(list)
    for row in recorded(folder / "comments.jsonl"):
        comment = row["payload"]
        told = {"__typename": "IssueComment", "id": comment["node_id"], "createdAt": comment["created_at"]}
        number = int(comment["issue_url"].rsplit("/", 1)[1])
        found[number].append(told | {"author": _actor(comment["user"])})
    for row in recorded(folder / "events.jsonl"):
        event = row["payload"]
        if event["event"] == "ready_for_review":
            told = {"__typename": "ReadyForReviewEvent", "createdAt": event["created_at"]}
            found[event["issue"]["number"]].append(told)
    return found
