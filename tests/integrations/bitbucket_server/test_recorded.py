"""Real payloads of Bitbucket Data Center, read through the whole client and compared with the recording."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.records import PullRequest
from integrations.provider import Selection
from tests.fakes.bitbucket_server import FakeServer, Place, World
from tests.integrations.bitbucket_server.bench import connected

RECORDED = Path("/work/shared/data/bitbucket_server")

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=f"the recorded payloads are not at {RECORDED}")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (RECORDED / f"{name}.jsonl").read_text().splitlines()]


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@pytest.fixture(scope="module")
def found() -> dict[int, PullRequest]:
    """The recorded pull requests with their commits; their activities were not recorded."""
    prs = [row["payload"] for row in rows("pull_requests")]
    links = {"self": [{"href": "http://localhost:7990/projects/TP/repos/first-repo/browse"}]}
    place = Place(prs[0]["toRef"]["repository"] | {"links": links}, prs=prs)
    for row in rows("pull_request_commits"):
        place.theirs.setdefault(row["input"]["BitbucketId"], []).insert(0, row["payload"])
    client = connected(FakeServer(World([place])), selection=Selection("TP"))
    (repository,) = [one for page in client.repositories() for one in page.repositories]
    pages = list(client.read("pull_requests", repository))
    assert [aside for page in pages for aside in page.unmappable] == []
    return {pr.number: pr for page in pages for pr in page.of(PullRequest)}


def test_every_recorded_pull_request_is_read_with_its_own_facts(found: dict[int, PullRequest]) -> None:
    recorded = [row["payload"] for row in rows("pull_requests")]
    assert len(found) == len(recorded) == 5
    for row in recorded:
        pr = found[row["id"]]
        assert pr.created_at == at(row["createdDate"])
        assert pr.closed_at == (at(row["closedDate"]) if row["closed"] else None)
        assert (pr.merged_at is not None) == (row["state"] == "MERGED")
        assert (pr.base_branch, pr.head_branch) == (row["toRef"]["displayId"], row["fromRef"]["displayId"])
        assert pr.url == row["links"]["self"][0]["href"]


def test_every_recorded_commit_is_there_with_its_time(found: dict[int, PullRequest]) -> None:
    recorded = {
        (row["input"]["BitbucketId"], row["payload"]["id"], at(row["payload"]["authorTimestamp"]))
        for row in rows("pull_request_commits")
    }
    told = {(pr.number, commit.sha, commit.authored_at) for pr in found.values() for commit in pr.commits}
    assert told == recorded
