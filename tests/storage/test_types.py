"""Values come back from the database as they went in."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Flag
from domain.people import OwnHours, WorkingHours
from domain.records import ReviewState
from storage.types import (
    Bits,
    Day,
    Listing,
    Moment,
    Small,
    Stored,
    hours_from,
    hours_text,
    instant,
    microseconds,
    own_hours_from,
    word,
    writable,
)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_exact_to_the_microsecond(moment: datetime) -> None:
    assert instant(microseconds(moment)) == moment


def test_a_moment_elsewhere_comes_back_in_utc() -> None:
    tokyo = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    back = instant(microseconds(tokyo))
    assert back == tokyo
    assert back.tzinfo is UTC


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TypeError):
        microseconds(datetime(2026, 11, 24))  # noqa: DTZ001 - it is the naive one that is refused


@given(st.text(st.characters()))
def test_any_text_becomes_writable(text: str) -> None:
    written = writable(text)
    assert written.encode().decode() == written
    assert "\0" not in written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("naïve 🚢", "naïve 🚢"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
    ],
    ids=["ascii", "unicode", "NUL", "lone surrogate"],
)
def test_only_what_no_database_holds_is_replaced(text: str, written: str) -> None:
    assert writable(text) == written


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Moment, datetime(2026, 11, 24, 12, 30, 0, 123456, tzinfo=UTC)),
        (Day, date(2024, 2, 29)),
        (Listing, ("bug", "größer", 'quo"te')),
        (Listing, ()),
        (Small, {"a": [1, None, "ü"]}),
        (Bits, Flag.REVERT | Flag.REOPENED),
        (word(ReviewState), ReviewState.APPROVED),
    ],
)
def test_a_stored_value_comes_back(kind: Stored, value: object) -> None:
    assert kind.take(kind.put(value)) == value


FULL = WorkingHours(
    "Asia/Kolkata",
    frozenset({6, 0, 1}),
    time(7, 30),
    time(15),
    part_time=((4, time(9), time(13)),),
    country="IN-KA",
    time_off=((date(2026, 8, 3), date(2026, 8, 17)),),
)


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param(WorkingHours(), id="as they are at first"),
        pytest.param(WorkingHours(weekdays=frozenset()), id="never"),
        pytest.param(FULL, id="with everything"),
        pytest.param(replace(FULL, changes=((date(2026, 9, 1), WorkingHours()),)), id="and a change"),
    ],
)
def test_working_hours_come_back(hours: WorkingHours) -> None:
    assert hours_from(hours_text(hours)) == hours


@pytest.mark.parametrize(
    "own",
    [
        pytest.param(OwnHours(), id="nothing"),
        pytest.param(OwnHours(zone="Asia/Kolkata", country="IN"), id="a zone and a country"),
        pytest.param(
            OwnHours(weekdays=frozenset({6, 0}), hours=(time(7, 30), time(15))), id="days and hours"
        ),
        pytest.param(OwnHours(weekdays=frozenset()), id="no day at all"),
        pytest.param(
            OwnHours(
                part_time=FULL.part_time,
                time_off=FULL.time_off,
                changes=((date(2026, 9, 1), OwnHours(weekdays=frozenset({2}))),),
            ),
            id="part-time, time off and a change",
        ),
    ],
)
def test_hours_of_ones_own_come_back(own: OwnHours) -> None:
    assert own_hours_from(hours_text(own)) == own


def test_holidays_are_told_by_their_country_and_not_kept() -> None:
    assert hours_from(hours_text(replace(FULL, holidays=frozenset({date(2026, 1, 26)})))) == FULL


def test_hours_of_an_earlier_release_are_still_read() -> None:
    text = '{"zone": "UTC", "weekdays": [0, 1], "day": ["09:00:00", "18:00:00"]}'
    assert hours_from(text) == WorkingHours("UTC", frozenset({0, 1}))
