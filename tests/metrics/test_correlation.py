"""Spearman's rho against ranks counted one by one, and nothing from too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.correlation import FEWEST, spearman

RISING = [(float(each), float(each) ** 3) for each in range(8)]


def test_what_rises_together_is_one_however_crooked() -> None:
    assert spearman(RISING) == pytest.approx(1)
    assert spearman([(left, -right) for left, right in RISING]) == pytest.approx(-1)


def test_a_known_example() -> None:
    """As told at https://en.wikipedia.org/wiki/Spearman%27s_rank_correlation_coefficient#Example ."""
    iq = (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)
    hours = (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)
    assert spearman(list(zip(map(float, iq), map(float, hours), strict=True))) == pytest.approx(-29 / 165)


def test_too_few_pairs_tell_nothing() -> None:
    assert spearman(RISING[: FEWEST - 1]) is None
    assert spearman(RISING[:FEWEST]) == pytest.approx(1)
    assert spearman([]) is None


def test_what_never_changes_goes_with_nothing() -> None:
    assert spearman([(1.0, right) for _, right in RISING]) is None


VALUES = st.integers(0, 5).map(float)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=FEWEST, max_size=20))
def test_it_is_pearsons_of_the_mean_ranks(pairs: list[tuple[float, float]]) -> None:
    left, right = (list(side) for side in zip(*pairs, strict=True))
    x, y = ranked(left), ranked(right)
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    together = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    spread = (sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y)) ** 0.5
    assert spearman(pairs) == (pytest.approx(together / spread) if spread else None)


def ranked(values: list[float]) -> list[float]:
    """Of equal values, the mean of the places that they take."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]
