"""From columns to an answer: window, change, trend, exclusions and the items behind it."""

from dataclasses import fields
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Flag, PullRequestColumns
from domain.question import By
from domain.result import TOO_FEW, Exclusion
from domain.window import Window
from metrics.delivery import cycle_time
from metrics.metric import ODD
from tests.metrics.samples import COVERED, HOUR, NOW, WINDOW, answer, columns, question


def test_an_answer_carries_its_question_metric_coverage_and_time() -> None:
    asked = question(cycle_time)
    result = answer(cycle_time, columns([HOUR] * 6), asked=asked)
    assert (result.question, result.metric) == (asked, cycle_time.info)
    assert (result.coverage, result.computed_at) == (COVERED, NOW)


def test_items_of_the_ends_are_counted_at_the_start_and_not_at_the_end() -> None:
    days = [-1 / 86400, 0, 29.999, 30]
    assert answer(cycle_time, columns([1, 10, 20, 1000], day=days)).ids == (3, 2)


def test_a_window_lies_in_its_own_zone() -> None:
    window = Window(WINDOW.first, WINDOW.end, "America/New_York")
    asked = question(cycle_time, window=window)
    days = [0, 4 / 24, 30 + 4.9 / 24, 30 + 5 / 24]
    assert answer(cycle_time, columns([1, 2, 3, 4], day=days), asked=asked).ids == (3, 2)


def test_the_window_before_is_summed_up_alike() -> None:
    before = columns([HOUR] * 5 + [99 * HOUR], day=[-3] * 5 + [1])
    result = answer(cycle_time, columns([2 * HOUR] * 5), before)
    assert (result.previous.n, result.previous.value) == (5, HOUR)
    assert result.change == 1


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        pytest.param([30] * 5, [20] * 5, 0.5, id="slower by half"),
        pytest.param([10] * 5, [20] * 5, -0.5, id="faster by half"),
        pytest.param([20] * 5, [20] * 5, 0, id="no change is a change of nothing"),
        pytest.param([20] * 4, [20] * 5, None, id="too few now"),
        pytest.param([20] * 5, [20] * 4, None, id="too few before"),
        pytest.param([20] * 5, [0] * 5, None, id="nothing to compare with"),
        pytest.param([20] * 5, [], None, id="no data before"),
        pytest.param([], [20] * 5, None, id="no data now"),
        pytest.param([20] * 4 + [None], [20] * 5, None, id="too few that have a value"),
    ],
)
def test_change(now: list[int | None], before: list[int | None], change: float | None) -> None:
    assert answer(cycle_time, columns(now), columns(before, day=-3)).change == change


def test_few_items_have_a_value_but_no_band() -> None:
    result = answer(cycle_time, columns([HOUR] * (TOO_FEW - 1)))
    assert result.is_few
    assert result.summary.value == HOUR
    assert (result.summary.low, result.summary.high) == (None, None)


def test_an_empty_window_has_no_value_and_a_gap_a_week() -> None:
    result = answer(cycle_time, columns([]))
    assert result.is_empty
    assert (result.summary.value, result.change, result.ids, result.breakdown[0].summary.n) == (
        None,
        None,
        (),
        0,
    )
    assert {(point.n, point.value) for point in result.trend} == {(0, None)}
    assert [(phase.mean, phase.share, phase.n) for phase in result.phases] == [(None, None, 0)] * 4


def test_a_week_without_items_is_a_gap_and_no_zero() -> None:
    trend = answer(cycle_time, columns([10, 20, 60], day=[1, 2, 15])).trend
    assert [(point.n, point.value) for point in trend] == [(2, 15), (0, None), (1, 60), (0, None), (0, None)]


def test_weeks_begin_on_monday_and_are_cut_at_the_windows_ends() -> None:
    asked = question(cycle_time, window=Window(date(2026, 11, 4), date(2026, 11, 18)))
    trend = answer(cycle_time, columns([]), asked=asked).trend
    assert [point.window.first.day for point in trend] == [4, 9, 16]
    assert trend[-1].window.end == date(2026, 11, 18)


def test_a_merge_at_midnight_on_monday_is_in_the_week_that_begins() -> None:
    trend = answer(cycle_time, columns([10, 20], day=[7 - 1 / 86400, 7])).trend
    assert [point.value for point in trend[:2]] == [10, 20]


def test_weeks_lie_in_the_teams_zone_over_a_change_of_clocks() -> None:
    window = Window(date(2026, 10, 19), date(2026, 11, 2), "Europe/Berlin")
    asked = question(cycle_time, window=window)
    days = [-1.1 / 24, -0.9 / 24, 7 - 1.1 / 24, 7 - 0.9 / 24]
    trend = answer(cycle_time, columns([1, 2, 3, 4], day=days), asked=asked).trend
    assert [(point.n, point.value) for point in trend] == [(1, 1), (2, 2.5)]


