"""Runs, jobs and tests for tests: a day of CI in a few words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.facts import CASES, RUNS, CaseColumns, CaseFacts, CaseFlag, RunColumns, RunFacts, RunFlag
from domain.ids import identify
from domain.records import Job, Outcome, Run, TestCase, Verdict
from storage.fact_rows import fact_rows
from storage.segments import from_rows
from tests.builders import Value, repository, told

MORNING = datetime(2026, 11, 16, 8, tzinfo=UTC)
"""A Monday on which everything here begins."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PAYMENTS = repository("acme/payments")


def later(minutes: float) -> datetime:
    """So many minutes after the morning."""
    return MORNING + minutes * MINUTE


def run(number: int = 1, attempt: int = 1, **fields: Value) -> Run:
    """A push to main in the morning: after a minute in the queue `ci` ran for ten, and succeeded."""
    created_at = fields.get("created_at", MORNING)
    return Run(
        **told(
            fields,
            id=identify("github", "run", str(number), str(attempt)),
            source="github",
            external_id=str(number),
            attempt=attempt,
            repository_id=PAYMENTS.id,
            workflow="ci",
            branch="main",
            sha=f"sha{number}",
            event="push",
            url=f"https://github.com/acme/payments/actions/runs/{number}",
            created_at=created_at,
            started_at=created_at + MINUTE,
            finished_at=created_at + 11 * MINUTE,
            outcome=Outcome.SUCCESS,
        )
    )


def job(of: Run, name: str = "test", **fields: Value) -> Job:
    """A job that took as long as its run."""
    return Job(
        **told(
            fields,
            id=identify("github", "job", f"{of.id}:{name}"),
            run_id=of.id,
            name=name,
            created_at=of.created_at,
            started_at=of.started_at,
            finished_at=of.finished_at,
            outcome=of.outcome,
            url=f"{of.url}/job/{name}",
        )
    )


def case(
    of: Run, name: str = "rounds half up", verdict: Verdict = Verdict.PASSED, **fields: Value
) -> TestCase:
    """A test of the class `PayoutTest` that took a second and a half."""
    environment = fields.get("environment", "")
    return TestCase(
        **told(
            fields,
            id=identify("test_case", str(of.id), "unit", "PayoutTest", name, environment),
            run_id=of.id,
            suite="unit",
            class_name="PayoutTest",
            name=name,
            verdict=verdict,
            seconds=1.5,
        )
    )


def run_columns(facts: Sequence[RunFacts]) -> RunColumns:
    """Facts as the engine sees them."""
    return from_rows(RunColumns, fact_rows(RUNS, facts))


def case_columns(facts: Sequence[CaseFacts]) -> CaseColumns:
    """Facts as the engine sees them."""
    return from_rows(CaseColumns, fact_rows(CASES, facts))


def attempt_facts(
    number: int, flags: RunFlag, *, at: datetime = MORNING, workflow: int = 1, **fields: Value
) -> RunFacts:
    """The facts of an attempt that took ten minutes after one in the queue."""
    return RunFacts(
        **told(
            fields,
            id=number,
            place_id=1,
            author_id=None,
            at=at,
            flags=flags,
            workflow_id=workflow,
            run_id=number,
            duration=600,
            queue=60,
        )
    )


def ran(
    number: int, flags: CaseFlag, *, test: int = 1, tree: int = 1, at: datetime = MORNING, **fields: Value
) -> CaseFacts:
    """An execution of a test on a tree, in a run of its own."""
    return CaseFacts(
        **told(
            fields,
            id=number,
            place_id=1,
            author_id=None,
            at=at,
            flags=flags,
            case_id=test,
            tree_id=tree,
            run_id=number,
            milliseconds=1500,
        )
    )
