"""Times that contradict each other have no value and are told, from the record to the answer (ruling 12)."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.facts import (
    ACKNOWLEDGEMENTS,
    ISSUE_PULLS,
    ISSUES,
    RESOLUTIONS,
    Columns,
    Family,
    Flag,
    IncidentFacts,
    IssueFacts,
)
from domain.people import WorkingHours
from domain.records import Category, Incident, Issue, Outcome, PullRequest, Run
from domain.result import Result
from domain.rulings.delivered import change_facts, deployment_facts
from domain.rulings.incidents import Placed
from domain.rulings.incidents import facts as incident_facts
from domain.rulings.issues import issue_facts, since_creation
from domain.rulings.runs import run_facts
from metrics.ci import build_success_rate, build_time, queue_time
from metrics.delivery import cycle_time, lead_time, time_to_deploy
from metrics.deployments import deployment_frequency, pipeline_time
from metrics.incidents import time_to_acknowledge, time_to_resolve
from metrics.issues import issue_cycle_time, issue_throughput, issue_to_pr
from metrics.metric import Metric
from metrics.review import review_time, time_to_first_review
from storage.fact_rows import Fact, fact_rows
from storage.segments import from_rows
from tests.builders import issue as issue_of
from tests.builders import moved
from tests.ci import later, run, run_columns
from tests.domain.rulings.shipments import deployed, landed, line, shipped
from tests.domain.rulings.stories import NINE_TO_SIX, approved, hour, merged, ruled
from tests.incidents import ack
from tests.incidents import incident as incident_of
from tests.metrics import building, deploying
from tests.metrics.ruling import answered

HOUR = 3600
TOLD = "with times that contradict each other"
YOUNGER = "younger than their first pull request"
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def columns(family: Family[Columns], *facts: Fact) -> Columns:
    return from_rows(family.columns, fact_rows(family, facts))


def told(result: Result) -> dict[str, int]:
    return {each.reason: each.n for each in result.quality}


def sound_alone(result: Result, value: float, words: str = TOLD) -> None:
    """The figure is that of the sound one, and that another contradicts itself is told."""
    assert (result.summary.n, result.summary.value, result.summary.mean) == (1, value, value)
    assert told(result)[words] == 1


def incident(number: int, **fields: object) -> Incident:
    return incident_of(number, at(0), **fields)


def of_incident(each: Incident, which: str) -> IncidentFacts:
    found: IncidentFacts = getattr(incident_facts(each, {}, Placed()), which)
    return found


def done(number: int, *hours: float) -> Issue:
    """An issue that was created in hour 0, begun in the first of these and done in the second."""
    began, ended = hours
    moves = (
        moved(at(began), Category.TO_DO, Category.IN_PROGRESS),
        moved(at(ended), Category.IN_PROGRESS, Category.DONE),
    )
    return issue_of(f"PAY-{number}", *moves, created_at=at(0))


def ended(each: Issue) -> IssueFacts:
    found = issue_facts(each, {NINE_TO_SIX}, 1, is_linked=False)
    assert found
    return found


def of_runs(metric: Metric, *runs: Run) -> Result:
    facts = [fact for each in runs for fact in run_facts([each], {}, "main")]
    return building.answer(metric, run_columns(facts))


def test_a_merge_before_the_opening_is_no_cycle_time_of_zero() -> None:
    sound_alone(answered(cycle_time, merged(-5), merged(8)), 8 * HOUR)


def test_a_review_before_the_opening_is_no_pickup_of_zero() -> None:
    result = answered(
        time_to_first_review, merged(9, reviews=(approved(-3),)), merged(9, reviews=(approved(4),))
    )
    sound_alone(result, 4 * HOUR)


def test_a_contradiction_in_one_phase_leaves_the_others_and_the_whole_as_they_are() -> None:
    odd = merged(9, reviews=(approved(-3),))
    assert told(answered(review_time, odd)) == {TOLD: 1}
    whole = answered(cycle_time, odd)
    assert (whole.summary.value, told(whole)) == (9 * HOUR, {TOLD: 1})
    coding, pickup, review, merge = whole.phases
    assert (coding.mean, pickup.mean, review.mean, merge.mean) == (0, None, 0, 12 * HOUR)


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        pytest.param(lead_time, (2, 7 * HOUR), id="the lead time, which is sound in both"),
        pytest.param(time_to_deploy, (1, 4 * HOUR), id="the wait, which only one has"),
    ],
)
def test_what_was_deployed_before_it_was_merged_waited_for_no_time(
    metric: Metric, values: tuple[int, float]
) -> None:
    """Both reach production after seven hours; of one the provider says that it was merged later."""
    prs = [landed(1, "b", 5, created_at=hour(2)), landed(2, "c", 30, created_at=hour(2))]
    made = [deployed("a", 0), deployed("b", 9, minutes=0), deployed("c", 9, minutes=0, run_id=2)]
    found = shipped(made, line("abc"), prs)
    facts = [
        change_facts(ruled(pr), release, {NINE_TO_SIX})
        for release in found.releases
        for pr in release.pull_requests
    ]
    result = deploying.answer(metric, facts)
    assert (result.summary.n, result.summary.value) == values
    assert told(result)[TOLD] == 1


def test_a_deployment_before_what_it_brings_had_landed_has_no_pipeline_and_still_counts() -> None:
    found = shipped(
        [deployed("a", 0), deployed("b", 4, minutes=0), deployed("c", 9, minutes=0)],
        line("abc"),
        [landed(1, "b", 3), landed(2, "c", 30)],
    )
    facts = [deployment_facts(each, ()) for each in found.releases]
    sound_alone(deploying.answer(pipeline_time, facts), HOUR)
    often = deploying.answer(deployment_frequency, facts)
    assert (often.summary.n, told(often)) == (3, {TOLD: 1})


def test_a_run_that_ended_before_it_started_has_no_duration_and_its_outcome_counts() -> None:
    odd, sound = run(1, finished_at=later(0)), run(2)
    sound_alone(of_runs(build_time, odd, sound), 600)
    assert of_runs(queue_time, odd, sound).summary.n == 2
    assert of_runs(build_success_rate, odd, run(3, outcome=Outcome.FAILURE)).summary.value == 0.5


def test_a_run_that_started_before_it_was_created_has_no_queue_and_its_duration_counts() -> None:
    odd, sound = run(1, started_at=later(-5), finished_at=later(5)), run(2)
    sound_alone(of_runs(queue_time, odd, sound), 60)
    assert of_runs(build_time, odd, sound).summary.value == 600


def test_an_acknowledgement_before_the_incident_is_no_instant_one() -> None:
    stories = [incident(1, acknowledgements=(ack(at(-1)),)), incident(2, acknowledgements=(ack(at(2)),))]
    facts = [of_incident(each, "acknowledged") for each in stories]
    sound_alone(building.answer(time_to_acknowledge, columns(ACKNOWLEDGEMENTS, *facts)), 2 * HOUR)


def test_a_resolution_before_the_incident_is_no_instant_one() -> None:
    stories = [incident(1, resolved_at=at(-1)), incident(2, resolved_at=at(3))]
    facts = [of_incident(each, "resolved") for each in stories]
    sound_alone(building.answer(time_to_resolve, columns(RESOLUTIONS, *facts)), 3 * HOUR)


def test_an_acknowledgement_after_the_resolution_leaves_the_resolution_as_it_is() -> None:
    odd = incident(1, acknowledgements=(ack(at(5)),), resolved_at=at(3))
    resolved = building.answer(time_to_resolve, columns(RESOLUTIONS, of_incident(odd, "resolved")))
    assert (resolved.summary.value, told(resolved)) == (3 * HOUR, {TOLD: 1})
    taken = building.answer(time_to_acknowledge, columns(ACKNOWLEDGEMENTS, of_incident(odd, "acknowledged")))
    assert (taken.summary.n, taken.summary.value, told(taken)) == (0, None, {TOLD: 1})


def test_an_issue_that_was_done_before_it_was_begun_has_no_cycle_and_still_counts() -> None:
    """Its tracker tells the moves in an order that their times contradict."""
    odd, sound = ended(done(1, 9, 4)), ended(done(2, 1, 5))
    result = building.answer(issue_cycle_time, columns(ISSUES, odd, sound))
    assert (odd.cycle, odd.cycle_working) == (None, None)
    sound_alone(result, 4 * HOUR)
    assert building.answer(issue_throughput, columns(ISSUES, odd, sound)).summary.n == 2


def test_a_pull_request_older_than_its_issue_is_no_wait_of_zero() -> None:
    opened = ((1, -2), (2, 3))
    facts = [since_creation(done(n, 1, 5), at(hours), {NINE_TO_SIX}, 1) for n, hours in opened]
    sound_alone(building.answer(issue_to_pr, columns(ISSUE_PULLS, *facts)), 3 * HOUR, YOUNGER)


@pytest.mark.parametrize(
    "zone",
    [
        pytest.param("Europe/Berlin", id="in Berlin"),
        pytest.param("America/Los_Angeles", id="in Los Angeles"),
        pytest.param("Pacific/Auckland", id="in Auckland"),
    ],
)
def test_a_negative_span_is_none_on_the_working_clock_too(zone: str) -> None:
    facts = ruled(merged(9, reviews=(approved(-3),)), into="", bob=WorkingHours(zone))
    assert Flag.CONTRADICTORY in facts.flags
    assert [span is None for span in facts.working] == [span is None for span in facts.calendar]


@pytest.mark.parametrize(
    "pr",
    [
        pytest.param(merged(0), id="merged in the second it was opened"),
        pytest.param(merged(9, reviews=(approved(0),)), id="approved in the second it was opened"),
        pytest.param(merged(9, reviews=(approved(9),)), id="approved in the second of the merge"),
    ],
)
def test_moments_that_coincide_are_spans_of_zero_and_contradict_nothing(pr: PullRequest) -> None:
    facts = ruled(pr)
    assert Flag.CONTRADICTORY not in facts.flags
    assert 0 in facts.calendar
