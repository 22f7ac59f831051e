"""The working clock, held against an oracle that asks the clock on the wall minute by minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import WorkingHours
from domain.working import working_seconds

NINE_TO_SIX = WorkingHours()
EVERY_DAY = frozenset(range(7))
MINUTE = timedelta(minutes=1)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
)
"""Whole, half and quarter offsets, both hemispheres, clocks that change by half an hour or at midnight."""

MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
CALENDARS = st.builds(
    WorkingHours, st.sampled_from(ZONES), st.frozensets(st.integers(0, 6)), MINUTES, MINUTES
)

CHANGES = (
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 4, 5, tzinfo=UTC),
    datetime(2026, 9, 27, tzinfo=UTC),
    datetime(2018, 11, 4, tzinfo=UTC),
    datetime(2011, 12, 30, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 6, 15, tzinfo=UTC),
)
"""Days of clock changes, a day that Apia skipped, a turn of the year, and a day like any other."""


def oracle(start: datetime, end: datetime, calendars: list[WorkingHours]) -> int:
    """Every minute is asked on every wall; slow, and hard to get wrong."""
    minutes = int((end - start) / MINUTE)
    return 60 * sum(
        any(at_work(start + minute * MINUTE, hours) for hours in calendars) for minute in range(minutes)
    )


def at_work(moment: datetime, hours: WorkingHours) -> bool:
    wall = moment.astimezone(ZoneInfo(hours.zone))
    now, today = wall.time(), wall.weekday()
    if hours.begins < hours.ends:
        return today in hours.weekdays and hours.begins <= now < hours.ends
    since_yesterday = (today - 1) % 7 in hours.weekdays and now < hours.ends
    return since_yesterday or (today in hours.weekdays and now >= hours.begins)


@given(
    st.sampled_from(CHANGES),
    st.integers(-3 * 24 * 60, 24 * 60),
    st.integers(0, 5 * 24 * 60),
    st.lists(CALENDARS, min_size=1, max_size=3),
)
def test_it_agrees_with_the_clock_on_the_wall(
    change: datetime, before: int, length: int, calendars: list[WorkingHours]
) -> None:
    start = change + before * MINUTE
    end = start + length * MINUTE
    assert working_seconds(start, end, calendars) == oracle(start, end, calendars)


@pytest.mark.parametrize("zone", ZONES)
def test_a_whole_year_agrees_with_the_clock_on_the_wall(zone: str) -> None:
    hours = WorkingHours(zone, begins=time(1, 30), ends=time(2, 45), weekdays=EVERY_DAY)
    start = datetime(2025, 12, 20, 4, 7, tzinfo=UTC)
    end = datetime(2027, 1, 9, 2, 1, tzinfo=UTC)
    walls = (start.timestamp() + 60 * minute for minute in range(int((end - start) / MINUTE)))
    slots = (datetime.fromtimestamp(wall, ZoneInfo(zone)).time() for wall in walls)
    assert working_seconds(start, end, [hours]) == 60 * sum(hours.begins <= now < hours.ends for now in slots)


@given(st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), min_size=3, max_size=3), CALENDARS)  # noqa: DTZ001  # made aware below
def test_what_two_stretches_hold_is_what_the_whole_holds(
    moments: list[datetime], hours: WorkingHours
) -> None:
    start, middle, end = sorted(moment.replace(microsecond=0, tzinfo=UTC) for moment in moments)
    parts = working_seconds(start, middle, [hours]) + working_seconds(middle, end, [hours])
    assert parts == working_seconds(start, end, [hours])


@given(st.lists(CALENDARS, min_size=2, max_size=3), st.integers(0, 14 * 24 * 3600))
def test_a_union_is_at_least_its_greatest_part_and_at_most_their_sum(
    calendars: list[WorkingHours], seconds: int
) -> None:
    start = datetime(2026, 3, 20, tzinfo=UTC)
    end = start + timedelta(seconds=seconds)
    alone = [working_seconds(start, end, [hours]) for hours in calendars]
    assert max(alone) <= working_seconds(start, end, calendars) <= min(sum(alone), seconds)


@pytest.mark.parametrize(
    ("begins", "ends", "hours", "worked"),
    [
        pytest.param("2026-11-02 09:00", "2026-11-02 18:00", NINE_TO_SIX, 9, id="a Monday"),
        pytest.param("2026-11-02 08:00", "2026-11-02 09:00", NINE_TO_SIX, 0, id="the hour before work"),
        pytest.param("2026-11-02 17:00", "2026-11-03 10:00", NINE_TO_SIX, 2, id="over a night"),
        pytest.param("2026-11-06 17:00", "2026-11-09 10:00", NINE_TO_SIX, 2, id="over a weekend"),
        pytest.param("2026-11-07 00:00", "2026-11-09 00:00", NINE_TO_SIX, 0, id="a weekend"),
        pytest.param("2026-11-02 09:00", "2026-11-02 09:00", NINE_TO_SIX, 0, id="no time at all"),
        pytest.param("2026-11-02 12:00", "2026-11-02 09:00", NINE_TO_SIX, 0, id="the wrong way round"),
        pytest.param("2024-12-31 00:00", "2025-01-02 00:00", NINE_TO_SIX, 18, id="over a turn of the year"),
        pytest.param(
            "2026-03-29 00:00",
            "2026-03-30 00:00",
            WorkingHours("Europe/Berlin", EVERY_DAY, time(0), time(0)),
            24,
            id="UTC's day holds 24 hours of any day and night",
        ),
        pytest.param(
            "2026-03-28 23:00",
            "2026-03-29 22:00",
            WorkingHours("Europe/Berlin", EVERY_DAY, time(0), time(4)),
            3,
            id="the night that skips an hour",
        ),
        pytest.param(
            "2026-10-24 22:00",
            "2026-10-25 23:00",
            WorkingHours("Europe/Berlin", EVERY_DAY, time(0), time(4)),
            5,
            id="the night that repeats an hour",
        ),
        pytest.param(
            "2026-11-02 00:00",
            "2026-11-03 12:00",
            WorkingHours("UTC", frozenset({0}), time(22), time(6)),
            8,
            id="a night shift counts for the day on which it begins",
        ),
        pytest.param(
            "2026-11-06 00:00",
            "2026-11-07 00:00",
            WorkingHours("Asia/Dubai", frozenset({6, 0, 1, 2, 3})),
            0,
            id="a Friday where the week ends with Thursday",
        ),
    ],
)
def test_working_hours(begins: str, ends: str, hours: WorkingHours, worked: float) -> None:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (begins, ends))
    assert working_seconds(start, end, [hours]) == worked * 3600


def test_the_union_of_two_zones_counts_shared_hours_once() -> None:
    start = datetime(2026, 11, 2, tzinfo=UTC)
    both = [WorkingHours("Europe/Berlin"), WorkingHours("America/New_York")]
    assert working_seconds(start, start + timedelta(days=1), both) == (23 - 8) * 3600


def test_nobody_works_no_time() -> None:
    start = datetime(2026, 11, 2, tzinfo=UTC)
    assert working_seconds(start, start + timedelta(days=9), []) == 0


def test_the_same_moments_in_another_zone_hold_the_same_work() -> None:
    start, end = datetime(2025, 12, 31, 20, tzinfo=UTC), datetime(2026, 1, 2, 20, tzinfo=UTC)
    tokyo = ZoneInfo("Asia/Tokyo")
    expected = working_seconds(start, end, [NINE_TO_SIX])
    assert working_seconds(start.astimezone(tokyo), end.astimezone(tokyo), [NINE_TO_SIX]) == expected
