"""The working clock, held against an oracle that asks the clock on the wall minute by minute."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import WorkingHours
from domain.working import Calendar, DayWorked, day_of, working_seconds

NINE_TO_SIX = WorkingHours()
EVERY_DAY = frozenset(range(7))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

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


def near(change: datetime) -> st.SearchStrategy[date]:
    """Days around the one on which the clocks change."""
    return st.integers(-5, 6).map(lambda days: change.date() + days * DAY)


def hours_near(change: datetime) -> st.SearchStrategy[WorkingHours]:
    """Everything that hours can have, with days off and changes around the day on which the clocks change."""
    day = near(change)
    part_time = st.lists(
        st.tuples(st.integers(0, 6), MINUTES, MINUTES), max_size=2, unique_by=lambda own: own[0]
    )
    time_off = st.lists(
        st.tuples(day, st.integers(1, 4)).map(lambda off: (off[0], off[0] + off[1] * DAY)), max_size=2
    )
    whole: dict[str, Any] = {
        "zone": st.sampled_from(ZONES),
        "weekdays": st.frozensets(st.integers(0, 6)),
        "begins": MINUTES,
        "ends": MINUTES,
        "part_time": part_time.map(tuple),
        "holidays": st.frozensets(day, max_size=3),
        "time_off": time_off.map(tuple),
    }
    week = st.builds(WorkingHours, **whole)
    changes = st.lists(st.tuples(day, week), max_size=2, unique_by=lambda each: each[0])
    ordered = changes.map(lambda each: tuple(sorted(each, key=lambda change: change[0])))
    return st.builds(WorkingHours, **whole, changes=ordered)


def calendars_near(change: datetime) -> st.SearchStrategy[list[Calendar]]:
    hours = hours_near(change)
    return st.lists(hours | st.builds(DayWorked, hours, near(change)), min_size=1, max_size=3)


def oracle(start: datetime, end: datetime, calendars: Sequence[Calendar]) -> int:
    """Every minute is asked on every wall; slow, and hard to get wrong."""
    minutes = int((end - start) / MINUTE)
    return 60 * sum(
        any(at_work(start + minute * MINUTE, calendar) for calendar in calendars) for minute in range(minutes)
    )


def at_work(moment: datetime, calendar: Calendar) -> bool:
    hours = calendar.hours if isinstance(calendar, DayWorked) else calendar
    periods = [(date.min, hours), *hours.changes, (date.max, hours)]
    for (since, week), (until, _) in pairwise(periods):
        wall = moment.astimezone(ZoneInfo(week.zone))
        for day in (wall.date(), wall.date() - DAY):
            begun = calendar.day == day if isinstance(calendar, DayWorked) else works(week, day)
            if since <= day < until and begun and is_during(week, day, wall):
                return True
    return False


def works(week: WorkingHours, day: date) -> bool:
    """Whether somebody comes to work on a day, in hours without changes."""
    away = sum(began <= day and not day >= back for began, back in week.time_off)
    return day.weekday() in week.weekdays and day not in week.holidays and away == 0


def is_during(week: WorkingHours, day: date, wall: datetime) -> bool:
    """Whether the wall shows a time within the work that begins on a day."""
    own = {which: (begins, ends) for which, begins, ends in week.part_time}
    begins, ends = own.get(day.weekday(), (week.begins, week.ends))
    over_night = ends <= begins
    if day == wall.date():
        return begins <= wall.time() and (over_night or wall.time() < ends)
    return over_night and wall.time() < ends


@settings(deadline=None)  # the oracle is slow by design
@given(st.data(), st.sampled_from(CHANGES), st.integers(-3 * 24 * 60, 24 * 60), st.integers(0, 5 * 24 * 60))
def test_it_agrees_with_the_clock_on_the_wall(
    data: st.DataObject, change: datetime, before: int, length: int
) -> None:
    calendars = data.draw(calendars_near(change))
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


CHRISTMAS = date(2026, 12, 25)
"""A Friday."""

AWAY = WorkingHours(time_off=((date(2026, 12, 21), date(2026, 12, 28)),))
BERLIN = WorkingHours("Europe/Berlin")
HALF_FRIDAYS = WorkingHours(part_time=((4, time(9), time(13)),))
NIGHTS = WorkingHours(begins=time(22), ends=time(6))
SHORTER = WorkingHours(begins=time(10), ends=time(15))


@pytest.mark.parametrize(
    ("begins", "ends", "hours", "worked"),
    [
        pytest.param(
            "2026-12-24 09:00", "2026-12-29 09:00", WorkingHours(holidays=frozenset({CHRISTMAS})), 9 + 9,
            id="a holiday",
        ),
        pytest.param(
            "2026-12-24 09:00", "2026-12-26 00:00", replace(NIGHTS, holidays=frozenset({CHRISTMAS})), 8,
            id="a night shift is worked into the holiday, and none begins on it",
        ),
        pytest.param("2026-12-18 09:00", "2026-12-29 00:00", AWAY, 18, id="a week off"),
        pytest.param("2026-12-24 00:00", "2026-12-26 00:00", HALF_FRIDAYS, 9 + 4, id="half a Friday"),
        pytest.param(
            "2026-12-25 00:00", "2026-12-27 00:00", replace(HALF_FRIDAYS, weekdays=frozenset({5})), 9,
            id="part-time on a day that is not worked",
        ),
        pytest.param(
            "2026-12-21 00:00", "2026-12-26 00:00",
            WorkingHours(changes=((date(2026, 12, 23), SHORTER),)), 9 + 9 + 5 + 5 + 5,
            id="shorter days from Wednesday on",
        ),
        pytest.param(
            "2026-12-22 12:00", "2026-12-24 00:00",
            replace(NIGHTS, changes=((date(2026, 12, 23), SHORTER),)), 8 + 5,
            id="the last night shift before a change is worked to its end",
        ),
        pytest.param(
            "2026-12-22 00:00", "2026-12-24 00:00",
            replace(BERLIN, changes=((date(2026, 12, 23), WorkingHours("Asia/Tokyo")),)), 18,
            id="moved to Tokyo for Wednesday",
        ),
    ],
)  # fmt: skip
def test_days_off_and_changes(begins: str, ends: str, hours: WorkingHours, worked: float) -> None:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (begins, ends))
    assert working_seconds(start, end, [hours]) == worked * 3600


def test_a_wait_freezes_only_while_all_are_away() -> None:
    start, end = datetime(2026, 12, 21, tzinfo=UTC), datetime(2026, 12, 26, tzinfo=UTC)
    here = WorkingHours(holidays=frozenset({CHRISTMAS}))
    assert working_seconds(start, end, [AWAY]) == 0
    assert working_seconds(start, end, [AWAY, here]) == 4 * 9 * 3600


@pytest.mark.parametrize(
    ("hours", "day", "worked"),
    [
        pytest.param(NINE_TO_SIX, date(2026, 11, 7), 9, id="a Saturday has the hours of any day"),
        pytest.param(
            replace(HALF_FRIDAYS, holidays=frozenset({CHRISTMAS})), CHRISTMAS, 4, id="a half day has half"
        ),
        pytest.param(NIGHTS, date(2026, 11, 7), 8, id="a night goes on into the next day"),
        pytest.param(NINE_TO_SIX, date(2026, 11, 6), 9, id="a day that was worked anyway counts once"),
    ],
)
def test_a_day_off_that_was_worked_counts_with_its_usual_hours(
    hours: WorkingHours, day: date, worked: float
) -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    extra: list[Calendar] = [hours, DayWorked(hours, day)]
    usual = [replace(hours, holidays=hours.holidays | {day})]
    end = datetime(2027, 1, 1, tzinfo=UTC)
    without_it = working_seconds(start, end, usual)
    assert working_seconds(start, end, extra) == without_it + worked * 3600


@pytest.mark.parametrize(
    ("moment", "hours", "day"),
    [
        pytest.param("2026-11-07 02:00", NINE_TO_SIX, "2026-11-07", id="the day it is"),
        pytest.param("2026-11-07 02:00", NIGHTS, "2026-11-06", id="after midnight of a night shift"),
        pytest.param("2026-11-07 06:00", NIGHTS, "2026-11-07", id="as the night shift ends"),
        pytest.param("2026-11-06 23:30", BERLIN, "2026-11-07", id="tomorrow on their wall"),
        pytest.param(
            "2026-11-06 20:00",
            replace(NINE_TO_SIX, changes=((date(2026, 11, 1), WorkingHours("Asia/Tokyo")),)),
            "2026-11-07",
            id="on the wall where they have moved to",
        ),
    ],
)
def test_the_day_on_which_somebody_acts(moment: str, hours: WorkingHours, day: str) -> None:
    assert day_of(datetime.fromisoformat(moment).replace(tzinfo=UTC), hours) == date.fromisoformat(day)
