"""Facts of continuous integration: attempts of runs, and test cases."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag

from domain.facts.columns import Columns, Ids, Seconds


class RunFlag(IntFlag):
    """What is known about an attempt of a run; one outcome is set."""

    SUCCESS = 1
    FAILURE = 2
    TIMED_OUT = 4
    UNCOUNTED = 8
    FIRST_ATTEMPT = 16
    FINAL_ATTEMPT = 32
    ON_DEFAULT = 64
    OF_PULL_REQUEST = 128
    CONTRADICTORY = 256
    EXCLUDED_BY_HAND = 512


class CaseFlag(IntFlag):
    """How a test case ended, and whether its whole run tells nothing about it.

    `OF_JOB` says that it is no test but a job, which stands for the tests that its run did not report.
    """

    PASSED = 1
    FAILED = 2
    SKIPPED = 4
    FLAKY = 8
    BROKEN_RUN = 16
    OF_JOB = 32
    EXCLUDED_BY_HAND = 512


@dataclass(frozen=True, slots=True)
class RunFacts:
    """An attempt of a run that ended `at`; `duration` and `queue` in whole seconds."""

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: RunFlag
    workflow_id: int
    run_id: int
    duration: int | None
    queue: int | None


@dataclass(frozen=True, slots=True)
class RunColumns(Columns):
    """Attempts of runs, at their ends; attempts of one run share their `run_id`."""

    workflow_id: Ids
    run_id: Ids
    duration: Seconds
    queue: Seconds


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A test case that ran `at` on a tree of files; `milliseconds` it took, `run_id` is the attempt's id."""

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: CaseFlag
    case_id: int
    tree_id: int
    run_id: int
    milliseconds: int | None


@dataclass(frozen=True, slots=True)
class CaseColumns(Columns):
    """Executions of test cases: the same test has one `case_id`, the same files one `tree_id`."""

    case_id: Ids
    tree_id: Ids
    run_id: Ids
    milliseconds: Seconds
