"""Deploy days: the median week's, zeros included, on local days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.window import Window
from metrics.deploy_days import deploy_days

MONDAY = date(2026, 10, 26)


def moments(*days: float, zone: str = "UTC") -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    start = datetime.combine(MONDAY, datetime.min.time(), ZoneInfo(zone))
    return np.array([int((start + timedelta(days=day)).timestamp()) for day in days], np.int64)


def weeks(count: int) -> Window:
    return Window(MONDAY, MONDAY + timedelta(weeks=count))


def test_days_with_a_deployment_are_counted_and_not_deployments() -> None:
    found = deploy_days(moments(0.4, 0.5, 0.6, 2.5), weeks(1))
    assert (found.by_week, found.on_such_a_day) == (2, 2)


def test_a_week_without_any_counts_as_none() -> None:
    assert deploy_days(moments(0, 1, 2), weeks(3)).by_week == 0
    assert deploy_days(moments(0, 1, 2, 7, 8), weeks(3)).by_week == 2


def test_weeks_that_are_cut_at_the_windows_ends_are_left_out() -> None:
    """From a Friday to a Wednesday: only the week in between is whole."""
    window = Window(MONDAY + timedelta(days=4), MONDAY + timedelta(days=17))
    assert deploy_days(moments(4, 5, 6, 7, 14, 15, 16), window).by_week == 1


def test_without_a_whole_week_nobody_knows() -> None:
    found = deploy_days(moments(1, 2), Window(MONDAY + timedelta(days=1), MONDAY + timedelta(days=7)))
    assert (found.by_week, found.on_such_a_day) == (None, 1)


def test_without_deployments_there_is_no_such_day() -> None:
    found = deploy_days(moments(), weeks(2))
    assert (found.by_week, found.on_such_a_day) == (0, None)


def test_what_is_outside_of_the_window_is_not_counted() -> None:
    assert deploy_days(moments(-0.1, 7.0), weeks(1)).on_such_a_day is None


def test_days_are_those_of_the_zone() -> None:
    """Late on a Monday in New York is Tuesday in UTC."""
    window = Window(MONDAY, MONDAY + timedelta(weeks=1), "America/New_York")
    late = datetime(2026, 10, 26, 23, tzinfo=ZoneInfo("America/New_York"))
    early = datetime(2026, 10, 26, 9, tzinfo=ZoneInfo("America/New_York"))
    at = np.array([int(late.timestamp()), int(early.timestamp())], np.int64)
    assert deploy_days(at, window).by_week == 1


@given(st.lists(st.integers(0, 60 * 24 * 60 - 1), max_size=60), st.integers(0, 6), st.integers(1, 60))
def test_it_is_what_counting_by_hand_says(minutes: list[int], offset: int, days: int) -> None:
    first = MONDAY + timedelta(days=offset)
    window = Window(first, first + timedelta(days=days))
    start = datetime.combine(MONDAY, datetime.min.time(), UTC)
    at = [start + timedelta(minutes=each) for each in minutes]
    inside = [each.date() for each in at if window.first <= each.date() < window.end]
    by_week = []
    monday = MONDAY
    while monday < window.end:
        if monday >= window.first and monday + timedelta(days=7) <= window.end:
            by_week.append(len({each for each in inside if monday <= each < monday + timedelta(days=7)}))
        monday += timedelta(days=7)
    busy = [inside.count(each) for each in set(inside)]
    found = deploy_days(np.array([int(each.timestamp()) for each in at], np.int64), window)
    assert found.by_week == (None if not by_week else pytest.approx(float(np.median(by_week))))
    assert found.on_such_a_day == (None if not busy else pytest.approx(float(np.median(busy))))
