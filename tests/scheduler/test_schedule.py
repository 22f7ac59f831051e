"""Slots follow from the clock alone, on days of 23 and 25 hours too."""

from datetime import UTC, datetime, time, timedelta

import pytest

from scheduler.schedule import Daily, Every, Schedule, due
from tests.builders import at

TEN = Every(timedelta(minutes=10))
BERLIN = Daily(time(2, 30), "Europe/Berlin")


def test_every_ten_minutes_is_on_the_tens() -> None:
    assert TEN.latest(at("2026-11-24 12:34")) == at("2026-11-24 12:30")
    assert TEN.latest(at("2026-11-24 12:30")) == at("2026-11-24 12:30")
    assert TEN.following(at("2026-11-24 12:30")) == at("2026-11-24 12:40")


def test_daily_is_at_its_local_time() -> None:
    tokyo = Daily(time(9), "Asia/Tokyo")
    assert tokyo.latest(at("2026-11-24 12:00")) == at("2026-11-24 00:00")
    assert tokyo.following(at("2026-11-24 00:00")) == at("2026-11-25 00:00")


def test_before_todays_time_the_latest_slot_is_yesterdays() -> None:
    assert Daily(time(9)).latest(at("2026-11-24 08:59")) == at("2026-11-23 09:00")


def test_a_time_that_the_clocks_skip_is_due_once() -> None:
    slots = list(due(BERLIN, at("2026-03-27 12:00"), at("2026-03-30 12:00")))
    assert slots == [at("2026-03-28 01:30"), at("2026-03-29 01:30"), at("2026-03-30 00:30")]


def test_a_time_that_the_clocks_show_twice_is_due_the_first_time() -> None:
    slots = list(due(BERLIN, at("2026-10-23 12:00"), at("2026-10-26 12:00")))
    assert slots == [at("2026-10-24 00:30"), at("2026-10-25 00:30"), at("2026-10-26 01:30")]


def test_the_leap_day_has_its_slot() -> None:
    slots = list(due(Daily(time(12)), at("2028-02-28 12:00"), at("2028-03-01 12:00")))
    assert slots == [at("2028-02-29 12:00"), at("2028-03-01 12:00")]


@pytest.mark.parametrize(
    ("now", "n"),
    [("2026-11-24 12:01", 0), ("2026-11-24 12:11", 1), ("2026-11-24 15:00", 18), ("2026-11-27 12:00", 432)],
    ids=["a minute", "eleven minutes", "three hours", "three days"],
)
def test_after_a_while_every_slot_of_it_is_due(now: str, n: int) -> None:
    assert len(list(due(TEN, at("2026-11-24 12:00"), at(now)))) == n


def test_a_job_that_never_ran_is_due_for_its_latest_slot_alone() -> None:
    assert list(due(TEN, None, at("2026-11-24 12:34"))) == [at("2026-11-24 12:30")]


def test_a_clock_that_was_set_back_makes_nothing_due_again() -> None:
    assert list(due(TEN, at("2026-11-24 12:30"), at("2026-11-24 11:00"))) == []


@pytest.mark.parametrize(
    "schedule",
    [TEN, Every(timedelta(hours=7)), BERLIN, Daily(time(0)), Daily(time(23, 59), "America/New_York")],
    ids=["ten minutes", "seven hours", "Berlin at half past two", "midnight", "New York before midnight"],
)
def test_slots_rise_and_agree_whoever_computes_them(schedule: Schedule) -> None:
    slot = schedule.latest(datetime(2026, 3, 1, tzinfo=UTC))
    for _ in range(400):
        following = schedule.following(slot)
        assert following > slot
        assert schedule.latest(following) == following
        assert schedule.latest(following - timedelta(microseconds=1)) == slot
        slot = following
