"""Lead time and time to deploy: what they read of changes, and what they leave out."""

import pytest

from domain.facts import ChangeFacts, Flag
from domain.metric import CALENDAR_ONLY
from domain.question import By
from metrics.delivery import lead_time, time_to_deploy
from metrics.metric import Metric
from tests.metrics.deploying import answer, change
from tests.metrics.samples import question

HOUR = 3600
BOTH = pytest.mark.parametrize(
    "metric", [lead_time, time_to_deploy], ids=lambda metric: str(metric.info.slug)
)


def changed(number: int, hours: int, flags: Flag = Flag(0), **fields: object) -> ChangeFacts:  # noqa: B008 - no flag at all
    return change(number, number, hours * HOUR, flags, deploy=hours * HOUR, **fields)


@BOTH
def test_it_is_the_median_over_changes(metric: Metric) -> None:
    facts = [changed(number, hours) for number, hours in enumerate((1, 2, 3, 10, 50))]
    assert answer(metric, facts).summary.value == 3 * HOUR


@BOTH
@pytest.mark.parametrize(
    ("flag", "reason"),
    [
        (Flag.BOT_AUTHOR, "bot pull requests"),
        (Flag.REVERT, "reverts"),
        (Flag.EXCLUDED_BY_HAND, "pull requests set aside by hand"),
        (Flag.FIRST_DEPLOYMENT, "pull requests in the first deployment of a service"),
        (Flag.LONG_GAP, "pull requests deployed after a gap of 60 days or 5,000 commits"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_would_mislead_is_left_out_and_counted(metric: Metric, flag: Flag, reason: str) -> None:
    result = answer(metric, [changed(1, 1), changed(2, 99, flag)])
    assert (result.summary.n, result.summary.value) == (1, HOUR)
    assert [(each.reason, each.n) for each in result.excluded] == [(reason, 1)]


def test_a_change_deployed_before_its_merge_has_a_lead_time_only() -> None:
    facts = [change(1, 1, 5 * HOUR, Flag.CONTRADICTORY, deploy=None)]
    assert answer(lead_time, facts).summary.value == 5 * HOUR
    assert answer(time_to_deploy, facts).summary.n == 0


def test_the_phases_of_a_lead_time_end_with_the_deployment() -> None:
    spans = (10 * HOUR, 4 * HOUR, 3 * HOUR, 2 * HOUR, HOUR)
    result = answer(lead_time, [change(1, 1, 15 * HOUR, calendar=spans, deploy=5 * HOUR)])
    assert [(phase.slug, phase.mean) for phase in result.phases] == [
        ("coding", 4 * HOUR),
        ("pickup", 3 * HOUR),
        ("review", 2 * HOUR),
        ("merge", HOUR),
        ("deploy", 5 * HOUR),
    ]


@BOTH
def test_it_is_told_on_the_calendar(metric: Metric) -> None:
    assert metric.info.clocks == CALENDAR_ONLY


def test_every_service_has_a_row_of_its_own() -> None:
    facts = [change(1, 1, HOUR), change(2, 2, 3 * HOUR, service_id=8)]
    rows = answer(lead_time, facts, asked=question(lead_time, by=By.SERVICE)).breakdown
    assert {row.label: row.summary.value for row in rows} == {"pay": HOUR, "web": 3 * HOUR}
