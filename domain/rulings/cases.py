"""What an execution of a test counts as: the same test, on the same files, in a run that tells something."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.facts import CaseFacts, CaseFlag
from domain.ids import identify
from domain.records import Job, Outcome, Run, TestCase, Verdict
from domain.rulings.runs import run_id, seconds, workflow_id

BROKEN_SHARE = 0.8
"""A run in which so many of its tests failed had no chance: its machine or its setup was broken."""

FEWEST = 5
"""Of fewer tests such a share says nothing: one failure of one test is a failure."""

_FLAGS = {
    Verdict.PASSED: CaseFlag.PASSED,
    Verdict.FAILED: CaseFlag.FAILED,
    Verdict.SKIPPED: CaseFlag.SKIPPED,
    Verdict.FLAKY: CaseFlag.FLAKY,
}
_OUTCOMES = {
    Outcome.SUCCESS: CaseFlag.PASSED,
    Outcome.FAILURE: CaseFlag.FAILED,
    Outcome.TIMED_OUT: CaseFlag.FAILED,
}
_LONGEST = 2**31 - 1
_REMEMBERED = 65_536
_PASSING = re.compile(
    r"0x[0-9a-fA-F]{4,}"  # where an object lies in memory
    r"|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"  # a UUID
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"  # a moment
    r"|(?<![\w/])/(?:private/)?(?:tmp|var/folders)/[^\s,\])}'\"]+"  # a temporary file
)
_BLANKS = re.compile(r"\s+")


def case_facts(run: Run, cases: Sequence[TestCase]) -> list[CaseFacts]:
    """The facts of the tests that one ended attempt of a run reported; `milliseconds` each took.

    In a broken run, where at least `BROKEN_SHARE` of `FEWEST` or more executed tests failed, every
    test says so and tells nothing of flakiness.
    """
    executed = [case for case in cases if case.verdict is not Verdict.SKIPPED]
    failed = sum(case.verdict is Verdict.FAILED for case in executed)
    is_broken = len(executed) >= FEWEST and failed >= BROKEN_SHARE * len(executed)
    broken = CaseFlag.BROKEN_RUN if is_broken else CaseFlag(0)
    tree = identify("tree", str(run.repository_id), run.tree_sha or run.sha)
    return [
        CaseFacts(
            id=case.id,
            place_id=run.repository_id,
            author_id=run.actor_id,
            at=run.finished_at,
            flags=_FLAGS[case.verdict] | broken,
            case_id=case_id(run, case),
            tree_id=tree,
            run_id=run.id,
            milliseconds=_took(case.seconds),
        )
        for case in cases
        if run.finished_at
    ]


def job_facts(run: Run, jobs: Sequence[Job]) -> list[CaseFacts]:
    """The jobs of an attempt that reported no tests, in their place.

    A job counts as flaky when attempts of one run disagree about it, so its tree is the run.
    """
    tree = identify("tree", str(run_id(run)))
    return [
        CaseFacts(
            id=job.id,
            place_id=run.repository_id,
            author_id=run.actor_id,
            at=run.finished_at,
            flags=_OUTCOMES[job.outcome] | CaseFlag.OF_JOB,
            case_id=job_id(run, job),
            tree_id=tree,
            run_id=run.id,
            milliseconds=_took(seconds(job.started_at, job.finished_at)),
        )
        for job in jobs
        if run.finished_at and job.outcome in _OUTCOMES
    ]


def case_id(run: Run, case: TestCase) -> int:
    """The test: the same name in another cell of the matrix is another one."""
    return _test_id(run.repository_id, case.suite, case.class_name, case.name, case.environment)


def job_id(run: Run, job: Job) -> int:
    """The job, by its name in its workflow."""
    return identify("case", str(workflow_id(run)), "job", normalised(job.name))


@lru_cache(maxsize=_REMEMBERED)
def _test_id(repository_id: int, suite: str, class_name: str, name: str, environment: str) -> int:
    """The same few tests run again and again, and hashing takes longer than remembering."""
    return identify("case", str(repository_id), suite, class_name, normalised(name), environment)


@lru_cache(maxsize=_REMEMBERED)
def normalised(name: str) -> str:
    """A test's name with what changes from run to run taken out of its parameters."""
    return _BLANKS.sub(" ", _PASSING.sub("…", name)).strip()


def titles(run: Run, cases: Sequence[TestCase], jobs: Sequence[Job]) -> Mapping[int, str]:
    """What tests and jobs are called, by their ids: "PayoutTest / rounds half up (Java 21)"."""
    named = {case_id(run, case): _title(case) for case in cases}
    return named | {job_id(run, job): f"{run.workflow} / {normalised(job.name)}" for job in jobs}


def _title(case: TestCase) -> str:
    name = " / ".join(part for part in (case.class_name or case.suite, normalised(case.name)) if part)
    return f"{name} ({case.environment})" if case.environment else name


def _took(span: float | None) -> int | None:
    """Milliseconds; nothing for a time that cannot be."""
    return round(span * 1000) if span is not None and 0 <= span * 1000 <= _LONGEST else None
