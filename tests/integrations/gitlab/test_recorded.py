"""Real payloads, read and compared with the recording itself (/work/shared/data/SOURCES.md)."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.records import Deployment, Job, PullRequest, PullRequestState, Repository, Run
from integrations.gitlab.deployments import deployment_page
from integrations.gitlab.mapping import pull_request_page
from integrations.gitlab.pipelines import Place, run_page
from integrations.gitlab.rest import pipeline_node, pull_request_node

RECORDED = Path("/work/shared/data/gitlab")
UNDER_WAY = ("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled")

pytestmark = pytest.mark.skipif(
    not RECORDED.exists(), reason=f"the recorded data of {RECORDED} is not on this machine"
)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The payloads of a recorded endpoint with what was asked for, each once."""
    seen: set[str] = set()
    for line in (RECORDED / f"{name}.jsonl").read_text().splitlines():
        row = json.loads(line)
        key = json.dumps([row["input"], row["payload"]])
        if key not in seen:
            seen.add(key)
            yield {"input": row["input"] or {}, **row["payload"]}


def at(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def read() -> dict[int, PullRequest]:
    """Every recorded pull request with its notes and commits, by the number of all of GitLab."""
    found: dict[int, PullRequest] = {}
    notes, commits = list(rows("merge_request_notes")), list(rows("merge_request_commits"))
    for row in rows("merge_requests"):
        own = row["id"]
        node = pull_request_node(
            row,
            notes=[note for note in notes if note["input"]["GitlabId"] == own],
            commits=[commit for commit in commits if commit["input"]["GitlabId"] == own],
            approvals=None,
        )
        page = pull_request_page("gitlab", str(row["project_id"]), [node], {})
        assert page.unmappable == ()
        found[own] = page.of(PullRequest)[0]
    return found


def test_every_recorded_pull_request_is_read_with_its_own_facts() -> None:
    found, recorded = read(), list(rows("merge_requests"))
    assert len(found) == len({row["id"] for row in recorded}) > 10
    for row in recorded:
        pr = found[row["id"]]
        assert (pr.number, pr.url, pr.base_branch) == (row["iid"], row["web_url"], row["target_branch"])
        assert (pr.created_at, pr.updated_at) == (at(row["created_at"]), at(row["updated_at"]))
        assert pr.external_id == f"{row['project_id']}!{row['iid']}"
        assert (pr.state is PullRequestState.MERGED) == (row["state"] == "merged")
        assert (pr.state is PullRequestState.OPEN) == (row["state"] in ("opened", "locked"))
        if row["merged_at"]:
            assert pr.merged_at == at(row["merged_at"])
        if row["state"] == "merged" and row["merge_commit_sha"]:
            assert pr.merge_sha == row["merge_commit_sha"]


def test_every_recorded_commit_comment_and_approval_is_there() -> None:
    found = read()
    for own, pr in found.items():
        notes = [note for note in rows("merge_request_notes") if note["input"]["GitlabId"] == own]
        words = [note for note in notes if not note["system"]]
        assert len(pr.comments) + sum(review.comments for review in pr.reviews) == len(words)
        approvals = [note for note in notes if note["body"] == "approved this merge request"]
        assert sum(review.state == "approved" for review in pr.reviews) == len(approvals)
        shas = {c["id"] for c in rows("merge_request_commits") if c["input"]["GitlabId"] == own}
        assert {commit.sha for commit in pr.commits} == shas
    assert sum(len(pr.commits) for pr in found.values()) > 20


def test_every_recorded_deployment_is_read_with_its_own_facts() -> None:
    place = Repository(1, "gitlab", "1", "merico/vdev", "https://gitlab.com/merico/vdev")
    recorded = list(rows("deployments"))
    page = deployment_page("gitlab", place, recorded)
    assert page.unmappable == ()
    found = {deployment.external_id: deployment for deployment in page.of(Deployment)}
    words = {"success": "success", "failed": "failure", "canceled": "cancelled"}
    for row in recorded:
        deployment = found[str(row["id"])]
        assert (deployment.sha, deployment.environment) == (row["sha"], row["environment"]["name"])
        assert deployment.created_at == at(row["created_at"])
        assert deployment.status == words.get(row["status"], "pending")
        if row["status"] in words:
            assert deployment.finished_at == at(row["deployable"]["finished_at"] or row["updated_at"])


def test_every_recorded_job_is_read_with_its_own_facts_in_an_attempt_of_its_pipeline() -> None:
    recorded = list(rows("job"))
    pipelines = {row["pipeline"]["id"]: row["pipeline"] for row in recorded}
    nodes = [
        pipeline_node(pipeline, [row for row in recorded if row["pipeline"]["id"] == number])
        for number, pipeline in pipelines.items()
    ]
    page = run_page(Place("gitlab", "44", "https://gitlab.test/pip"), nodes)
    assert page.unmappable == ()
    runs = {run.id: run for run in page.of(Run)}
    assert {run.external_id for run in runs.values()} == {str(number) for number in pipelines}
    jobs = {job.url.rpartition("/")[2]: job for job in page.of(Job)}
    assert len(jobs) == len({row["id"] for row in recorded}) > 50
    for row in recorded:
        job = jobs[str(row["id"])]
        assert (job.name, job.created_at, job.started_at) == (
            row["name"], at(row["created_at"]), at(row["started_at"]),
        )  # fmt: skip
        assert runs[job.run_id].external_id == str(row["pipeline"]["id"])


@pytest.mark.parametrize("name", ["pipeline", "pipeline_details"])
def test_every_recorded_pipeline_is_read_with_its_own_facts(name: str) -> None:
    recorded = list(rows(name))
    place = Place("gitlab", "44", "https://gitlab.test/pip")
    page = run_page(place, [pipeline_node(row, []) for row in recorded])
    assert page.unmappable == ()
    assert len(page.of(Run)) == len(recorded)
    for row, run in zip(recorded, page.of(Run), strict=True):
        assert (run.external_id, run.sha, run.branch) == (str(row["id"]), row["sha"], row["ref"])
        assert (run.event, run.created_at) == (row["source"], at(row["created_at"]))
        assert (run.outcome is None) == (row["status"] in UNDER_WAY)
        assert (run.pull_request_id is not None) == row["ref"].startswith("refs/merge-requests/")
