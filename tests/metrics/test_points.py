"""A series is measured by its own points alone, to as many decimals as fit."""

import numpy as np
import pytest

from domain.facts import MILLIONTHS, NO_SPAN, PointColumns
from domain.question import TimeBase
from domain.result import Result
from metrics.engine import Facts, evaluate
from metrics.points import LARGEST, of_series, scale_of
from tests.metrics.samples import COVERED, FIRST, NOW, question


def points(*told: tuple[int, float], flags: int = 0) -> PointColumns:
    """A point a day: its series and value."""
    n = len(told)
    return PointColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        int(FIRST.timestamp()) + np.arange(n, dtype=np.int64) * 86400,
        np.full(n, flags, np.int32),
        np.array([series for series, _ in told], np.int64),
        np.array([round(value * MILLIONTHS) for _, value in told], np.int64),
    )


def measured(columns: PointColumns, largest: float = 100) -> Result:
    metric = of_series("signups", 5, largest)
    facts = Facts(columns, points())
    return evaluate(metric, question(metric), facts, coverage=COVERED, computed_at=NOW)


def test_only_its_own_points_count() -> None:
    result = measured(points((5, 1), (6, 99), (5, 3), (5, 2.5)))
    assert (result.summary.n, result.summary.value) == (3, 2.5)
    assert set(result.ids) == {1, 3, 4}


def test_points_of_others_are_not_among_those_left_out() -> None:
    assert measured(points((6, 1), (6, 2), flags=512)).excluded == ()
    assert [each.n for each in measured(points((5, 1), (6, 2), flags=512)).excluded] == [1]


@pytest.mark.parametrize(
    ("largest", "scale"),
    [(0, 10**6), (0.5, 10**6), (1, 10**6), (2000, 10**6), (2001, 10**5), (10**6, 1000), (LARGEST, 1)],
)
def test_decimals_are_as_many_as_fit(largest: float, scale: int) -> None:
    assert scale_of(largest) == scale
    assert largest * scale < 2**31


@pytest.mark.parametrize("value", [0, 0.000001, 0.1, 1.25, 1999.999999, 123456.789, LARGEST])
def test_a_value_comes_back_as_it_was_sent(value: float) -> None:
    assert measured(points((5, value)), value).summary.value == pytest.approx(value, rel=1e-6)


def test_a_greater_value_of_another_series_does_no_harm() -> None:
    rows = points((5, 1.5), (6, LARGEST))
    assert of_series("signups", 5, 1.5).values(rows, TimeBase.CALENDAR).tolist() == [1_500_000, NO_SPAN]
    assert measured(rows, 1.5).summary.value == 1.5


def test_it_is_called_as_its_series() -> None:
    info = of_series("build-minutes-2", 5, 1).info
    assert (info.slug, info.title, info.family, info.noun) == ("build-minutes-2",) * 2 + ("custom", "point")
    assert info.ruling.endswith(".")
