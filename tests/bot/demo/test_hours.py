"""When Harbour works."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from bot.demo.hours import Office, bustle, works


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        pytest.param(date(2026, 11, 24), True, id="a Tuesday"),
        pytest.param(date(2026, 11, 21), False, id="a Saturday"),
        pytest.param(date(2026, 12, 25), False, id="Christmas on a Friday"),
    ],
)
def test_the_office_is_closed_on_weekends_and_holidays(day: date, *, open_: bool) -> None:
    assert works(day) is open_


def test_weekends_august_and_fridays_are_quieter_than_a_tuesday_in_may() -> None:
    tuesday, friday, august, sunday = (
        date(2026, 5, 12),
        date(2026, 5, 15),
        date(2026, 8, 11),
        date(2026, 5, 17),
    )
    assert bustle(sunday) < bustle(august) < bustle(friday) < bustle(tuesday) == 1.0


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        pytest.param((24, 10), 2, (24, 12), id="within a day"),
        pytest.param((24, 17), 2, (25, 10), id="over a night"),
        pytest.param((27, 17), 2, (30, 10), id="over a weekend"),
        pytest.param((28, 12), 1, (30, 10), id="begun on a Saturday"),
        pytest.param((24, 6), 1, (24, 10), id="begun before the office opens"),
        pytest.param((23, 9), 45, (27, 18), id="a whole week"),
    ],
)
def test_waiting_passes_in_office_hours_only(
    start: tuple[int, int], hours: float, expected: tuple[int, int]
) -> None:
    began = datetime(2026, 11, *start, tzinfo=UTC)
    assert Office("UTC").after(began, hours) == datetime(2026, 11, *expected, tzinfo=UTC)


def test_office_hours_are_those_of_the_zone_across_a_clock_change() -> None:
    friday_evening = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)  # half past five in Berlin, summer time
    assert Office("Europe/Berlin").after(friday_evening, 1) == datetime(2026, 10, 26, 8, 30, tzinfo=UTC)


def test_work_begins_on_the_day_asked_for() -> None:
    office, day, rng = Office("America/New_York"), date(2026, 11, 24), Random(1)
    begun = {office.moment(day, rng).date() for _ in range(200)}
    assert begun == {day}
