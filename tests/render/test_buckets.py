"""A trend's points are weeks, or months where the window is long."""

from dataclasses import replace
from datetime import date

from domain.window import Window
from render.buckets import name, width
from tests.render import results


def test_weeks_are_named_by_their_first_day() -> None:
    points = results.trend([1.0, 2.0])
    assert width(points) == "week"
    assert name(points[0], "week") == "26 Oct"


def test_one_long_point_makes_them_months() -> None:
    short = results.trend([1.0])[0]
    long = replace(short, window=Window(date(2024, 2, 1), date(2024, 3, 1)))
    assert width((short, long)) == "month"
    assert name(long, "month") == "Feb 2024"


def test_no_points_are_no_months() -> None:
    assert width(()) == "week"
