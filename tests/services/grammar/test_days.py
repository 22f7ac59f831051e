"""Calendar units: where they begin, and what lies some of them away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grammar.days import MONTHS, WEEKDAYS, Unit, numbered, one

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
units = st.sampled_from(Unit)


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("d", Unit.DAY),
        ("weeks", Unit.WEEK),
        ("mo", Unit.MONTH),
        ("quarter", Unit.QUARTER),
        ("yrs", Unit.YEAR),
    ],
)
def test_a_unit_is_known_by_its_first_letter(word: str, unit: Unit) -> None:
    assert Unit.of(word) is unit


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        (Unit.DAY, date(2026, 11, 24)),
        (Unit.WEEK, date(2026, 11, 23)),
        (Unit.MONTH, date(2026, 11, 1)),
        (Unit.QUARTER, date(2026, 10, 1)),
        (Unit.YEAR, date(2026, 1, 1)),
    ],
)
def test_a_day_is_in_a_unit_that_began(unit: Unit, first: date) -> None:
    assert unit.floor(date(2026, 11, 24)) == first


@given(day=days, unit=units)
def test_a_unit_contains_the_day_it_was_found_by(day: date, unit: Unit) -> None:
    first = unit.floor(day)
    assert first <= day < unit.after(first)
    assert unit.floor(first) == first


@given(day=days, unit=units, count=st.integers(-30, 30))
def test_going_there_and_back_ends_where_it_began_on_a_unit_s_first_day(
    day: date, unit: Unit, count: int
) -> None:
    first = unit.floor(day)
    assert unit.after(unit.after(first, count), -count) == first


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert Unit.MONTH.after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Unit.YEAR.after(date(2024, 2, 29)) == date(2025, 2, 28)


def test_abbreviations_are_numbered() -> None:
    assert [numbered(MONTHS, word) for word in ("jan", "sept", "december")] == [0, 8, 11]
    assert [numbered(WEEKDAYS, word) for word in ("mon", "thurs", "sunday")] == [0, 3, 6]


def test_one_day_ends_before_the_next() -> None:
    assert one(date(2026, 12, 31)) == (date(2026, 12, 31), date(2027, 1, 1))
