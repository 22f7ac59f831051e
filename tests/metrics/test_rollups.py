"""Roll-ups are computed from their items: no average of averages, no percentile of percentiles (ruling 6)."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import (
    INCIDENTS,
    DeploymentFlag,
    Flag,
    IncidentColumns,
    IncidentFacts,
    IncidentFlag,
    RunFlag,
)
from domain.question import By
from domain.result import Result
from metrics.ci import build_success_rate
from metrics.delivery import cycle_time, lead_time
from metrics.deployments import change_failure_rate, deployment_frequency, recovery_time, rework_rate
from metrics.engine import Facts, evaluate
from metrics.incidents import incidents_per_deployment
from metrics.metric import Metric
from storage.fact_rows import fact_rows
from storage.segments import from_rows
from tests.ci import attempt_facts, later, run_columns
from tests.metrics import building
from tests.metrics.deploying import SUCCEEDED, change, day, deployment_columns, made
from tests.metrics.deploying import answer as answer_about_deployments
from tests.metrics.samples import COVERED, HOUR, NOW, answer, columns, question

FAILED = DeploymentFlag.FAILED_IN_PRODUCTION | SUCCEEDED
REWORK = DeploymentFlag.REWORK | SUCCEEDED
PAY, WEB = 7, 8
GREEN, RED = (outcome | RunFlag.FINAL_ATTEMPT for outcome in (RunFlag.SUCCESS, RunFlag.FAILURE))


def row_values(result: Result) -> dict[str, float | None]:
    return {row.label: row.summary.value for row in result.breakdown}


def incident_columns(numbers: list[int], *, at: float) -> IncidentColumns:
    """Urgent incidents that opened on a day and are open still."""
    facts = [
        IncidentFacts(number, 1, None, day(at), IncidentFlag(0), PAY, 0, None, None, None)
        for number in numbers
    ]
    return from_rows(IncidentColumns, fact_rows(INCIDENTS, facts))


def test_the_median_of_two_repositories_is_that_of_all_their_pull_requests() -> None:
    """Medians of 2 and 100 would have a mean of 51."""
    prs = columns([1 * HOUR, 2 * HOUR, 3 * HOUR, 100 * HOUR], repository=[1, 1, 1, 2])
    result = answer(cycle_time, prs, asked=question(cycle_time, by=By.REPOSITORY))
    assert row_values(result) == {"acme/api": 2 * HOUR, "acme/web": 100 * HOUR}
    assert result.summary.value == 2.5 * HOUR


def test_a_percentile_of_a_month_is_not_that_of_its_weeks() -> None:
    """It is 9.1 of 1 to 10 and 109.1 of 101 to 110; of all twenty it is a tenth beyond the 18th, 108.1."""
    spans = [*range(1, 11), *range(101, 111)]
    asked = question(cycle_time, percentile=90)
    result = answer(cycle_time, columns(spans, day=[1] * 10 + [8] * 10), asked=asked)
    assert [point.value for point in result.trend[:2]] == [pytest.approx(9.1), pytest.approx(109.1)]
    assert result.summary.value == pytest.approx(108.1)


def test_a_mean_weighs_a_busy_week_more_than_a_quiet_one() -> None:
    result = answer(cycle_time, columns([10] * 9 + [110], day=[1] * 9 + [8]))
    assert result.summary.mean == 20, "the mean of the two weeks' means would be 60"


def test_the_mean_of_a_phase_is_over_all_that_have_it_in_whatever_repository() -> None:
    """Two of three in one repository were reviewed, after 1 and 2 hours; the other's one after 9."""
    prs = columns([10, 10, 10, 10], repository=[1, 1, 1, 2], pickup=[1, 2, None, 9])
    (pickup,) = [phase for phase in answer(cycle_time, prs).phases if phase.slug == "pickup"]
    assert (pickup.n, pickup.mean, pickup.median) == (3, 4, 2)


def test_lead_time_is_a_median_over_changes_and_not_over_deployments() -> None:
    """One deployment brings five changes, another brings one: by deployment it would be 8."""
    facts = [change(number, 1, 2 * HOUR, deployment_id=1) for number in range(1, 6)]
    facts.append(change(6, 2, 14 * HOUR, deployment_id=2))
    assert answer_about_deployments(lead_time, facts).summary.value == 2 * HOUR


