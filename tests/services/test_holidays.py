"""Public holidays, against days that anybody can look up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import WorkingHours
from services.holidays import YEARS, days, doubt, observed


@pytest.mark.parametrize(
    ("country", "day", "is_holiday"),
    [
        pytest.param("DE", "2026-10-03", True, id="German unity"),
        pytest.param("DE", "2026-01-06", False, id="Epiphany in all of Germany"),
        pytest.param("DE-BY", "2026-01-06", True, id="Epiphany in Bavaria"),
        pytest.param("DE-BE", "2026-01-06", False, id="Epiphany in Berlin"),
        pytest.param("DE-BE", "2026-03-08", True, id="Women's Day in Berlin"),
        pytest.param("DE-BE", "2018-03-08", False, id="Women's Day in Berlin, before it was a holiday"),
        pytest.param("DE", "2027-03-26", True, id="Good Friday, which moves with Easter"),
        pytest.param("US", "2026-11-26", True, id="Thanksgiving"),
        pytest.param("US", "2026-07-03", True, id="the Friday instead of a Saturday's holiday"),
        pytest.param("GB", "2026-12-28", True, id="the Monday instead of a Saturday's holiday"),
        pytest.param("GB-SCT", "2026-11-30", True, id="Saint Andrew's in Scotland"),
        pytest.param("GB-ENG", "2026-11-30", False, id="Saint Andrew's in England"),
        pytest.param("PT", "2026-04-25", True, id="Portugal's Freedom Day"),
        pytest.param("JP", "2026-05-06", True, id="the day after Golden Week's Sunday"),
        pytest.param("DE", "2026-12-24", False, id="Christmas Eve, on which Germans may work"),
        pytest.param("IN", "2004-08-15", False, id="before the years that are known"),
        pytest.param("MH", "2026-05-01", True, id="a country of which years are missing"),
    ],
)
def test_a_day_is_a_holiday_of_a_country_or_a_part_of_it(country: str, day: str, *, is_holiday: bool) -> None:
    assert (date.fromisoformat(day) in days(country)) is is_holiday


@pytest.mark.parametrize("country", ["DE", "DE-BY", "US-CA", "BR", "CH-ZH", "IN", "SG"])
def test_every_year_of_a_country_has_holidays(country: str) -> None:
    assert doubt(country) is None
    assert {day.year for day in days(country)} >= set(range(2020, 2035))
    assert {day.year for day in days(country)} <= set(YEARS)


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        pytest.param("", "a country's two letters", id="nothing"),
        pytest.param("DEU", "a country's two letters", id="three letters"),
        pytest.param("fr", "did you mean FR?", id="small letters"),
        pytest.param("ZZ", "a country's two letters", id="a country that is none"),
        pytest.param("DE-ZZ", "DE-, and one of BB, BE, BW, BY", id="a part that is none"),
        pytest.param("LU-ZZ", "LU alone", id="a part of a country that has none"),
        pytest.param("DE_BY", "a country's two letters", id="another line between"),
    ],
)
def test_what_is_not_known_is_told_with_what_is_expected(country: str, expected: str) -> None:
    assert expected in str(doubt(country))


@settings(deadline=None)  # the first look at a country loads its holidays
@given(st.text(max_size=8))
def test_any_text_is_known_or_doubted(text: str) -> None:
    assert doubt(text) or days(text) is not None


def test_hours_without_a_country_have_no_holidays() -> None:
    assert observed(WorkingHours()) == WorkingHours()
    stale = WorkingHours(holidays=days("DE"))
    assert observed(stale).holidays == frozenset()


def test_from_a_day_on_the_holidays_of_another_country_are_observed() -> None:
    lisbon = WorkingHours("Europe/Lisbon", country="PT")
    moved = WorkingHours("Europe/Berlin", country="DE-BY", changes=((date(2026, 9, 1), lisbon),))
    hours = observed(moved)
    assert not hours.works(date(2026, 1, 6)), "Epiphany in Bavaria"
    assert hours.works(date(2026, 10, 2))
    assert hours.works(date(2026, 11, 2)), "All Saints is a Sunday"
    assert not hours.works(date(2026, 12, 8)), "the Immaculate Conception in Portugal"
    assert hours.on(date(2026, 9, 1)) == replace(lisbon, holidays=days("PT"))
