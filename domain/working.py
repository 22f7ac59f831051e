"""The working clock: how much of a stretch of time lies in somebody's working hours."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.people import WorkingHours

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()

_Interval = tuple[int, int]
_Piece = tuple[int, int, int]
"""A stretch of one UTC offset, with that offset; all in seconds."""


@dataclass(frozen=True, slots=True)
class DayWorked:
    """A day off that somebody worked all the same: it has the hours that such a weekday would have."""

    hours: WorkingHours
    day: date


Calendar = WorkingHours | DayWorked


def working_seconds(start: datetime, end: datetime, calendars: Collection[Calendar]) -> int:
    """Whole seconds of `[start, end)` in which at least one of the calendars works.

    Hours are what a clock on the wall shows: in the night of a clock change an hour that is skipped
    holds no work and one that is repeated holds it twice. Hours that end at or before their
    beginning end on the next day, and count for the day on which they begin: a night shift that
    begins before a holiday is worked to its end. Nothing is worked when the end is not after the
    start, or when nobody is named (metrics.md, section 8).
    """
    first, last = int(start.timestamp()), int(end.timestamp())
    if last <= first:
        return 0
    years = range(start.astimezone(UTC).year, end.astimezone(UTC).year + 1)
    pieces = (piece for each in frozenset(calendars) for piece in _within(each, years, (first, last)))
    return sum(ended - began for began, ended in _merged(pieces))


def day_of(moment: datetime, hours: WorkingHours) -> date:
    """The day on which somebody acts: the day before, in the hours after midnight of a night shift."""
    wall = moment.astimezone(ZoneInfo(hours.zone))
    in_force = hours.on(wall.date())
    if in_force.zone != hours.zone:
        wall = moment.astimezone(ZoneInfo(in_force.zone))
    today = wall.date()
    begins, ends = in_force.day((today.weekday() - 1) % 7)
    return today - timedelta(days=1) if wall.time() < ends <= begins else today


@dataclass(frozen=True, slots=True)
class _Worked:
    """Working intervals in order, none overlapping another, in seconds since the epoch."""

    starts: "array[int]"
    ends: "array[int]"

    def within(self, bounds: _Interval) -> Iterator[_Interval]:
        """What lies within the bounds, cut there."""
        first, last = bounds
        for at in range(bisect_right(self.ends, first), bisect_left(self.starts, last)):
            yield max(self.starts[at], first), min(self.ends[at], last)


def _within(calendar: Calendar, years: range, bounds: _Interval) -> Iterator[_Interval]:
    if isinstance(calendar, DayWorked):
        yield from _day(calendar).within(bounds)
    else:
        for year in years:
            yield from _year(calendar, year).within(bounds)


@lru_cache(maxsize=4096)
def _year(hours: WorkingHours, year: int) -> _Worked:
    """What is worked in a UTC year; people of the same hours share it."""
    bounds = _second(year), _second(year + 1)
    return _table(
        shift
        for since, until, in_force in hours.periods()
        for piece in _pieces(in_force.zone, bounds)
        for day in _days(piece, since.toordinal(), until.toordinal())
        if in_force.works(day)
        for shift in _shift(in_force, day, piece)
    )


@lru_cache(maxsize=4096)
def _day(worked: DayWorked) -> _Worked:
    hours = worked.hours.on(worked.day)
    midnight = (worked.day.toordinal() - _EPOCH) * _DAY
    pieces = _pieces(hours.zone, (midnight - _DAY, midnight + 3 * _DAY))
    return _table(shift for piece in pieces for shift in _shift(hours, worked.day, piece))


def _table(intervals: Iterable[_Interval]) -> _Worked:
    merged = _merged(intervals)
    return _Worked(array("q", (start for start, _ in merged)), array("q", (end for _, end in merged)))


def _days(piece: _Piece, since: int, until: int) -> Iterator[date]:
    """The days on the wall whose work may reach into a piece, of those from `since` to before `until`."""
    start, end, offset = piece
    first = _EPOCH + (start + offset) // _DAY - 1
    last = _EPOCH + (end + offset) // _DAY + 1
    return map(date.fromordinal, range(max(first, since), min(last, until)))


def _shift(hours: WorkingHours, day: date, piece: _Piece) -> Iterator[_Interval]:
    """A day's work, as far as it lies in the piece: nothing, or one interval."""
    start, end, offset = piece
    begins, ends = map(_of_day, hours.day(day.weekday()))
    length = ends - begins if ends > begins else ends - begins + _DAY
    opens = (day.toordinal() - _EPOCH) * _DAY + begins - offset
    first, last = max(opens, start), min(opens + length, end)
    if first < last:
        yield first, last


@lru_cache(maxsize=1024)
def _pieces(name: str, bounds: _Interval) -> tuple[_Piece, ...]:
    """The time between the bounds, cut wherever the zone changes its clock."""
    zone = ZoneInfo(name)
    days = [*range(bounds[0], bounds[1], _DAY), bounds[1]]
    offsets = {day: _offset(zone, day) for day in days}
    changed = (_change(zone, *around) for around in pairwise(days) if len({*map(offsets.get, around)}) > 1)
    cuts = pairwise([bounds[0], *changed, bounds[1]])
    return tuple((start, end, _offset(zone, start)) for start, end in cuts)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The second at which the offset changes, somewhere after `low` and not after `high`."""
    old = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == old else (low, middle)
    return high


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _merged(intervals: Iterable[_Interval]) -> list[_Interval]:
    """The same time without overlaps, in order."""
    merged: list[_Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _of_day(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _second(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