@pytest.mark.parametrize(
    ("metric", "flag"), [(change_failure_rate, FAILED), (rework_rate, REWORK)], ids=["failures", "rework"]
)
def test_a_rate_of_two_services_is_over_all_their_deployments(metric: Metric, flag: DeploymentFlag) -> None:
    """One of two and none of eight are one of ten; the mean of the rates would be a quarter."""
    facts = [made(1, 1, flag), made(2, 2)] + [made(number, 3, service_id=WEB) for number in range(3, 11)]
    result = answer_about_deployments(metric, facts, asked=question(metric, by=By.SERVICE))
    assert row_values(result) == {"web": 0, "pay": 0.5}
    assert result.summary.value == pytest.approx(0.1)


def test_frequencies_of_services_add_up() -> None:
    facts = [made(number, number, service_id=PAY if number % 3 else WEB) for number in range(1, 10)]
    result = answer_about_deployments(
        deployment_frequency, facts, asked=question(deployment_frequency, by=By.SERVICE)
    )
    assert row_values(result) == {
        "pay": pytest.approx(6 / (30 / 7)),
        "web": pytest.approx(3 / (30 / 7)),
    }
    assert result.summary.value == pytest.approx(9 / (30 / 7))


def test_the_recovery_of_two_services_is_the_median_of_all_recoveries() -> None:
    facts = [made(number, 1, FAILED, recovery=number * HOUR) for number in (1, 2, 3)]
    facts.append(made(9, 2, FAILED, recovery=90 * HOUR, service_id=WEB))
    assert answer_about_deployments(recovery_time, facts).summary.value == 2.5 * HOUR


def test_a_success_rate_of_weeks_is_over_all_their_runs() -> None:
    """Nine of nine in one week and none of one in another are nine of ten and not one half."""
    runs = [attempt_facts(number, GREEN, at=later(number)) for number in range(9)]
    runs.append(attempt_facts(9, RED, at=later(-7 * 24 * 60)))
    result = building.answer(build_success_rate, run_columns(runs))
    assert [point.value for point in result.trend if point.n] == [0, 1]
    assert result.summary.value == pytest.approx(0.9)


def test_incidents_per_deployment_of_weeks_are_a_sum_over_a_sum() -> None:
    """Four over one in one week and none over seven in another are a half; the mean of the weeks is two."""
    asked = question(incidents_per_deployment)
    trouble = incident_columns([1, 2, 3, 4], at=1)
    over = deployment_columns([made(1, 1), *(made(number, 8) for number in range(2, 9))])
    facts = Facts(trouble, trouble.where(trouble.at < 0), Facts(over, over.where(over.at < 0)))
    result = evaluate(incidents_per_deployment, asked, facts, coverage=COVERED, computed_at=NOW)
    assert [point.value for point in result.trend[:2]] == [4, 0]
    assert result.summary.value == pytest.approx(0.5)


def test_what_is_left_out_of_a_row_is_left_out_of_the_whole() -> None:
    flags = [Flag(0), Flag.BOT_AUTHOR, Flag(0)]
    prs = columns([10, 1000, 30], repository=[1, 1, 2], flags=flags)
    result = answer(cycle_time, prs, asked=question(cycle_time, by=By.REPOSITORY))
    assert row_values(result) == {"acme/api": 10, "acme/web": 30}
    assert (result.summary.value, result.summary.mean) == (20, 20)


items = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 29), st.integers(1, 3)), min_size=1, max_size=40
)


@given(items, st.sampled_from((25, 50, 75, 90)))
def test_however_it_is_broken_down_the_whole_is_numpys_of_all_items(
    told: list[tuple[int, int, int]], asked: int
) -> None:
    spans, days, repositories = zip(*told, strict=True)
    prs = columns(spans, day=days, repository=repositories)
    wanted = np.percentile(spans, asked)
    for by in (By.WEEK, By.REPOSITORY):
        result = answer(cycle_time, prs, asked=question(cycle_time, by=by, percentile=asked))
        assert result.summary.value == pytest.approx(wanted)
        assert sum(row.summary.n for row in result.breakdown) == len(told)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 29), st.sampled_from((PAY, WEB))), min_size=1))
def test_whatever_the_services_a_failure_rate_is_failures_over_deployments(
    told: list[tuple[bool, int, int]],
) -> None:
    facts = [
        made(number, day, FAILED if failed else SUCCEEDED, service_id=service)
        for number, (failed, day, service) in enumerate(told)
    ]
    result = answer_about_deployments(change_failure_rate, facts)
    share = Fraction(sum(failed for failed, _, _ in told), len(told))
    assert result.summary.value == pytest.approx(float(share))
    assert 0 <= share <= 1
