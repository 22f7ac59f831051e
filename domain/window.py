"""Windows of time: half-open, on the days of one zone, so that a day of a clock change has 23 or 25 hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.errors import Rejected

LONGEST = timedelta(days=366 * 20)


class Bucket(StrEnum):
    """The width of one point of a trend."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def midnight(day: date, zone: str) -> datetime:
    """The first instant of a local day, also where the clock skips midnight."""
    return (
        datetime.combine(day, time(), ZoneInfo(zone)).astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    )


@dataclass(frozen=True, slots=True)
class Window:
    """`[first, end)` in local days of `zone`; both are dates, `start` and `stop` their instants."""

    first: date
    end: date
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.end <= self.first:
            raise Rejected(
                f"The window ends ({self.end}) before it begins ({self.first}).",
                hint="Give the earlier day first, like `2026-10-01..2026-10-31`.",
            )
        if self.end - self.first > LONGEST:
            raise Rejected(
                f"A window of {(self.end - self.first).days} days is too long.", hint="Twenty years at most."
            )

    @classmethod
    def last_days(cls, days: int, today: date, zone: str = "UTC") -> "Window":
        """The given number of local days, today being the last of them."""
        return cls(today - timedelta(days=days - 1), today + timedelta(days=1), zone)

    @property
    def start(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def stop(self) -> datetime:
        return midnight(self.end, self.zone)

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    def previous(self) -> "Window":
        """As many local days, immediately before."""
        return Window(self.first - timedelta(days=self.days), self.first, self.zone)

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.stop

    def buckets(self, width: Bucket) -> tuple["Window", ...]:
        """The calendar days, weeks (from Monday) or months that make up the window, cut at its ends."""
        return tuple(self._cut(width))

    def _cut(self, width: Bucket) -> Iterator["Window"]:
        first = self.first
        while first < self.end:
            end = min(_following(first, width), self.end)
            yield Window(first, end, self.zone)
            first = end


def _following(day: date, width: Bucket) -> date:
    if width is Bucket.DAY:
        return day + timedelta(days=1)
    if width is Bucket.WEEK:
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
