"""What an attempt of a run counts as, over every outcome and every way in which its times can be odd."""

from datetime import timedelta
from typing import Any

import pytest

from domain.facts import RunFacts, RunFlag
from domain.records import Outcome, Run
from domain.rulings.runs import LONGEST, run_facts, run_id, workflow_id
from tests.ci import MINUTE, MORNING, job, later, run

COUNTED = {
    Outcome.SUCCESS: RunFlag.SUCCESS,
    Outcome.FAILURE: RunFlag.FAILURE,
    Outcome.TIMED_OUT: RunFlag.TIMED_OUT,
    Outcome.CANCELLED: RunFlag.UNCOUNTED,
    Outcome.SKIPPED: RunFlag.UNCOUNTED,
    Outcome.NEUTRAL: RunFlag.UNCOUNTED,
    Outcome.STALE: RunFlag.UNCOUNTED,
    Outcome.ACTION_REQUIRED: RunFlag.UNCOUNTED,
    Outcome.OTHER: RunFlag.UNCOUNTED,
}
OUTCOMES = RunFlag.SUCCESS | RunFlag.FAILURE | RunFlag.TIMED_OUT | RunFlag.UNCOUNTED


def ruled(*attempts: Run) -> list[RunFacts]:
    """The facts of these attempts of one run, without jobs."""
    return run_facts(attempts, {}, "main")


def one(of: Run) -> RunFacts:
    (only,) = ruled(of)
    return only


@pytest.mark.parametrize(("outcome", "flag"), COUNTED.items(), ids=str)
def test_an_outcome_counts_as_its_ruling_says(outcome: Outcome, flag: RunFlag) -> None:
    assert one(run(outcome=outcome)).flags & OUTCOMES == flag


def test_every_outcome_has_a_ruling() -> None:
    assert set(COUNTED) == set(Outcome)


def test_an_attempt_counts_when_it_ended() -> None:
    facts = one(run())
    assert facts.at == later(11)
    assert (facts.duration, facts.queue) == (600, 60)


def test_what_still_runs_has_no_facts() -> None:
    assert ruled(run(finished_at=None, outcome=None)) == []


def test_what_has_an_end_but_no_outcome_yet_has_no_facts() -> None:
    assert ruled(run(outcome=None)) == []


def test_the_only_attempt_is_the_first_and_the_final_one() -> None:
    assert one(run()).flags & RunFlag.FIRST_ATTEMPT
    assert one(run()).flags & RunFlag.FINAL_ATTEMPT


def test_a_rerun_makes_the_attempt_before_it_final_no_more() -> None:
    first = run(outcome=Outcome.FAILURE)
    second = run(attempt=2, created_at=later(20))
    before, after = ruled(second, first)
    assert before.flags & RunFlag.FIRST_ATTEMPT
    assert not before.flags & RunFlag.FINAL_ATTEMPT
    assert after.flags & RunFlag.FINAL_ATTEMPT
    assert not after.flags & RunFlag.FIRST_ATTEMPT
    assert before.run_id == after.run_id


def test_a_rerun_that_still_runs_undoes_nothing() -> None:
    running = run(attempt=2, created_at=later(20), finished_at=None, outcome=None)
    (only,) = ruled(run(outcome=Outcome.FAILURE), running)
    assert only.flags & RunFlag.FINAL_ATTEMPT


def test_of_a_run_whose_first_attempt_is_unknown_nothing_is_a_first_attempt() -> None:
    (only,) = ruled(run(attempt=3))
    assert not only.flags & RunFlag.FIRST_ATTEMPT
    assert only.flags & RunFlag.FINAL_ATTEMPT


def test_a_push_to_the_default_branch_is_of_it() -> None:
    flags = one(run()).flags
    assert flags & RunFlag.ON_DEFAULT
    assert not flags & RunFlag.OF_PULL_REQUEST


