"""The one clock that asks the machine."""

from datetime import UTC, datetime, timedelta

from freezegun import freeze_time

from domain.clock import system_clock


def test_the_time_is_aware_and_in_utc() -> None:
    with freeze_time("2026-11-24 12:00"):
        assert system_clock() == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert system_clock().utcoffset() == timedelta(0)