def test_the_bucket_that_holds_today_is_not_complete() -> None:
    complete = [point.complete for point in answer(cycle_time, columns([])).trend]
    assert complete == [True] * 4 + [False]


def test_a_bucket_that_has_ended_is_complete() -> None:
    asked = question(cycle_time, window=Window(date(2026, 10, 26), date(2026, 11, 24)))
    assert answer(cycle_time, columns([]), asked=asked).trend[-1].complete


def test_years_are_told_by_the_month() -> None:
    asked = question(cycle_time, window=Window(date(2024, 1, 1), date(2026, 11, 25)))
    assert len(answer(cycle_time, columns([]), asked=asked).trend) == 35


def test_the_trend_is_of_the_percentile_that_was_asked_for() -> None:
    asked = question(cycle_time, percentile=75)
    result = answer(cycle_time, columns([0, 10, 20, 30, 40]), asked=asked)
    assert (result.summary.value, result.trend[0].value) == (30, 30)


def test_bots_reverts_and_what_was_set_aside_are_left_out_and_counted_once() -> None:
    flags = [
        Flag(0),
        Flag.BOT_AUTHOR,
        Flag.REVERT,
        Flag.BOT_AUTHOR | Flag.REVERT,
        Flag.EXCLUDED_BY_HAND | Flag.BOT_AUTHOR | Flag.REVERT,
    ]
    result = answer(cycle_time, columns([10, 1000, 1000, 1000, 1000], flags=flags))
    assert (result.summary.n, result.summary.value, result.ids) == (1, 10, (1,))
    assert result.excluded == (
        Exclusion("pull requests set aside by hand", 1),
        Exclusion("bot pull requests", 2),
        Exclusion("reverts", 1),
    )


def test_what_lies_outside_the_question_is_not_counted_as_left_out() -> None:
    rows = columns([1, 2, 3], flags=Flag.BOT_AUTHOR, day=[1, 99, 1], repository=[1, 1, 2])
    asked = question(cycle_time, repositories=(1,))
    assert answer(cycle_time, rows, asked=asked).excluded == (Exclusion("bot pull requests", 1),)


@pytest.mark.parametrize("flag", [*ODD])
def test_what_is_odd_counts_and_is_told(flag: Flag) -> None:
    result = answer(cycle_time, columns([10, 20], flags=[flag, Flag(0)]))
    assert (result.summary.n, result.quality) == (2, (Exclusion(ODD[flag], 1),))


def test_times_that_contradict_each_other_have_no_value_and_are_told() -> None:
    result = answer(cycle_time, columns([None, 10], flags=[Flag.CONTRADICTORY, Flag(0)]))
    assert (result.summary.n, result.summary.mean) == (1, 10)
    assert result.quality == (Exclusion("with times that contradict each other", 1),)


def test_the_items_come_with_the_heaviest_first() -> None:
    assert answer(cycle_time, columns([5, None, 9, 0, 7])).ids == (3, 5, 1, 4)


def test_the_question_may_name_repositories() -> None:
    rows = columns([10, 20, 30], repository=[1, 2, 3])
    asked = question(cycle_time, repositories=(1, 3), by=By.REPOSITORY)
    result = answer(cycle_time, rows, rows, asked)
    assert (result.summary.value, result.ids) == (20, (3, 1))
    assert [each.label for each in result.breakdown] == ["acme/api", "acme/docs"]


Row = tuple[int | None, int, int]
"""A cycle time, the day of the merge, a repository."""

ROWS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 10**6)), st.integers(-40, 40), st.integers(1, 3)),
    max_size=40,
)


def rows_as_columns(rows: list[Row]) -> PullRequestColumns:
    values, days, repositories = ([row[part] for row in rows] for part in range(3))
    return columns(
        values, day=[day or 0 for day in days], repository=[number or 0 for number in repositories]
    )


@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(By))
def test_the_order_of_rows_changes_no_answer(rows: list[Row], random: Random, by: By) -> None:
    prs = rows_as_columns(rows)
    order = random.sample(range(len(rows)), len(rows))
    mixed = PullRequestColumns(*(getattr(prs, field.name)[order] for field in fields(prs)))
    asked = question(cycle_time, by=by)
    assert answer(cycle_time, mixed, mixed, asked) == answer(cycle_time, prs, prs, asked)


@given(ROWS)
def test_weeks_and_repositories_make_up_the_whole(rows: list[Row]) -> None:
    prs = rows_as_columns(rows)
    for by in (By.WEEK, By.REPOSITORY):
        result = answer(cycle_time, prs, prs, question(cycle_time, by=by))
        assert sum(each.summary.n for each in result.breakdown) == result.summary.n == len(result.ids)
    assert sum(point.n for point in result.trend) == result.summary.n
