"""Runs, jobs, deployments, releases and commits: every fixture becomes the records beside it."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import identify
from domain.records import BranchCommit, Deployment, DeploymentSource, DeploymentStatus, Job, Outcome, Run
from integrations.github.builds import run_page
from integrations.github.commits import commit_page
from integrations.github.deployments import deployment_page
from integrations.pages import Page
from tests.integrations.github.subject import PAY, SUBJECT

FOLDER = Path(__file__).parent / "fixtures"
KINDS = ("run", "deployment", "release", "commit")
FIXTURES = [path for kind in KINDS for path in sorted(FOLDER.glob(f"{kind}.*.json"))]


def node(kind: str, case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{kind}.{case}.json").read_text())["node"]
    return found


def told(kind: str, page: Page) -> Any:  # noqa: ANN401 - JSON
    """What a page of one says, with names in place of the ids that are derived from them."""
    assert page.unmappable == ()
    if kind == "run":
        runs = {run.id: run for run in page.of(Run)}
        jobs = [_job(job, runs) for job in page.of(Job)]
        return {"runs": [_plain(run, page) for run in runs.values()], "jobs": jobs}
    found = [_plain(record, page) for record in page.of(BranchCommit if kind == "commit" else Deployment)]
    return found[0] if found else {}


def _job(job: Job, runs: dict[int, Run]) -> dict[str, Any]:
    number = job.url.rpartition("/")[2]
    assert job.id == identify("github", "job", number)
    told_ = {"external_id": number, "attempt": runs[job.run_id].attempt, **asdict(job)}
    return {key: _text(value) for key, value in told_.items() if key not in ("id", "run_id")}


def _plain(record: object, page: Page) -> dict[str, Any]:
    names = {account.id: account.login for account in page.accounts}
    names |= {identify("github", "pull_request", "PR_1"): "PR_1"}
    names |= {identify("github", "run", "4242424242", "1"): "4242424242"}
    plain: dict[str, Any] = {}
    for key, value in asdict(record).items():  # type: ignore[call-overload] # records are dataclasses
        if key.endswith("_id") and key != "external_id":
            plain[key.removesuffix("_id")] = names.get(value)
        else:
            plain[key] = list(value) if isinstance(value, tuple) else _text(value)
    ours = {"id", "source", "repository", "service", "part", "paths"}
    return {key: value for key, value in plain.items() if key not in ours}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_becomes_the_records_beside_it(path: Path) -> None:
    fixture = json.loads(path.read_text())
    kind = path.stem.split(".")[0]
    assert told(kind, SUBJECT.readers[kind]([fixture["node"]])) == fixture["expected"]


def test_an_attempt_is_a_record_of_its_own() -> None:
    first, second = run_page("github", PAY, [node("run", "tried_again")]).of(Run)
    assert [run.id for run in (first, second)] == [
        identify("github", "run", "4242424242", number) for number in ("1", "2")
    ]
    assert first.repository_id == PAY.id


def test_ids_of_commits_are_those_of_their_repository_and_sha() -> None:
    (commit,) = commit_page("github", PAY, [node("commit", "merge")]).of(BranchCommit)
    assert commit.id == identify("github", "commit", str(PAY.id), "a" * 40)


def test_somebody_whom_rest_tells_of_in_the_old_form_is_the_one_that_graphql_knows() -> None:
    page = run_page("github", PAY, [node("run", "by_a_bot")])
    assert [(one.external_id, one.kind) for one in page.accounts] == [("BOT_kgDOAvZaBQ", "bot")]


class TestWorkflowsThatDeploy:
    """A run of one on the default branch is a deployment, as its last attempt went."""

    @staticmethod
    def deployed(case: str, **changes: object) -> tuple[Deployment, ...]:
        told_ = node("run", case)
        told_["run"] |= changes
        return run_page("github", PAY, [told_], deploys=lambda name, _: name == "CI").of(Deployment)

    @pytest.mark.parametrize(
        ("conclusion", "status"),
        [
            ("success", DeploymentStatus.SUCCESS),
            ("failure", DeploymentStatus.FAILURE),
            ("timed_out", DeploymentStatus.FAILURE),
            ("cancelled", DeploymentStatus.CANCELLED),
            (None, DeploymentStatus.PENDING),
        ],
    )
    def test_the_run_went_as_the_deployment_did(
        self, conclusion: str | None, status: DeploymentStatus
    ) -> None:
        (found,) = self.deployed("green", conclusion=conclusion)
        assert found.status is status
        assert (found.sha, found.environment, found.is_production) == ("a" * 40, "production", True)
        assert found.known_from is DeploymentSource.WORKFLOW

    def test_it_names_its_run(self) -> None:
        (found,) = self.deployed("tried_again")
        assert found.run_id == identify("github", "run", "4242424242", "2")
        assert found.id == identify("github", "deployment", "run 4242424242")

    def test_a_run_of_another_branch_or_workflow_is_none(self) -> None:
        assert self.deployed("green", head_branch="fix") == ()
        assert self.deployed("green", name="Lint") == ()

    def test_nothing_deploys_unless_that_is_said(self) -> None:
        assert run_page("github", PAY, [node("run", "green")]).of(Deployment) == ()


@pytest.mark.parametrize(
    ("conclusion", "outcome"),
    [
        ("success", Outcome.SUCCESS),
        ("FAILURE", Outcome.FAILURE),
        ("startup_failure", Outcome.FAILURE),
        ("timed_out", Outcome.TIMED_OUT),
        ("cancelled", Outcome.CANCELLED),
        ("skipped", Outcome.SKIPPED),
        ("neutral", Outcome.NEUTRAL),
        ("stale", Outcome.STALE),
        ("action_required", Outcome.ACTION_REQUIRED),
        ("vaporised", Outcome.OTHER),
        ("", None),
        (None, None),
    ],
)
def test_conclusions_are_outcomes(conclusion: str | None, outcome: Outcome | None) -> None:
    told_ = node("run", "without_jobs")
    told_["run"]["conclusion"] = conclusion
    (found,) = run_page("github", PAY, [told_]).of(Run)
    assert found.outcome is outcome
    assert (found.finished_at is None) == (outcome is None)


def test_a_part_of_the_states_is_not_taken_for_all_of_them() -> None:
    told_ = node("deployment", "succeeded")
    told_["statuses"]["pageInfo"]["hasNextPage"] = True
    (aside,) = deployment_page("github", [told_]).unmappable
    assert aside.path == "statuses.pageInfo.hasNextPage"


@given(
    st.sampled_from(KINDS),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
)
@settings(max_examples=150, deadline=None)
def test_junk_never_raises(kind: str, junk: object) -> None:
    assert len(SUBJECT.readers[kind]([junk]).unmappable) == 1
