"""When a job is due: every so often, or at a time of day on somebody's clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


class Schedule(Protocol):
    """Slots are instants in UTC that follow from the clock alone, so every process names the same ones."""

    def latest(self, now: datetime) -> datetime:
        """The last slot that is not later than now."""
        ...

    def following(self, slot: datetime) -> datetime:
        """The first slot that is later."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """Every `length`, counted from the first of January 1970: every 10 minutes is :00, :10, :20."""

    length: timedelta

    def latest(self, now: datetime) -> datetime:
        return now - (now - EPOCH) % self.length

    def following(self, slot: datetime) -> datetime:
        return self.latest(slot) + self.length


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a local day, at a time on the clocks of a zone.

    A time that the clocks skip is due when it would have been; one that they show twice is due the
    first time.
    """

    at: time
    zone: str = "UTC"

    def latest(self, now: datetime) -> datetime:
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return next(slot for day in _back(today) if (slot := self._on(day)) <= now)

    def following(self, slot: datetime) -> datetime:
        today = slot.astimezone(ZoneInfo(self.zone)).date()
        return next(later for day in _onward(today) if (later := self._on(day)) > slot)

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)


def due(schedule: Schedule, after: datetime | None, now: datetime) -> Iterator[datetime]:
    """The slots later than `after` up to now, oldest first; the latest alone when there was none before."""
    latest = schedule.latest(now)
    slot = latest if after is None else schedule.following(after)
    while slot <= latest:
        yield slot
        slot = schedule.following(slot)


def _back(day: date) -> Iterator[date]:
    while True:
        yield day
        day -= _DAY


def _onward(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY
