"""The working clock: how much of a stretch of time lies in somebody's working hours."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.people import WorkingHours

_DAY = 86_400
_EPOCH_WEEKDAY = 3
"""The first of January 1970 was a Thursday."""

_Interval = tuple[int, int]


def working_seconds(start: datetime, end: datetime, calendars: Collection[WorkingHours]) -> int:
    """Whole seconds of `[start, end)` in which at least one of the calendars works.

    Hours are what a clock on the wall shows: in the night of a clock change an hour that is skipped
    holds no work and one that is repeated holds it twice. Hours that end at or before their
    beginning end on the next day, and count for the weekday on which they begin. Nothing is worked
    when the end is not after the start, or when nobody is named.
    """
    first, last = int(start.timestamp()), int(end.timestamp())
    if last <= first or not calendars:
        return 0
    union = frozenset(calendars)
    years = range(start.astimezone(UTC).year, end.astimezone(UTC).year + 1)
    tables = (_year(union, year) for year in years)
    return sum(table.worked_before(last) - table.worked_before(first) for table in tables)


@dataclass(frozen=True, slots=True)
class _Year:
    """The working intervals of one UTC year in order, and what was worked before each of them."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]

    def worked_before(self, moment: int) -> int:
        """Seconds worked in this year up to a moment, which may lie outside it."""
        at = bisect_right(self.starts, moment) - 1
        return self.before[at] + min(moment, self.ends[at]) - self.starts[at] if at >= 0 else 0


@lru_cache(maxsize=1024)
def _year(calendars: frozenset[WorkingHours], year: int) -> _Year:
    bounds = _second(year), _second(year + 1)
    merged = _merged(interval for hours in calendars for interval in _intervals(hours, bounds))
    before = [0]
    for start, end in merged:
        before.append(before[-1] + end - start)
    return _Year(tuple(start for start, _ in merged), tuple(end for _, end in merged), tuple(before[:-1]))


def _intervals(hours: WorkingHours, bounds: _Interval) -> Iterator[_Interval]:
    """One calendar's working intervals, cut at the bounds and wherever its zone changes its clock."""
    begins, ends = _of_day(hours.begins), _of_day(hours.ends)
    length = ends - begins if ends > begins else ends - begins + _DAY
    for start, end, offset in _pieces(ZoneInfo(hours.zone), bounds):
        for day in range((start + offset) // _DAY - 1, (end + offset) // _DAY + 1):
            opens = day * _DAY + begins - offset
            first, last = max(opens, start), min(opens + length, end)
            if first < last and (day + _EPOCH_WEEKDAY) % 7 in hours.weekdays:
                yield first, last


def _pieces(zone: ZoneInfo, bounds: _Interval) -> Iterator[tuple[int, int, int]]:
    """The stretches of one UTC offset, with that offset in seconds."""
    days = range(bounds[0], bounds[1] + _DAY, _DAY)
    changes = (
        _change(zone, day, after)
        for day, after in pairwise(days)
        if _offset(zone, day) != _offset(zone, after)
    )
    cuts = [bounds[0], *changes]
    for start, end in pairwise([*cuts, bounds[1]]):
        yield start, end, _offset(zone, start)


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
