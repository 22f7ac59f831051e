"""The marks of a scale are round and few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.metric import Unit
from render.charts.scale import steps

HOUR, DAY = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("top", "marks"),
    [
        (37 * HOUR, [12 * HOUR, 24 * HOUR, 36 * HOUR]),
        (5 * HOUR, [2 * HOUR, 4 * HOUR]),
        (4 * HOUR, [HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR]),
        (90.0, [60.0]),
        (30.0, []),
        (9 * DAY, [4 * DAY, 8 * DAY]),
        (0.0, []),
        (-1.0, []),
    ],
    ids=[
        "a day and a half",
        "hours",
        "a mark at the top",
        "a minute",
        "less than a minute",
        "days",
        "zero",
        "less",
    ],
)
def test_durations_are_marked_at_round_times(top: float, marks: list[float]) -> None:
    assert steps(top, Unit.DURATION) == marks


@pytest.mark.parametrize(
    ("top", "marks"), [(10, [5, 10]), (37, [10, 20, 30]), (0.9, [0.5])], ids=["ten", "tens", "fractions"]
)
def test_counts_are_marked_at_ones_twos_and_fives(top: float, marks: list[float]) -> None:
    assert steps(top, Unit.COUNT) == pytest.approx(marks)


@given(st.floats(min_value=1e-3, max_value=1e10), st.sampled_from(list(Unit)))
def test_there_are_never_more_than_four_and_none_above_the_top(top: float, unit: Unit) -> None:
    marks = steps(top, unit)
    assert len(marks) <= 4
    assert all(0 < mark <= top * 1.000001 for mark in marks)
