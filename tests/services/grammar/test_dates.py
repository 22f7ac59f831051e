"""Phrases of time, on Tuesday 24 November 2026."""

from datetime import date

import pytest

from domain.errors import Rejected
from services.grammar.dates import resolved, window

TODAY = date(2026, 11, 24)


def days(phrase: str, today: date = TODAY) -> str:
    meant = window(phrase)
    assert meant is not None, phrase
    found = resolved(meant, today, "UTC")
    return f"{found.first}..{found.end}"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("today", "2026-11-24..2026-11-25"),
        ("yesterday", "2026-11-23..2026-11-24"),
        ("1d", "2026-11-24..2026-11-25"),
        ("30d", "2026-10-26..2026-11-25"),
        ("last 30 days", "2026-10-26..2026-11-25"),
        ("6w", "2026-10-14..2026-11-25"),
        ("3m", "2026-08-25..2026-11-25"),
        ("1y", "2025-11-25..2026-11-25"),
        ("past month", "2026-10-25..2026-11-25"),
        ("this week", "2026-11-23..2026-11-25"),
        ("last week", "2026-11-16..2026-11-23"),
        ("this month", "2026-11-01..2026-11-25"),
        ("last month", "2026-10-01..2026-11-01"),
        ("previous quarter", "2026-07-01..2026-10-01"),
        ("last year", "2025-01-01..2026-01-01"),
        ("monday", "2026-11-23..2026-11-24"),
        ("since monday", "2026-11-23..2026-11-25"),
        ("since tuesday", "2026-11-24..2026-11-25"),
        ("last monday", "2026-11-23..2026-11-24"),
        ("last tuesday", "2026-11-17..2026-11-18"),
        ("since last friday", "2026-11-20..2026-11-25"),
        ("two weeks", "2026-11-11..2026-11-25"),
        ("last twelve months", "2025-11-25..2026-11-25"),
        ("ytd", "2026-01-01..2026-11-25"),
        ("since wed", "2026-11-18..2026-11-25"),
        ("since 2026-10-01", "2026-10-01..2026-11-25"),
        ("since 1st oct", "2026-10-01..2026-11-25"),
        ("since october", "2026-10-01..2026-11-25"),
        ("since last week", "2026-11-16..2026-11-25"),
        ("q3", "2026-07-01..2026-10-01"),
        ("q4", "2026-10-01..2026-11-25"),
        ("q3 2025", "2025-07-01..2025-10-01"),
        ("2025-q3", "2025-07-01..2025-10-01"),
        ("2026", "2026-01-01..2026-11-25"),
        ("2025", "2025-01-01..2026-01-01"),
        ("october", "2026-10-01..2026-11-01"),
        ("december", "2025-12-01..2026-01-01"),
        ("sept 2024", "2024-09-01..2024-10-01"),
        ("2026-10", "2026-10-01..2026-11-01"),
        ("2026-10-01", "2026-10-01..2026-10-02"),
        ("2026-10-01..2026-10-31", "2026-10-01..2026-11-01"),
        ("2026-10-01 to 2026-10-31", "2026-10-01..2026-11-01"),
        ("from 1 oct to 15 oct", "2026-10-01..2026-10-16"),
        ("oct 1 - oct 15", "2026-10-01..2026-10-16"),
        ("from 1 october 2025 to 15 january 2026", "2025-10-01..2026-01-16"),
        ("from 1 dec to 15 jan", "2025-12-01..2026-01-16"),
        ("from monday to friday", "2026-11-23..2026-11-25"),
        ("august to september", "2026-08-01..2026-10-01"),
        ("2026-11-01..2026-12-31", "2026-11-01..2026-11-25"),
        ("29 feb", "2024-02-29..2024-03-01"),
    ],
)
def test_a_phrase_means_its_days_up_to_today(phrase: str, expected: str) -> None:
    assert days(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("2026-10-31..2026-10-01", r"ends \(2026-10-01\) before it begins \(2026-10-31\)"),
        ("from today to yesterday", "before it begins"),
        ("2027", "lies in the future"),
        ("since 2026-11-25", "lies in the future"),
        ("0d", "at least one day"),
        ("100y", "too long"),
        ("999999d", "too long"),
        ("1950..2026", "too long"),
        ("2026-02-30", "no day 2026-02-30"),
        ("31 apr", "no day 2026-04-31"),
        ("2026-13", "no day 2026-13-01"),
        ("9999-12-31", "too far away"),
        ("0000-01-01", "too far away"),
    ],
)
def test_what_is_no_window_is_refused_with_what_to_type(phrase: str, said: str) -> None:
    with pytest.raises(Rejected, match=said) as refused:
        days(phrase)
    assert refused.value.hint


@pytest.mark.parametrize(
    "phrase", ["payments", "30", "d", "since", "since payments", "to", "q5", "last", "..", "1999x"]
)
def test_other_words_are_no_windows(phrase: str) -> None:
    assert window(phrase) is None


@pytest.mark.parametrize(
    ("today", "phrase", "expected"),
    [
        (date(2026, 3, 31), "1m", "2026-03-01..2026-04-01"),
        (date(2026, 3, 30), "1m", "2026-02-28..2026-03-31"),
        (date(2026, 1, 5), "last month", "2025-12-01..2026-01-01"),
        (date(2026, 1, 5), "last quarter", "2025-10-01..2026-01-01"),
        (date(2026, 11, 23), "since monday", "2026-11-23..2026-11-24"),
        (date(2024, 2, 29), "1y", "2023-03-01..2024-03-01"),
        (date(2024, 2, 29), "29 feb", "2024-02-29..2024-03-01"),
    ],
    ids=["month of 31 days", "month that is too short", "over new year", "quarter over new year",
         "monday on a monday", "leap day", "leap day today"],
)  # fmt: skip
def test_the_calendar_s_corners(today: date, phrase: str, expected: str) -> None:
    assert days(phrase, today) == expected
