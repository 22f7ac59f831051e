"""Flow: what was merged, what is open and how old, and what came to nothing."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Flag, LifetimeColumns
from domain.metric import Aggregate
from domain.question import By, TimeBase
from domain.result import Coverage, Exclusion
from domain.window import Window
from metrics.engine import Facts, evaluate
from metrics.flow import abandon_rate, open_prs, pr_age, throughput, wip
from metrics.levels import evaluate_level
from metrics.metric import Metric
from tests.metrics.flowing import lifetimes, standing
from tests.metrics.samples import COVERED, FIRST, NOW, TODAY, WINDOW, answer, columns, question

DAY = 86_400
SO_FAR = (NOW - FIRST) / timedelta(days=1)
"""How many days after the window's first it is asked."""

LEVELS = [pytest.param(each, id=each.info.slug) for each in (open_prs, wip, pr_age)]


def test_throughput_is_merges_by_weeks_reverts_among_them() -> None:
    flags = [Flag(0), Flag.REVERT, Flag.BOT_AUTHOR, Flag(0)]
    result = answer(throughput, columns([9] * 4, day=[1, 2, 3, 4], flags=flags))
    assert result.summary.value == pytest.approx(3 / (WINDOW.days / 7))
    assert result.excluded == (Exclusion("bot pull requests", 1),)


def test_a_week_of_the_trend_tells_its_merges_and_not_a_rate() -> None:
    result = answer(throughput, columns([9] * 5, day=[1, 2, 8, 9, 10]))
    assert [point.value for point in result.trend[:3]] == [2, 3, 0]


def test_nothing_merged_is_zero_only_where_everything_was_read() -> None:
    facts = Facts(columns([]), columns([]))
    unread = Coverage(1, 2, NOW)
    asked = question(throughput)
    read = evaluate(throughput, asked, facts, coverage=COVERED, computed_at=NOW)
    partly = evaluate(throughput, asked, facts, coverage=unread, computed_at=NOW)
    assert (read.summary.value, partly.summary.value) == (0, None)


def test_the_rate_of_abandonment_is_of_what_ended_in_the_window() -> None:
    flags = [Flag.MERGED, Flag.MERGED, Flag.MERGED, Flag(0), Flag.BOT_AUTHOR]
    rows = lifetimes((0, 3), (0, 4), (-40, 5), (1, 6), (1, 7), flags=flags, at_the_end=True)
    nothing = lifetimes(at_the_end=True)
    result = evaluate(
        abandon_rate, question(abandon_rate), Facts(rows, nothing), coverage=COVERED, computed_at=NOW
    )
    assert (result.summary.n, result.summary.value) == (4, 0.25)
    assert result.excluded == (Exclusion("bot pull requests", 1),)


@pytest.mark.parametrize(
    ("life", "there"),
    [
        pytest.param((-90, None), True, id="opened long before"),
        pytest.param((SO_FAR, None), True, id="opened this second"),
        pytest.param((SO_FAR + 0.01, None), False, id="opened later"),
        pytest.param((1, SO_FAR), False, id="ended this second"),
        pytest.param((1, SO_FAR + 0.01), True, id="ends later"),
        pytest.param((1, 5), False, id="ended before"),
    ],
)
@pytest.mark.parametrize("metric", LEVELS)
def test_it_is_open_from_its_opening_to_its_end(
    metric: Metric, life: tuple[float, float | None], *, there: bool
) -> None:
    assert standing(metric, lifetimes(life)).summary.n == there


def test_drafts_are_under_way_but_not_open_for_review() -> None:
    rows = lifetimes((1, None), (2, None), flags=[Flag(0), Flag.DRAFT])
    assert standing(wip, rows).summary.value == 2
    assert standing(open_prs, rows).summary.value == 1
    assert standing(open_prs, rows).excluded == (Exclusion("drafts", 1),)


def test_bots_have_no_work_in_progress() -> None:
    rows = lifetimes((1, None), (2, None), flags=[Flag(0), Flag.BOT_AUTHOR])
    assert standing(wip, rows).summary.value == 1
    assert standing(wip, rows).excluded == (Exclusion("bot pull requests", 1),)


def test_it_is_open_for_review_since_its_coding_was_over() -> None:
    rows = lifetimes((0.5, None), ready=[8.5])
    first, second, *_ = standing(open_prs, rows).trend
    assert (first.value, second.value) == (0, 1)
    assert [point.value for point in standing(wip, rows).trend[:2]] == [1, 1]


def test_the_age_is_since_the_opening_and_told_by_the_calendar() -> None:
    rows = lifetimes((SO_FAR - 2, None), (SO_FAR - 4, None), (SO_FAR - 9, None))
    result = standing(pr_age, rows)
    assert (result.summary.value, result.summary.p90) == (4 * DAY, 8 * DAY)
    assert pr_age.info.clocks == (TimeBase.CALENDAR,)


