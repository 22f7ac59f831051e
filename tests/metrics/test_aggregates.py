"""Percentiles, intervals and groups, held against NumPy and plain counting."""

from collections import defaultdict
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.aggregates import grouped, interval, ordered, percentile, percentiles
from tests.metrics.samples import seconds

VALUES = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=60)
PERCENTILES = st.integers(0, 100)


@given(VALUES, PERCENTILES)
def test_a_percentile_is_numpys_linear_one(values: list[int], asked: int) -> None:
    found = percentile(ordered(seconds(values)), asked)
    assert found == pytest.approx(np.percentile(values, asked, method="linear"), rel=1e-12)


@pytest.mark.parametrize(
    ("values", "asked", "expected"),
    [
        pytest.param([1, 100], 50, 50.5, id="a median of two is between them, not the lesser"),
        pytest.param([5, 10, 200], 80, 124, id="a percentile between two values is between them"),
        pytest.param([7], 90, 7, id="every percentile of one value is that value"),
        pytest.param([3, 1, 2], 0, 1, id="the least"),
        pytest.param([3, 1, 2], 100, 3, id="the greatest"),
    ],
)
def test_percentiles_that_others_get_wrong(values: list[int], asked: int, expected: float) -> None:
    assert percentile(ordered(seconds(values)), asked) == pytest.approx(expected)


def test_null_is_not_zero() -> None:
    sample = ordered(seconds([None, 10, None, 30]))
    assert sample.tolist() == [10, 30]
    assert (percentiles(sample, 50).mean, percentiles(sample, 50).n) == (20, 2)


def test_an_empty_sample_has_no_figure() -> None:
    assert percentiles(seconds([]), 50) == percentiles(ordered(seconds([None])), 50)
    assert percentiles(seconds([]), 50).value is None
    assert percentile(seconds([]), 50) is None


def test_a_summary_holds_the_percentile_that_was_asked_for_and_the_usual_ones() -> None:
    told = percentiles(seconds(list(range(101))), 80)
    assert (told.n, told.value, told.p50, told.p75, told.p90, told.mean) == (101, 80, 50, 75, 90, 50)


def chance_of_missing(n: int, share: float, low: int, high: int) -> tuple[float, float]:
    """By plain counting: how likely the true percentile lies under the low rank, and over the high one."""
    under = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(low))
    over = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(high, n + 1))
    return under, over


@pytest.mark.parametrize("asked", [10, 25, 50, 75, 90])
@pytest.mark.parametrize("n", [5, 8, 23, 100, 400, 1000])
def test_an_interval_misses_by_a_tenth_at_most_on_either_side_and_is_as_narrow_as_that_allows(
    n: int, asked: int
) -> None:
    low, high = interval(seconds(list(range(1, n + 1))), asked)
    if low is None or high is None:
        assert max(chance_of_missing(n, asked / 100, 1, n)) > 0.1
        return
    under, over = chance_of_missing(n, asked / 100, int(low), int(high))
    assert under <= 0.1
    assert over <= 0.1
    assert chance_of_missing(n, asked / 100, int(low) + 1, int(high))[0] > 0.1
    assert chance_of_missing(n, asked / 100, int(low), int(high) - 1)[1] > 0.1


@pytest.mark.parametrize("asked", [10, 50, 75, 90])
def test_a_large_sample_takes_the_normal_distribution_and_is_a_rank_off_at_most(asked: int) -> None:
    n = 1001
    low, high = interval(seconds(list(range(1, n + 1))), asked)
    assert low is not None
    assert high is not None
    assert chance_of_missing(n, asked / 100, int(low) - 1, int(high) + 1) <= (0.1, 0.1)
    assert chance_of_missing(n, asked / 100, int(low) + 2, int(high))[0] > 0.1
    assert chance_of_missing(n, asked / 100, int(low), int(high) - 2)[1] > 0.1


@pytest.mark.parametrize(
    ("n", "asked"),
    [
        pytest.param(4, 50, id="fewer than five"),
        pytest.param(20, 90, id="too few to have a value beyond the ninetieth percentile"),
        pytest.param(20, 10, id="too few to have a value below the tenth percentile"),
        pytest.param(50, 100, id="the greatest is not to be known"),
        pytest.param(50, 0, id="the least is not to be known"),
    ],
)
def test_a_sample_that_cannot_bear_an_interval_has_none(n: int, asked: int) -> None:
    assert interval(seconds(list(range(n))), asked) == (None, None)


def test_an_interval_covers_the_true_median_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7).lognormal(10, 1, (2000, 25)).astype(np.int32)
    true = np.exp(10)
    found = [interval(np.sort(draw), 50) for draw in draws]
    covered = sum(low is not None and high is not None and low <= true <= high for low, high in found)
    assert 0.8 <= covered / len(draws) <= 0.9


ROWS = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 2**31 - 1)), st.integers(-1, 5)), max_size=50)


@given(ROWS)
def test_groups_are_what_a_plain_loop_makes_of_them(rows: list[tuple[int | None, int]]) -> None:
    plain = defaultdict(list)
    for value, group in rows:
        if value is not None:
            plain[group].append(value)
    found = grouped(
        seconds([value for value, _ in rows]), np.array([group for _, group in rows], np.int64), 6
    )
    assert [sample.tolist() for sample in found] == [sorted(plain[group]) for group in range(6)]


def test_no_groups_are_no_samples() -> None:
    assert grouped(seconds([1]), np.array([-1]), 0) == []
