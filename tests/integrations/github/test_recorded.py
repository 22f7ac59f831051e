"""Real pull requests, read through the whole client and compared with the recording itself."""

from datetime import datetime

import pytest

from domain.records import PullRequest, PullRequestState
from tests.fakes.github import FakeGitHub, World
from tests.fakes.github.recorded import (
    ANSWERS,
    MISSING,
    RECORDED,
    load_ants,
    load_definitely_typed,
    rows,
)
from tests.fakes.github.world import Thing
from tests.integrations.connecting import connected

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)


def read(world: World, place: Thing) -> dict[str, PullRequest]:
    """Everything that the client reads of the repository, by node id; nothing may be set aside."""
    client = connected(FakeGitHub(world))
    (repository,) = [one for page in client.repositories() for one in page.repositories]
    pages = list(client.pull_requests(repository))
    assert [aside for page in pages for aside in page.unmappable] == []
    assert repository.full_name == place["nameWithOwner"]
    return {pr.external_id: pr for page in pages for pr in page.of(PullRequest)}


@pytest.fixture(scope="module")
def ants() -> dict[str, PullRequest]:
    world = World()
    return read(world, load_ants(world))


@pytest.fixture(scope="module")
def typed() -> dict[str, PullRequest]:
    world = World()
    return read(world, load_definitely_typed(world))


def test_every_recorded_pull_request_of_ants_is_read_with_its_own_facts(ants: dict[str, PullRequest]) -> None:
    recorded = list(rows("pull_requests.jsonl"))
    assert len(ants) == len(recorded) == 49
    for row in recorded:
        pr = ants[row["node_id"]]
        assert (pr.number, pr.url, pr.base_branch) == (row["number"], row["html_url"], row["base"]["ref"])
        assert pr.created_at == datetime.fromisoformat(row["created_at"])
        assert pr.merged_at == (row["merged_at"] and datetime.fromisoformat(row["merged_at"]))
        assert pr.closed_at == (row["closed_at"] and datetime.fromisoformat(row["closed_at"]))
        assert (pr.state is PullRequestState.MERGED) == bool(row["merged_at"])
        assert list(pr.labels) == [label["name"] for label in row["labels"]]


def test_every_recorded_commit_review_and_comment_of_ants_is_there(ants: dict[str, PullRequest]) -> None:
    commits = {(row["input"]["Number"], row["sha"]) for row in rows("pull_request_commits.jsonl")}
    assert {(pr.number, commit.sha) for pr in ants.values() for commit in pr.commits} == commits
    reviews = [row["submitted_at"] for row in rows("pull_request_reviews.jsonl")]
    found = [review.submitted_at for pr in ants.values() for review in pr.reviews]
    assert sorted(found) == sorted(map(datetime.fromisoformat, reviews))
    inline = len(list(rows("pull_request_review_comments.jsonl")))
    assert sum(review.comments for pr in ants.values() for review in pr.reviews) <= inline


def test_every_recorded_answer_of_definitely_typed_is_read(typed: dict[str, PullRequest]) -> None:
    nodes = [row["data"]["repository"]["pullRequest"] for row in rows(ANSWERS)]
    assert len(nodes) == 97
    assert {node["id"] for node in nodes} == set(typed)


def test_lists_longer_than_a_page_come_whole(typed: dict[str, PullRequest]) -> None:
    nodes = [row["data"]["repository"]["pullRequest"] for row in rows(ANSWERS)]
    for node in nodes:
        pr = typed[node["id"]]
        assert pr.title.startswith(node["title"][:20])
        assert len(pr.reviews) >= 0
    longest = max(len(node["commits"]["nodes"]) for node in nodes)
    assert max(len(pr.commits) for pr in typed.values()) == longest
