"""Real runs, jobs and deployments, mapped and compared with the recording itself."""

from datetime import datetime
from typing import Any

import pytest

from domain.records import Deployment, DeploymentStatus, Job, Run
from integrations.github.builds import run_page
from integrations.github.deployments import deployment_page
from tests.fakes.github.recorded import MISSING, RECORDED, rows
from tests.integrations.github.subject import PAY

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=MISSING)


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def test_every_recorded_run_keeps_its_own_facts() -> None:
    recorded = list(rows("runs.jsonl"))
    nodes = [{"id": row["id"], "run": row, "attempts": [], "jobs": []} for row in recorded]
    page = run_page("github", PAY, nodes)
    assert page.unmappable == ()
    found = {(run.external_id, run.attempt): run for run in page.of(Run)}
    assert len(found) == len({row["id"] for row in recorded})
    for row in recorded:
        run = found[str(row["id"]), row["run_attempt"]]
        assert (run.workflow, run.branch, run.sha) == (row["name"], row["head_branch"], row["head_sha"])
        assert (run.event, run.url, run.tree_sha) == (
            row["event"], row["html_url"], row["head_commit"]["tree_id"],
        )  # fmt: skip
        assert run.created_at == moment(row["created_at"])
        assert run.started_at == moment(row["run_started_at"])
        assert run.finished_at == (moment(row["updated_at"]) if row["conclusion"] else None)


def test_every_recorded_job_keeps_its_own_facts() -> None:
    by_run: dict[int, list[dict[str, Any]]] = {}
    for row in rows("jobs.jsonl"):
        by_run.setdefault(row["run_id"], []).append(row)
    template = next(iter(rows("runs.jsonl"))) | {"run_attempt": 1}
    nodes = [
        {"id": id_, "run": template | {"id": id_}, "attempts": [], "jobs": jobs}
        for id_, jobs in by_run.items()
    ]
    page = run_page("github", PAY, nodes)
    assert page.unmappable == ()
    found = {job.url: job for job in page.of(Job)}
    recorded = {row["html_url"]: row for jobs in by_run.values() for row in jobs}
    assert found.keys() == recorded.keys()
    for url, row in recorded.items():
        job = found[url]
        assert job.name == row["name"]
        is_ended = bool(row["conclusion"])
        assert job.finished_at == (moment(row["completed_at"]) if is_ended else None)
        assert (job.outcome is None) is not is_ended


def test_every_recorded_deployment_keeps_its_own_facts() -> None:
    recorded = [row for row in rows("graphql_deployment.jsonl") if row.get("Statuses")]
    assert recorded
    page = deployment_page("github", [_node(row) for row in recorded])
    assert page.unmappable == ()
    for row, found in zip(recorded, page.of(Deployment), strict=True):
        succeeded = [state["updatedAt"] for state in row["Statuses"]["nodes"] if state["state"] == "SUCCESS"]
        assert (found.environment, found.sha) == (row["Environment"], row["CommitOid"])
        assert found.created_at == moment(row["CreatedAt"])
        assert (found.status is DeploymentStatus.SUCCESS) is bool(succeeded)
        assert found.finished_at == moment(min(succeeded))


def _node(row: dict[str, Any]) -> dict[str, Any]:
    """As GitHub spells it, which the recording does not."""
    states = [
        {"state": state["state"], "createdAt": state["updatedAt"], "logUrl": None}
        for state in row["Statuses"]["nodes"]
    ]
    return {
        "id": row["Id"],
        "createdAt": row["CreatedAt"],
        "environment": row["Environment"],
        "task": row["Task"],
        "state": row["State"],
        "commitOid": row["CommitOid"],
        "repository": {"id": row["Repository"]["Id"], "url": row["Repository"]["Url"]},
        "ref": {"name": row["Ref"]["Name"]} if row.get("Ref") else None,
        "statuses": {"pageInfo": {"hasNextPage": False}, "nodes": states},
    }