@pytest.mark.parametrize(
    "event", ["pull_request", "pull_request_target", "merge_request_event", "pullrequest:created"]
)
def test_a_forks_main_is_not_our_default_branch(event: str) -> None:
    flags = one(run(event=event)).flags
    assert not flags & RunFlag.ON_DEFAULT
    assert flags & RunFlag.OF_PULL_REQUEST


def test_a_push_to_a_branch_with_a_pull_request_is_of_that() -> None:
    flags = one(run(branch="payouts", pull_request_id=12)).flags
    assert flags & RunFlag.OF_PULL_REQUEST


def test_a_push_to_the_default_branch_stays_of_it_where_a_pull_request_leads_from_it_elsewhere() -> None:
    flags = one(run(pull_request_id=12)).flags
    assert flags & RunFlag.ON_DEFAULT
    assert not flags & RunFlag.OF_PULL_REQUEST


def test_a_push_to_another_branch_is_of_neither() -> None:
    assert not one(run(branch="spike")).flags & (RunFlag.ON_DEFAULT | RunFlag.OF_PULL_REQUEST)


def test_the_queue_ends_with_the_first_job_that_begins() -> None:
    each = run()
    jobs = [job(each, "build", started_at=later(3)), job(each, "lint", started_at=later(2))]
    (facts,) = run_facts([each], {each.id: jobs}, "main")
    assert facts.queue == 120


def test_a_skipped_job_waited_for_no_machine() -> None:
    each = run()
    jobs = [
        job(each, "deploy", started_at=later(0.1), outcome=Outcome.SKIPPED),
        job(each, "build", started_at=later(2)),
    ]
    (facts,) = run_facts([each], {each.id: jobs}, "main")
    assert facts.queue == 120


def test_without_jobs_the_queue_ends_when_the_attempt_began() -> None:
    assert one(run(started_at=later(4))).queue == 240


def test_a_rerun_does_not_wait_since_the_run_was_first_created() -> None:
    """GitHub tells the first attempt's creation for every attempt."""
    first = run(outcome=Outcome.FAILURE)
    second = run(attempt=2, started_at=later(60), finished_at=later(70))
    jobs = {second.id: [job(second, created_at=later(60), started_at=later(60.5))]}
    _, after = run_facts([first, second], jobs, "main")
    assert after.queue == 30


def test_a_rerun_with_a_creation_of_its_own_waits_since_then() -> None:
    first = run(outcome=Outcome.FAILURE)
    second = run(attempt=2, created_at=later(60))
    jobs = {second.id: [job(second, created_at=later(60.5), started_at=later(62))]}
    _, after = run_facts([first, second], jobs, "main")
    assert after.queue == 120


def test_a_rerun_that_nobody_knows_the_creation_of_has_no_queue() -> None:
    assert one(run(attempt=2)).queue is None


@pytest.mark.parametrize(
    ("fields", "duration", "queue"),
    [
        ({"started_at": None}, None, None),
        ({"finished_at": MORNING}, None, 60),
        ({"created_at": MORNING, "started_at": MORNING - MINUTE, "finished_at": MORNING}, 60, None),
        ({"finished_at": MORNING + timedelta(seconds=LONGEST + 61)}, None, 60),
    ],
    ids=["never started", "ended before it started", "started before it was created", "longer than a column"],
)
def test_a_time_that_cannot_be_is_none(
    fields: dict[str, Any], duration: int | None, queue: int | None
) -> None:
    facts = one(run(**fields))
    assert (facts.duration, facts.queue) == (duration, queue)
    contradicts = fields.get("started_at", MORNING) is not None
    assert bool(facts.flags & RunFlag.CONTRADICTORY) is contradicts


def test_workflows_of_one_name_are_told_apart_by_their_repository() -> None:
    assert workflow_id(run()) == workflow_id(run(2))
    assert workflow_id(run()) != workflow_id(run(repository_id=2))
    assert run_id(run()) == run_id(run(attempt=2)) != run_id(run(2))
