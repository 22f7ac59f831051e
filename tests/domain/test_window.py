"""Windows are half-open, on the days of their zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Rejected
from domain.window import Bucket, Window, midnight

BERLIN = "Europe/Berlin"
DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))
ZONES = st.sampled_from(("UTC", BERLIN, "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo"))
WINDOWS = st.builds(
    lambda first, days, zone: Window(first, first + timedelta(days=days), zone),
    DAYS,
    st.integers(1, 800),
    ZONES,
)


def test_the_start_of_a_window_is_inside_it() -> None:
    window = Window(date(2026, 11, 2), date(2026, 11, 9), BERLIN)
    assert datetime(2026, 11, 1, 23, tzinfo=UTC) in window
    assert datetime(2026, 11, 1, 22, 59, 59, tzinfo=UTC) not in window


def test_the_end_of_a_window_is_outside_it() -> None:
    window = Window(date(2026, 11, 2), date(2026, 11, 9), BERLIN)
    assert datetime(2026, 11, 8, 22, 59, 59, tzinfo=UTC) in window
    assert datetime(2026, 11, 8, 23, tzinfo=UTC) not in window


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2026, 3, 29), 23, id="the day that skips an hour"),
        pytest.param(date(2026, 10, 25), 25, id="the day that repeats an hour"),
        pytest.param(date(2026, 6, 1), 24, id="a day like any other"),
    ],
)
def test_a_day_of_a_clock_change_is_as_long_as_it_is(day: date, hours: int) -> None:
    window = Window(day, day + timedelta(days=1), BERLIN)
    assert window.stop.astimezone(UTC) - window.start.astimezone(UTC) == timedelta(hours=hours)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_instant() -> None:
    begins = midnight(date(2018, 11, 4), "America/Sao_Paulo")
    assert (begins.hour, begins.date()) == (1, date(2018, 11, 4))
    instant_before = (begins.astimezone(UTC) - timedelta(seconds=1)).astimezone(begins.tzinfo)
    assert instant_before.date() == date(2018, 11, 3)


def test_the_last_days_end_with_today() -> None:
    window = Window.last_days(30, date(2026, 11, 24), BERLIN)
    assert (window.first, window.end, window.days) == (date(2026, 10, 26), date(2026, 11, 25), 30)


def test_the_previous_window_is_as_long_and_touches() -> None:
    window = Window.last_days(30, date(2026, 11, 24), BERLIN)
    assert (window.previous().end, window.previous().days) == (window.first, 30)


@pytest.mark.parametrize("end", [date(2026, 11, 2), date(2026, 11, 1)], ids=["empty", "the wrong way round"])
def test_a_window_that_holds_no_day_is_refused(end: date) -> None:
    with pytest.raises(Rejected, match=r"ends .* before it begins"):
        Window(date(2026, 11, 2), end)


def test_a_window_of_a_lifetime_is_refused() -> None:
    with pytest.raises(Rejected, match="too long"):
        Window(date(1950, 1, 1), date(2026, 1, 1))


@given(WINDOWS, st.sampled_from(Bucket))
def test_buckets_touch_and_make_up_the_window(window: Window, width: Bucket) -> None:
    buckets = window.buckets(width)
    assert buckets[0].first == window.first
    assert [bucket.end for bucket in buckets] == [bucket.first for bucket in buckets[1:]] + [window.end]


@given(WINDOWS)
def test_weeks_begin_on_mondays_but_for_the_first(window: Window) -> None:
    assert {week.first.weekday() for week in window.buckets(Bucket.WEEK)[1:]} <= {0}


@given(WINDOWS)
def test_months_begin_on_their_first_but_for_the_first(window: Window) -> None:
    assert {month.first.day for month in window.buckets(Bucket.MONTH)[1:]} <= {1}


@given(WINDOWS, st.datetimes(timezones=st.just(ZoneInfo("UTC"))))
def test_a_moment_is_in_one_bucket_exactly_when_it_is_in_the_window(window: Window, moment: datetime) -> None:
    buckets = [bucket for bucket in window.buckets(Bucket.DAY) if moment in bucket]
    assert len(buckets) == (moment in window)
