"""Windows are half-open in the team's zone, for every family and over every change of clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import DeploymentFlag, RunFlag
from domain.question import Question
from domain.window import Window
from metrics import BUILTIN
from metrics.ci import build_time
from metrics.delivery import cycle_time
from metrics.deployments import change_failure_rate, deployment_frequency
from metrics.items import Items
from metrics.metric import Metric
from tests.ci import attempt_facts, run_columns
from tests.metrics.building import answer as answer_about_runs
from tests.metrics.deploying import SUCCEEDED, answer, made
from tests.metrics.rows import question as about
from tests.metrics.rows import rows
from tests.metrics.samples import answer as answer_about_pull_requests
from tests.metrics.samples import columns, question

BERLIN, NEW_YORK, LORD_HOWE, KATHMANDU = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
)  # fmt: skip

FAILED = DeploymentFlag.FAILED_IN_PRODUCTION | SUCCEEDED
BUILT = RunFlag.SUCCESS | RunFlag.FIRST_ATTEMPT | RunFlag.FINAL_ATTEMPT
ONE_OF_EACH_FAMILY = {metric.of.name: metric for metric in BUILTIN if metric.at is None}.values()
every_family = pytest.mark.parametrize("metric", ONE_OF_EACH_FAMILY, ids=lambda metric: str(metric.of.name))


def at(moment: datetime) -> float:
    """In days after `FIRST`, as rows are told by."""
    return (moment - datetime(2026, 10, 26, tzinfo=UTC)) / timedelta(days=1)


def local(text: str, zone: str, *, fold: int = 0) -> datetime:
    """A moment by the clock on the wall; of an hour that comes twice, the first one unless told otherwise."""
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


def over(metric: Metric, window: Window) -> Question:
    return question(metric, window=window)


@every_family
@pytest.mark.parametrize(
    ("first", "zone", "hours"),
    [
        pytest.param(date(2026, 3, 29), BERLIN, 23, id="Berlin skips an hour"),
        pytest.param(date(2026, 10, 25), BERLIN, 25, id="Berlin repeats an hour"),
        pytest.param(date(2026, 11, 1), NEW_YORK, 25, id="New York repeats an hour"),
        pytest.param(date(2026, 4, 5), LORD_HOWE, 24.5, id="Lord Howe repeats half an hour"),
        pytest.param(date(2026, 6, 1), KATHMANDU, 24, id="Kathmandu is a quarter of an hour off"),
    ],
)
def test_a_day_holds_its_first_second_and_not_the_next_days(
    metric: Metric, first: date, zone: str, hours: float
) -> None:
    window = Window(first, first + timedelta(days=1), zone)
    start = int(window.start.timestamp())
    stop = start + int(hours * 3600)
    there = rows(metric.of, n=4)
    there = replace(there, at=np.array([start - 1, start, stop - 1, stop]))
    items = Items.of(replace(metric, rows=None), about(metric), window, there)
    assert items.asked.tolist() == [False, True, True, False]
    before = Items.of(replace(metric, rows=None), about(metric), window.previous(), there)
    assert before.asked.tolist() == [True, False, False, False]


@pytest.mark.parametrize("fold", [0, 1], ids=["the first time", "the second time"])
def test_an_hour_that_comes_twice_is_on_its_day_both_times(fold: int) -> None:
    moment = local("2026-10-25 02:30", BERLIN, fold=fold)
    assert moment.hour == fold, "half past midnight and half past one in UTC"
    sunday = Window(date(2026, 10, 25), date(2026, 10, 26), BERLIN)
    result = answer_about_pull_requests(
        cycle_time, columns([60], day=at(moment)), asked=over(cycle_time, sunday)
    )
    assert result.summary.n == 1


@pytest.mark.parametrize(
    ("first", "zone"),
    [
        pytest.param(date(2026, 10, 19), BERLIN, id="a week of 169 hours"),
        pytest.param(date(2026, 3, 23), BERLIN, id="a week of 167 hours"),
        pytest.param(date(2026, 6, 1), BERLIN, id="a week of 168 hours"),
    ],
)
def test_a_week_is_a_week_however_many_hours_it_has(first: date, zone: str) -> None:
    """A rate by hours would tell of 4.97 and 5.03 deployments a week."""
    week = Window(first, first + timedelta(days=7), zone)
    facts = [made(number, at(week.start.astimezone(UTC)) + number) for number in range(5)]
    assert answer(deployment_frequency, facts, asked=over(deployment_frequency, week)).summary.value == 5


def test_every_week_of_a_trend_begins_at_its_own_midnight() -> None:
    """The first two Mondays begin at 22:00 and 23:00 of the Sunday in UTC."""
    window = Window(date(2026, 10, 19), date(2026, 11, 2), BERLIN)
    starts = [local("2026-10-19 00:00", BERLIN), local("2026-10-26 00:00", BERLIN)]
    assert [start.hour for start in starts] == [22, 23]
    facts = [
        made(number, at(start + timedelta(seconds=seconds)))
        for number, (start, seconds) in enumerate((start, s) for start in starts for s in (-1, 0, 1))
    ]
    result = answer(deployment_frequency, facts, asked=over(deployment_frequency, window))
    assert [point.n for point in result.trend] == [3, 2], "and the second before the first is outside"


def test_the_same_deployments_fall_into_other_weeks_in_another_zone() -> None:
    """Sunday at 20:00 in New York is Monday in UTC and in Berlin."""
    moment = local("2026-11-15 20:00", NEW_YORK)
    found = {}
    for zone in (NEW_YORK, "UTC", BERLIN):
        window = Window(date(2026, 11, 9), date(2026, 11, 23), zone)
        result = answer(deployment_frequency, [made(1, at(moment))], asked=over(deployment_frequency, window))
        found[zone] = [point.n for point in result.trend]
    assert found == {NEW_YORK: [1, 0], "UTC": [0, 1], BERLIN: [0, 1]}


def test_a_failure_is_counted_by_the_day_of_its_deployment_in_the_zone() -> None:
    """Deployed at 23:30 on Saturday in Berlin; it failed on Sunday."""
    failed = made(1, at(local("2026-11-14 23:30", BERLIN)), FAILED, recovery=7200)
    sound = made(2, at(local("2026-11-15 00:30", BERLIN)))
    saturday = Window(date(2026, 11, 14), date(2026, 11, 15), BERLIN)
    result = answer(change_failure_rate, [failed, sound], asked=over(change_failure_rate, saturday))
    assert (result.summary.n, result.summary.value) == (1, 1.0)


def test_a_build_that_ends_after_midnight_is_of_the_next_day() -> None:
    """It began at 23:55 and ended at 00:05: an item is of the period in which it ended."""
    monday = Window(date(2026, 11, 16), date(2026, 11, 17), NEW_YORK)
    ended = attempt_facts(1, BUILT, at=local("2026-11-17 00:05", NEW_YORK))
    assert answer_about_runs(build_time, run_columns([ended]), over(build_time, monday)).summary.n == 0
    tuesday = Window(date(2026, 11, 17), date(2026, 11, 18), NEW_YORK)
    assert answer_about_runs(build_time, run_columns([ended]), over(build_time, tuesday)).summary.n == 1


zones = st.sampled_from((BERLIN, NEW_YORK, LORD_HOWE, KATHMANDU, "UTC", "America/Sao_Paulo"))
some_days = st.dates(date(2026, 1, 1), date(2026, 12, 1))


@given(zones, some_days, st.integers(1, 120), st.lists(st.integers(-200 * 86400, 200 * 86400), max_size=20))
def test_a_window_and_the_one_before_share_no_item_and_leave_none_between(
    zone: str, first: date, days: int, offsets: list[int]
) -> None:
    window = Window(first, first + timedelta(days=days), zone)
    both = Window(first - timedelta(days=days), window.end, zone)
    moments = [window.start + timedelta(seconds=offset) for offset in offsets]
    there = columns([60] * len(offsets), day=[at(moment) for moment in moments])
    now, before, all_of_it = (
        Items.of(cycle_time, question(cycle_time), each, there).asked
        for each in (window, window.previous(), both)
    )
    assert not np.any(now & before)
    assert np.array_equal(now | before, all_of_it)
