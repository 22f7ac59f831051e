"""Arithmetic on local days: weeks, months, quarters and years, by the calendar."""

from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

Dates = tuple[date, date]
"""Days as `[first, end)`."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Unit(Enum):
    """A stretch of days; its value is its length in days, about."""

    DAY = 1
    WEEK = 7
    MONTH = 30
    QUARTER = 91
    YEAR = 365

    @classmethod
    def of(cls, word: str) -> "Unit":
        """The unit that a word such as `d`, `weeks` or `mo` begins with the letter of."""
        return next(unit for unit in cls if unit.name.casefold().startswith(word[0]))

    def floor(self, day: date) -> date:
        """The first day of the calendar unit that the day is in."""
        if self is Unit.DAY:
            return day
        if self is Unit.WEEK:
            return day - timedelta(days=day.weekday())
        month = {Unit.MONTH: day.month, Unit.QUARTER: day.month - (day.month - 1) % 3, Unit.YEAR: 1}[self]
        return day.replace(month=month, day=1)

    def after(self, day: date, count: int = 1) -> date:
        """The day that many units later (earlier when negative), at most its month's last day."""
        if self in (Unit.DAY, Unit.WEEK):
            return day + timedelta(days=count * self.value)
        months = count * {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[self]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def one(day: date) -> Dates:
    return day, Unit.DAY.after(day)


def numbered(names: tuple[str, ...], word: str) -> int:
    """Which of the names (from 0) a word abbreviates."""
    return next(number for number, name in enumerate(names) if name.startswith(word[:3]))
