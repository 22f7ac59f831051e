"""When Harbour works: office hours in somebody's zone, weekends, holidays, the slow weeks of a year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

HOLIDAYS = {(1, 1), (5, 1), (8, 15), (12, 24), (12, 25), (12, 26), (12, 31)}
BEGINS, ENDS = time(9), time(18)
_FRIDAY, _AUGUST = 4, 8


def works(day: date) -> bool:
    """Whether the office is open on the day."""
    return day.weekday() <= _FRIDAY and (day.month, day.day) not in HOLIDAYS


def bustle(day: date) -> float:
    """How busy a day is, 1 being an ordinary Tuesday; 0 only where nobody comes in at all."""
    if not works(day):
        return 0.03
    slow = 0.7 if day.month == _AUGUST or (day.month, day.day) >= (12, 18) else 1.0
    return slow * (0.8 if day.weekday() == _FRIDAY else 1.0)


@dataclass(frozen=True)
class Office:
    """The clock of the people of one zone."""

    zone: str

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def moment(self, day: date, rng: Random) -> datetime:
        """An instant on the day at which somebody begins something, mostly in the morning."""
        hour = min(17.5, max(7.5, rng.triangular(8.5, 17.5, 10.5)))
        return self._at(day, time()) + timedelta(hours=hour, seconds=rng.randrange(60))

    def after(self, start: datetime, hours: float) -> datetime:
        """The instant at which so many working hours have passed since `start`."""
        left = timedelta(hours=hours)
        day = start.astimezone(self._tz).date()
        while True:
            begins, ends = self._at(day, BEGINS), self._at(day, ENDS)
            open_from = max(start, begins)
            if works(day) and open_from < ends:
                if open_from + left <= ends:
                    return open_from + left
                left -= ends - open_from
            day += timedelta(days=1)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self._tz).astimezone(UTC)