def test_the_oldest_come_first_behind_the_age() -> None:
    rows = lifetimes((5, None), (1, None), (9, None))
    assert standing(pr_age, rows).ids == (2, 1, 3)


def test_a_state_is_told_as_it_was_at_the_end_of_each_week_and_is_now() -> None:
    rows = lifetimes((0, 10), (3, 9), (12, None), (20, None))
    result = standing(wip, rows)
    assert [point.value for point in result.trend] == [2, 1, 2, 2, 2]
    assert [point.complete for point in result.trend] == [True, True, True, True, False]


def test_it_is_compared_with_how_it_stood_at_the_end_of_the_window_before() -> None:
    rows = lifetimes(*[(-50.0, 3.0)] * 6, *[(1.0, None)] * 9)
    result = standing(wip, rows)
    assert (result.previous.value, result.summary.value) == (6, 9)
    assert result.change == pytest.approx(0.5)


def test_a_past_window_tells_how_it_stood_at_its_end() -> None:
    past = Window(WINDOW.first - timedelta(days=14), WINDOW.first)
    rows = lifetimes((-3, 2), (-20, -1), (1, None))
    assert standing(wip, rows, question(wip, window=past)).summary.value == 1


def test_by_repository_each_has_its_own() -> None:
    rows = lifetimes((1, None), (2, None), (3, None), repository=[1, 1, 2])
    slices = standing(open_prs, rows, question(open_prs, by=By.REPOSITORY)).breakdown
    assert [(each.label, each.summary.value) for each in slices] == [("acme/api", 2), ("acme/web", 1)]


def test_by_author_class_bots_stand_beside_people() -> None:
    flags = [Flag(0), Flag.BOT_AUTHOR, Flag.BOT_AUTHOR | Flag.AGENT_AUTHOR]
    rows = lifetimes((1, None), (2, None), (3, None), flags=flags)
    slices = standing(wip, rows, question(wip, by=By.AUTHOR_CLASS)).breakdown
    assert {each.label: each.summary.value for each in slices} == {"people": 1, "bots": 1, "agents": 1}


@pytest.mark.parametrize("metric", [open_prs, wip])
def test_nothing_open_is_zero_only_where_everything_was_read(metric: Metric) -> None:
    unread = replace(COVERED, synced=1)
    partly = evaluate_level(metric, question(metric), lifetimes(), coverage=unread, computed_at=NOW)
    assert (standing(metric, lifetimes()).summary.value, partly.summary.value) == (0, None)


def test_no_open_pull_request_has_no_age_of_zero() -> None:
    assert standing(pr_age, lifetimes()).summary.value is None


LIVES = st.lists(
    st.tuples(st.integers(-60, 40), st.none() | st.integers(1, 60), st.integers(0, 20)), max_size=12
)


def chance(lives: list[tuple[int, int | None, int]]) -> tuple[LifetimeColumns, list[tuple[int, float, int]]]:
    """Columns, and the same lives as plain numbers: opened, ended, ready."""
    plain = [(at, float("inf") if lasts is None else at + lasts, at + late) for at, lasts, late in lives]
    rows = lifetimes(
        *((float(at), None if lasts is None else float(at + lasts)) for at, lasts, _ in lives),
        ready=[float(ready) for _, _, ready in plain],
    )
    return rows, plain


@given(LIVES)
def test_every_week_counts_what_a_plain_walk_counts(lives: list[tuple[int, int | None, int]]) -> None:
    rows, plain = chance(lives)
    ends = [min(float(day), SO_FAR) for day in (7, 14, 21, 28, 30)]
    for metric, is_ready in ((wip, lambda *_: True), (open_prs, lambda ready, moment: ready <= moment)):
        counted = [
            sum(at <= moment < end and is_ready(ready, moment) for at, end, ready in plain) for moment in ends
        ]
        assert [point.value for point in standing(metric, rows).trend] == counted
        assert standing(metric, rows).summary.value == counted[-1]


@given(LIVES)
def test_ages_are_those_of_a_plain_walk(lives: list[tuple[int, int | None, int]]) -> None:
    rows, plain = chance(lives)
    ages = sorted(
        int((SO_FAR - at) * DAY) for at, end, ready in plain if at <= SO_FAR < end and ready <= SO_FAR
    )
    result = standing(pr_age, rows).summary
    middle = len(ages) // 2
    median = None if not ages else (ages[middle] + ages[~middle]) / 2
    assert (result.n, result.value) == (len(ages), median)


def test_a_hundred_thousand_lives_are_counted_without_a_loop() -> None:
    draw = Random(7)
    rows = lifetimes(*((draw.uniform(-300, 30), draw.choice([None, 40.0])) for _ in range(100_000)))
    assert len(wip.values(rows, TimeBase.CALENDAR)) == 100_000
    assert {each.info.aggregate for each in (open_prs, wip)} == {Aggregate.TOTAL}
    assert question(wip).window.end == TODAY + timedelta(days=1)
