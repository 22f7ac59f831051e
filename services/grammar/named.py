"""Days, weeks, months, quarters and years that go by a name, such as `yesterday`, `Q3` or `1 oct`."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from domain.errors import Rejected
from services.grammar.days import MONTHS, WEEKDAYS, Dates, Unit, numbered, one

Meant = Callable[[date], Dates]
"""From today to the days that are meant."""

EXAMPLES = "`30d`, `last quarter`, `since monday` or `2026-10-01..2026-10-31`"

_YEARS = range(1900, 2100)
_MONTH = "|".join(
    rf"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in MONTHS
)
_WEEKDAY = "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?:,? {_YEAR})?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_AWAY = {"this": 0, "current": 0, "next": 1}

YEARLESS = re.compile(
    rf"(?:{_WEEKDAY})|(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?)?|q[1-4]"
)
"""Names that come round again: which one is meant depends on what is said beside them."""


def named(phrase: str) -> Meant | None:
    """What a name means as days, or None when it is none."""
    for pattern, reading in _READINGS:
        if match := pattern.fullmatch(phrase):
            return partial(reading, match)
    return None


def _today(_: re.Match[str], today: date) -> Dates:
    return one(today)


def _tomorrow(_: re.Match[str], today: date) -> Dates:
    return one(today + timedelta(days=1))


def _yesterday(_: re.Match[str], today: date) -> Dates:
    return one(today - timedelta(days=1))


def _relative(match: re.Match[str], today: date) -> Dates:
    """This, the last whole or the next calendar week, month, quarter or year."""
    unit = Unit.of(match["unit"])
    first = unit.after(unit.floor(today), _AWAY.get(match["which"], -1))
    return first, unit.after(first)


def _weekday(match: re.Match[str], today: date) -> Dates:
    """The latest such day, today included."""
    return one(today - timedelta(days=(today.weekday() - numbered(WEEKDAYS, match[0])) % 7))


def _last_weekday(match: re.Match[str], today: date) -> Dates:
    """The latest such day before today."""
    return one(today - timedelta(days=(today.weekday() - numbered(WEEKDAYS, match["name"]) - 1) % 7 + 1))


def _this_year(_: re.Match[str], today: date) -> Dates:
    return Unit.YEAR.floor(today), Unit.YEAR.after(Unit.YEAR.floor(today))


def _iso(match: re.Match[str], _: date) -> Dates:
    return one(_day(int(match["y"]), int(match["m"]), int(match["d"])))


def _dated(match: re.Match[str], today: date) -> Dates:
    """A day of a month; without a year the latest one that is not ahead."""
    day, month = int(match["day"]), numbered(MONTHS, match["month"]) + 1
    if match["year"]:
        return one(_day(int(match["year"]), month, day))
    cycle = 4 if (month, day) == (2, 29) else 1  # a 29th of February comes round with the leap years
    latest = _day(today.year - today.year % cycle, month, day)
    return one(latest if latest <= today else _day(latest.year - cycle, month, day))


def _month(match: re.Match[str], today: date) -> Dates:
    """A month; without a year the latest one that has begun."""
    number = numbered(MONTHS, match["month"]) + 1
    return _months(int(match["year"] or today.year - (number > today.month)), number, 1)


def _iso_month(match: re.Match[str], _: date) -> Dates:
    return _months(int(match["year"]), int(match["m"]), 1)


def _quarter(match: re.Match[str], today: date) -> Dates:
    """A quarter; without a year the latest one that has begun."""
    first = int(match["q"]) * 3 - 2
    return _months(int(match["year"] or today.year - (first > today.month)), first, 3)


def _year(match: re.Match[str], _: date) -> Dates:
    return _months(int(match["year"]), 1, 12)


def _months(year: int, month: int, count: int) -> Dates:
    first = _day(year, month, 1)
    return first, Unit.MONTH.after(first, count)


def _day(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise Rejected(f"The year {year} is too far away.", hint=f"Type a window like {EXAMPLES}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise Rejected(
            f"There is no day {year}-{month:02}-{day:02}.", hint=f"Type a window like {EXAMPLES}."
        ) from None


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Dates]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (r"today", _today),
        (r"yesterday", _yesterday),
        (r"tomorrow", _tomorrow),
        (r"(?P<which>last|previous|prev|this|current|next) (?P<unit>week|month|quarter|year)", _relative),
        (_WEEKDAY, _weekday),
        (rf"(?:last|previous|prev) (?P<name>{_WEEKDAY})", _last_weekday),
        (r"ytd|year to date", _this_year),
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
        (rf"{_DAY} (?P<month>{_MONTH}){_OF_YEAR}", _dated),
        (rf"(?P<month>{_MONTH}) {_DAY}{_OF_YEAR}", _dated),
        (rf"(?P<month>{_MONTH}){_OF_YEAR}", _month),
        (rf"{_YEAR}-(?P<m>\d\d)", _iso_month),
        (rf"q(?P<q>[1-4])(?:[ -]?{_YEAR})?", _quarter),
        (rf"{_YEAR}[ -]?q(?P<q>[1-4])", _quarter),
        (_YEAR, _year),
    )
)
