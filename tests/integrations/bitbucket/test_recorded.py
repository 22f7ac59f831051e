"""Real payloads of Bitbucket Cloud, read through the whole client and compared with the recording itself."""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.records import Deployment, Job, PullRequest, Run
from integrations.provider import Selection
from tests.fakes.bitbucket import FakeBitbucket, Place, World
from tests.integrations.bitbucket.bench import connected

RECORDED = Path("/work/shared/data/bitbucket")

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=f"the recorded payloads are not at {RECORDED}")


def rows(name: str) -> list[dict[str, Any]]:
    lines = (RECORDED / f"{name}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def payloads(name: str) -> list[dict[str, Any]]:
    return [row["payload"] for row in rows(name)]


@pytest.fixture(scope="module")
def world() -> World:
    """The recorded repository: its pull requests with their comments and commits, pipelines, deployments."""
    node = payloads("repositories")[0]
    place = Place(node)
    place.prs = payloads("pull_requests")
    for comment in payloads("pullrequest_comments"):
        number = comment["pullrequest"]["id"]
        place.told.append({"pull_request": {"id": number}, "comment": comment})
    place.told.sort(key=lambda entry: str(entry["comment"]["created_on"]))
    for row in rows("pull_request_commits"):
        commit = row["payload"] | {"parents": []}
        place.commits[commit["hash"]] = commit
        for pr in place.prs:
            if pr["id"] == row["input"]["BitbucketId"]:
                pr.setdefault("_commits", []).append(commit)
    place.pipelines = payloads("pipelines")
    steps = defaultdict(list)
    for row in rows("pipeline_steps"):
        steps[row["input"]["BitbucketId"]].append(row["payload"])
    place.steps = dict(steps)
    place.deployments = payloads("deployments")
    found = World()
    found.places.append(place)
    return found


def read(world: World, stream: str) -> list[Any]:
    client = connected(FakeBitbucket(world), selection=Selection("likyh", options={"step_days": 10_000}))
    (repository,) = [one for page in client.repositories() for one in page.repositories]
    pages = list(client.read(stream, repository))
    assert [aside for page in pages for aside in page.unmappable] == []
    return [record for page in pages for record in page.records]


def test_every_recorded_pull_request_is_read_with_its_own_facts(world: World) -> None:
    found: dict[int, PullRequest] = {pr.number: pr for pr in read(world, "pull_requests")}
    recorded = payloads("pull_requests")
    assert len(found) == len(recorded) == 57
    for row in recorded:
        pr = found[row["id"]]
        assert pr.created_at == datetime.fromisoformat(row["created_on"])
        assert pr.base_branch == row["destination"]["branch"]["name"]
        assert pr.url == row["links"]["html"]["href"]
        assert pr.state.upper() == row["state"]
        assert (pr.merged_at is None) == (row["state"] != "MERGED")
        assert (pr.merge_sha or "") == (row["merge_commit"] or {}).get("hash", "")


def test_every_recorded_comment_is_there_unless_it_was_deleted(world: World) -> None:
    found: list[PullRequest] = read(world, "pull_requests")
    n = sum(len(pr.comments) + sum(review.comments for review in pr.reviews) for pr in found)
    assert n == sum(not comment["deleted"] for comment in payloads("pullrequest_comments"))


def test_every_recorded_pipeline_is_read_with_its_steps(world: World) -> None:
    records = read(world, "runs")
    runs = {run.external_id: run for run in records if isinstance(run, Run)}
    recorded = payloads("pipelines")
    assert len(runs) == len(recorded)
    for row in recorded:
        run = runs[row["uuid"]]
        assert run.created_at == datetime.fromisoformat(row["created_on"])
        assert run.sha == row["target"]["commit"]["hash"]
        if row["state"]["name"] == "COMPLETED" and row["state"]["result"]["name"] != "COMPLETED":
            expected = {"SUCCESSFUL": "success", "FAILED": "failure", "STOPPED": "cancelled"}
            assert run.outcome == expected[row["state"]["result"]["name"]]
    ended = {run.external_id for run in runs.values() if run.outcome}
    steps = [row for row in rows("pipeline_steps") if row["input"]["BitbucketId"] in ended]
    assert len([job for job in records if isinstance(job, Job)]) == len(steps)
    assert len(steps) > 5


def test_every_recorded_deployment_is_read_with_its_own_facts(world: World) -> None:
    found: dict[str, Deployment] = {each.external_id: each for each in read(world, "deployments")}
    recorded = payloads("deployments")
    assert len(found) == len({row["uuid"] for row in recorded})
    for row in recorded:
        one = found[row["uuid"]]
        assert (one.sha, one.environment) == (row["release"]["commit"]["hash"], row["environment"]["name"])
        assert one.is_production == (row["environment"]["environment_type"]["name"] == "Production")
        if row["state"]["name"] == "COMPLETED":
            assert one.finished_at == datetime.fromisoformat(row["state"]["completed_on"])
