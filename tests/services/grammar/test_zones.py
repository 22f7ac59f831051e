"""Windows on the days of whose work it is, where clocks change and where it is another day already."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.people import WorkingHours
from domain.question import Question
from services.grammar import Ask, Vocabulary, parse
from tests.builders import at, team
from tests.services.grammar.conftest import metric

HOUR = timedelta(hours=1)


def asked(text: str, now: datetime, zone: str) -> Question:
    """The question of a team in a zone."""
    vocabulary = Vocabulary(metrics=(metric("cycle-time"),), teams=(team("crew", hours=WorkingHours(zone)),))
    parsed = parse(f"cycle-time crew {text}", vocabulary, now)
    assert isinstance(parsed, Ask)
    return parsed.question


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("Pacific/Kiritimati", "2026-11-24 10:00", "2026-11-25"),
        ("Pacific/Kiritimati", "2026-11-24 09:59", "2026-11-24"),
        ("Pacific/Niue", "2026-11-24 10:59", "2026-11-23"),
        ("Pacific/Niue", "2026-11-24 11:00", "2026-11-24"),
        ("Asia/Kathmandu", "2026-11-24 18:15", "2026-11-25"),
        ("Europe/Berlin", "2026-11-24 23:00", "2026-11-25"),
        ("America/New_York", "2026-11-24 04:59", "2026-11-23"),
    ],
    ids=["fourteen hours ahead", "a minute before that", "eleven hours behind", "a minute after",
         "at a quarter past", "at midnight", "still yesterday"],
)  # fmt: skip
def test_today_is_the_team_s(zone: str, now: str, today: str) -> None:
    window = asked("today", at(now), zone).window
    assert (str(window.first), window.days, window.zone) == (today, 1, zone)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Santiago", "2026-09-06", 23),
        ("Asia/Kolkata", "2026-03-29", 24),
    ],
    ids=["spring in Berlin", "autumn in Berlin", "spring in New York", "autumn in New York",
         "half an hour on an island", "midnight that is skipped", "no clock change"],
)  # fmt: skip
def test_a_day_of_a_clock_change_is_as_long_as_it_is(zone: str, day: str, hours: float) -> None:
    window = asked(day, at("2026-11-24"), zone).window
    assert window.stop.astimezone(UTC) - window.start.astimezone(UTC) == hours * HOUR


def test_a_window_over_a_clock_change_and_the_one_before_have_as_many_days() -> None:
    """The week of the change has 167 hours, the week before it 168."""
    question = asked("2026-03-23..2026-03-29", at("2026-11-24"), "Europe/Berlin")
    for window, hours in ((question.window, 167), (question.compared_to, 168)):
        assert window.days == 7
        assert window.stop.astimezone(UTC) - window.start.astimezone(UTC) == hours * HOUR


def test_the_window_before_ends_where_the_window_begins() -> None:
    question = asked("30d", at("2026-11-24 15:00"), "Europe/Berlin")
    assert question.compared_to.stop == question.window.start
    assert question.window.start.astimezone(UTC) == at("2026-10-25 23:00")
    assert question.compared_to.start.astimezone(UTC) == at("2026-09-25 22:00")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("this week", "2026-03-30", "2026-04-01"),
        ("last week", "2026-03-23", "2026-03-29"),
        ("last month", "2026-03-01", "2026-03-31"),
        ("this month", "2026-04-01", "2026-04-01"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("since sunday", "2026-03-29", "2026-04-01"),
        ("2026-03-29..", "2026-03-29", "2026-04-01"),
    ],
    ids=str,
)
def test_calendar_words_follow_the_team_s_calendar(said: str, first: str, last: str) -> None:
    """It is the last evening of March in London, and April in Tokyo already."""
    window = asked(said, at("2026-03-31 16:00"), "Asia/Tokyo").window
    assert (str(window.first), str(window.end - timedelta(days=1))) == (first, last)


def test_the_asker_s_own_window_is_on_their_days_and_everyone_s_on_the_organisation_s(
    vocabulary: Vocabulary,
) -> None:
    """At two in the morning in London it is still yesterday in New York."""
    london = replace(vocabulary, zone="Europe/London")
    now = at("2026-11-24 02:00")
    for text, zone, today in (
        ("ct me today", "America/New_York", "2026-11-23"),
        ("ct everyone today", "Europe/London", "2026-11-24"),
        ("ct api today", "Europe/London", "2026-11-24"),
        ("ct team:core today", "Asia/Tokyo", "2026-11-24"),
    ):
        parsed = parse(text, london, now)
        assert isinstance(parsed, Ask)
        assert (parsed.question.window.zone, str(parsed.question.window.first)) == (zone, today)


def test_a_day_that_has_begun_only_in_the_team_s_zone_is_not_in_the_future() -> None:
    now = at("2026-11-24 16:00")
    assert asked("2026-11-25", now, "Asia/Tokyo").window.days == 1
    parsed = asked("2026-11-25..2026-11-30", now, "Asia/Tokyo")
    assert str(parsed.window.end) == "2026-11-26"
