"""Phases, and an answer broken down by week, repository and phase."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Flag
from domain.question import By
from metrics.breakdown import bucketed
from metrics.delivery import cycle_time
from metrics.items import Items
from tests.metrics.samples import FIRST, WINDOW, answer, columns, question


def test_a_phase_is_summed_up_over_the_items_that_have_it() -> None:
    rows = columns([100, 200, 300], coding=[10, 20, 60], pickup=[None, 8, None])
    coding, pickup, review, merge = answer(cycle_time, rows).phases
    assert (coding.mean, coding.median, coding.n) == (30, 20, 3)
    assert (pickup.mean, pickup.median, pickup.n) == (8, 8, 1)
    assert (review.mean, review.n, merge.share) == (None, 0, None)


def test_shares_are_of_the_sum_of_the_means() -> None:
    rows = columns([100] * 2, coding=[10, 20], pickup=[40, 50], review=[20, 20], merge=[10, 30])
    shares = [phase.share for phase in answer(cycle_time, rows).phases]
    assert shares == pytest.approx([0.15, 0.45, 0.2, 0.2])


def test_phases_that_took_no_time_have_no_share() -> None:
    rows = columns([0], coding=[0], pickup=[0], review=[0], merge=[0])
    assert [(phase.mean, phase.share) for phase in answer(cycle_time, rows).phases] == [(0, None)] * 4


def test_phases_leave_out_what_the_metric_leaves_out() -> None:
    rows = columns([10, 1000], coding=[4, 900], flags=[Flag(0), Flag.BOT_AUTHOR])
    assert answer(cycle_time, rows).phases[0].mean == 4


def test_by_repository_the_one_with_most_items_comes_first() -> None:
    rows = columns([10, 20, 30, 40, 60], repository=[3, 2, 2, 1, 1])
    before = columns([70, 90], repository=[2, 9], day=-2)
    result = answer(cycle_time, rows, before, question(cycle_time, by=By.REPOSITORY))
    told = [
        (each.label, each.summary.n, each.summary.value, each.previous and each.previous.value)
        for each in result.breakdown
    ]
    assert told == [("acme/api", 2, 50, None), ("acme/web", 2, 25, 70), ("acme/docs", 1, 10, None)]


def test_a_repository_whose_name_is_not_known_is_told_by_its_id() -> None:
    result = answer(cycle_time, columns([1], repository=77), asked=question(cycle_time, by=By.REPOSITORY))
    assert result.breakdown[0].label == "repository 77"


def test_a_repository_of_bots_only_is_a_repository_without_items() -> None:
    rows = columns([1, 2], repository=[1, 2], flags=[Flag(0), Flag.BOT_AUTHOR])
    result = answer(cycle_time, rows, asked=question(cycle_time, by=By.REPOSITORY))
    assert [each.label for each in result.breakdown] == ["acme/api"]


def test_no_items_are_no_repositories() -> None:
    rows = columns([1], flags=Flag.BOT_AUTHOR)
    assert answer(cycle_time, rows, asked=question(cycle_time, by=By.REPOSITORY)).breakdown == ()


def test_by_phase_every_phase_is_compared_with_itself() -> None:
    rows, before = columns([9], coding=[4], merge=[5]), columns([9], coding=[8], day=-2)
    result = answer(cycle_time, rows, before, question(cycle_time, by=By.PHASE))
    told = {
        each.label: (each.summary.value, each.previous and each.previous.value) for each in result.breakdown
    }
    assert told == {"coding": (4, 8), "pickup": (None, None), "review": (None, None), "merge": (5, None)}


def test_by_week_every_week_stands_under_its_first_day() -> None:
    result = answer(cycle_time, columns([10, 20, 60], day=[1, 2, 15]))
    assert [(each.label, each.summary.n, each.summary.value) for each in result.breakdown] == [
        ("2026-10-26", 2, 15),
        ("2026-11-02", 0, None),
        ("2026-11-09", 1, 60),
        ("2026-11-16", 0, None),
        ("2026-11-23", 0, None),
    ]


@given(st.lists(st.tuples(st.integers(-10, 40), st.integers(0, 10**6)), max_size=40), st.integers(0, 99))
def test_weeks_hold_what_a_plain_walk_finds_in_whatever_order_the_rows_are(
    rows: list[tuple[int, int]], seed: int
) -> None:
    """A day and a value a row, some of them outside the window; each week's values, from the least."""
    mixed = [rows[place] for place in np.random.default_rng(seed).permutation(len(rows))]
    for told in (sorted(rows), mixed):
        there = columns([value for _, value in told], day=[day for day, _ in told])
        items = Items.of(cycle_time, question(cycle_time), WINDOW, there)
        for week, values in bucketed(WINDOW, items):
            inside = [value for day, value in told if week.start <= FIRST + timedelta(day) < week.stop]
            assert values.tolist() == sorted(inside)
