"""What each metric of deployments reads, what it leaves out, and what it makes of many."""

import pytest

from domain.facts import NO_SPAN, DeploymentFlag
from domain.metric import CALENDAR_ONLY
from domain.question import By, TimeBase
from metrics.deployments import (
    change_failure_rate,
    deploy_success_rate,
    deployment_frequency,
    pipeline_time,
    recovery_time,
    rework_rate,
)
from metrics.metric import Metric
from tests.metrics.deploying import SUCCEEDED, answer, deployment_columns, made
from tests.metrics.samples import question

FAILED, REWORK, REDEPLOY, ROLLBACK, ASIDE, OPEN = (
    DeploymentFlag.FAILED_IN_PRODUCTION | SUCCEEDED,
    DeploymentFlag.REWORK | SUCCEEDED,
    DeploymentFlag.REDEPLOY | SUCCEEDED,
    DeploymentFlag.ROLLBACK | SUCCEEDED,
    DeploymentFlag.EXCLUDED_BY_HAND | SUCCEEDED,
    DeploymentFlag.OPEN_FAILURE | DeploymentFlag.FAILED_IN_PRODUCTION | SUCCEEDED,
)
ATTEMPT = DeploymentFlag(0)
ALL = (
    deployment_frequency, change_failure_rate, recovery_time, rework_rate, deploy_success_rate, pipeline_time,
)  # fmt: skip


def values(metric: Metric, *flags: DeploymentFlag) -> list[int | None]:
    columns = deployment_columns([made(number, 1, flag, pipeline=60) for number, flag in enumerate(flags)])
    found = metric.values(columns, TimeBase.CALENDAR).tolist()
    return [None if value == NO_SPAN else value for value in found]


def test_deployments_that_got_to_their_end_are_counted_by_the_week() -> None:
    """Thirty days hold 30 / 7 weeks."""
    facts = [made(number, number) for number in range(9)] + [made(20, 3, ATTEMPT)]
    assert answer(deployment_frequency, facts).summary.value == pytest.approx(9 / (30 / 7))


def test_redeployments_are_left_out_and_counted() -> None:
    result = answer(deployment_frequency, [made(1, 1), made(2, 2, REDEPLOY), made(3, 3, ROLLBACK)])
    assert result.summary.n == 2
    assert [(each.reason, each.n) for each in result.excluded] == [("redeployments", 1)]


def test_a_week_without_deployments_is_a_true_zero_where_all_is_read() -> None:
    assert answer(deployment_frequency, []).summary.value == 0


def test_a_failure_counts_once_and_attempts_are_not_asked() -> None:
    facts = [made(1, 1, FAILED), made(2, 2), made(3, 3), made(4, 4, ATTEMPT), made(5, 5, ROLLBACK)]
    result = answer(change_failure_rate, facts)
    assert (result.summary.n, result.summary.value) == (4, 0.25)


def test_the_rate_of_failures_is_at_most_one() -> None:
    facts = [made(number, number, FAILED) for number in range(6)]
    assert answer(change_failure_rate, facts).summary.value == 1.0


def test_failures_that_are_not_over_are_noticed() -> None:
    result = answer(change_failure_rate, [made(1, 1, OPEN), made(2, 2)])
    assert [(each.reason, each.n) for each in result.quality] == [
        ("that production has not recovered from", 1)
    ]


def test_no_deployment_is_no_failure_rate() -> None:
    assert answer(change_failure_rate, []).summary.value is None


def test_the_recovery_is_the_median_of_those_that_recovered() -> None:
    facts = [
        made(number, number, FAILED, recovery=hours * 3600) for number, hours in enumerate((1, 2, 10, 30, 4))
    ]
    assert answer(recovery_time, facts).summary.value == 4 * 3600


def test_rework_is_a_share_of_all_deployments() -> None:
    result = answer(rework_rate, [made(1, 1, REWORK), made(2, 2), made(3, 3), made(4, 4, REDEPLOY)])
    assert result.summary.value == pytest.approx(1 / 3)


def test_every_attempt_succeeds_or_does_not() -> None:
    result = answer(deploy_success_rate, [made(1, 1), made(2, 2, ATTEMPT), made(3, 3, REDEPLOY), made(4, 4)])
    assert (result.summary.n, result.summary.value) == (4, 0.75)


def test_a_pipeline_is_timed_where_it_brought_something_to_its_end() -> None:
    assert values(pipeline_time, SUCCEEDED, ATTEMPT) == [60, None]
    facts = [made(1, 1, pipeline=600), made(2, 2, pipeline=None), made(3, 3, pipeline=1200)]
    result = answer(pipeline_time, facts)
    assert (result.summary.n, result.summary.p50) == (2, 900)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.info.slug)
def test_what_was_set_aside_by_hand_counts_nowhere(metric: Metric) -> None:
    facts = [made(1, 1, ASIDE | FAILED | REWORK, recovery=60, pipeline=60)]
    result = answer(metric, facts)
    assert result.summary.n == 0
    assert [(each.reason, each.n) for each in result.excluded] == [("deployments set aside by hand", 1)]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.info.slug)
def test_deployments_are_told_on_the_calendar_only(metric: Metric) -> None:
    assert metric.info.clocks == CALENDAR_ONLY


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.info.slug)
def test_every_service_has_a_row_of_its_own(metric: Metric) -> None:
    facts = [
        made(1, 1, FAILED, recovery=60, pipeline=60),
        made(2, 2, FAILED, recovery=60, pipeline=60, service_id=8),
        made(3, 3, FAILED, recovery=60, pipeline=60, service_id=8),
    ]
    rows = answer(metric, facts, asked=question(metric, by=By.SERVICE)).breakdown
    assert [(row.label, row.summary.n) for row in rows] == [("web", 2), ("pay", 1)]


def test_oddities_are_noticed_of_what_counts() -> None:
    odd = DeploymentFlag.UNKNOWN_COMMIT | DeploymentFlag.LONG_GAP | DeploymentFlag.CONTRADICTORY
    result = answer(deployment_frequency, [made(1, 1, SUCCEEDED | odd), made(2, 2, REDEPLOY | odd)])
    assert {each.reason: each.n for each in result.quality} == {
        "with times that contradict each other": 1,
        "of a commit that is not known": 1,
        "after a gap of 60 days or 5,000 commits": 1,
    }
