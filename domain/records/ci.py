"""Continuous integration: every attempt of a run, its jobs, and the test cases they reported."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a run or a job ended. A word that we do not know yet is `OTHER`, and counts nowhere."""

    SUCCESS = "success"
    FAILURE = "failure"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    NEUTRAL = "neutral"
    STALE = "stale"
    ACTION_REQUIRED = "action_required"
    OTHER = "other"


class Verdict(StrEnum):
    """How a test case ended; `FLAKY` failed and passed when the test runner tried it again."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    FLAKY = "flaky"


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt of a workflow's run (GitLab's and Bitbucket's pipeline).

    id = identify(source, "run", external_id, attempt): a re-run keeps the external id and overwrites
    the conclusion, so each attempt is a record of its own. `tree_sha` tells merge commits that hold
    the same files; `outcome` is None while it runs.
    """

    id: int
    source: str
    external_id: str
    attempt: int
    repository_id: int
    workflow: str
    branch: str
    sha: str
    event: str
    url: str
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    tree_sha: str | None = None
    actor_id: int | None = None
    pull_request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job of one attempt of a run, or a step of a Bitbucket pipeline.

    id = identify(source, "job", external_id).
    """

    id: int
    run_id: int
    name: str
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class TestCase:
    """A test case in one attempt of a run, as JUnit reports it.

    id = identify("test_case", run, suite, class_name, name, environment). `environment` is the cell
    of the matrix: the same test elsewhere is another test. `seconds` is None where it was not told.
    """

    __test__ = False  # pytest collects no class of this name

    id: int
    run_id: int
    suite: str
    class_name: str
    name: str
    verdict: Verdict
    seconds: float | None = None
    environment: str = ""
    message: str = ""
