"""Being on call: when somebody was interrupted, in which of their own hours, and how long they stood by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.facts import CallFlag, ShiftFacts, SpanFacts
from domain.ids import identify
from domain.people import WorkingHours
from domain.records import Incident, Shift
from domain.rulings.spans import Stretch, without
from domain.window import midnight
from domain.working import working_seconds

CALLS_PEOPLE = frozenset({"push", "phone", "sms"})
"""The channels that interrupt somebody; an e-mail waits until it is read."""

TOGETHER = timedelta(seconds=60)
"""What reaches a person within this time of a first call is the same interruption."""

WAKES, BEGINS, ENDS, SLEEPS = time(8), time(8), time(18), time(22)
"""Nobody's hours in particular, but the same for all: business from 8 to 18, sleep from 22 to 8."""

_SATURDAY = 5
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Called:
    """An interruption of an account, by an incident."""

    account_id: int
    at: datetime
    incident_id: int


def hours_of_day(at: datetime, zone: str) -> CallFlag:
    """In which hours of the person's zone a moment lies (docs/explain/definitions.md, "On call").

    Business is 8 to 18 from Monday to Friday, sleep 22 to 8 on every day, and the rest is off hours.
    """
    local = at.astimezone(ZoneInfo(zone))
    if not WAKES <= local.time() < SLEEPS:
        return CallFlag.SLEEP
    if local.weekday() < _SATURDAY and BEGINS <= local.time() < ENDS:
        return CallFlag.BUSINESS
    return CallFlag.OFF_HOURS


def interruptions(incidents: Iterable[Incident]) -> list[Called]:
    """Every time that somebody was interrupted by one of these incidents, in order.

    Push, phone and SMS count. What reached the same account within 60 seconds of the call that an
    interruption began with, whichever incident it was about, belongs to that interruption. Whoever has
    no account any more is taken for one person, with 0 for the account.
    """
    calls = sorted(
        (each.account_id or 0, each.at, incident.id)
        for incident in incidents
        for each in incident.interruptions
        if each.channel.strip().casefold() in CALLS_PEOPLE
    )
    began: dict[int, datetime] = {}
    counted = []
    for account, at, incident_id in calls:
        if account not in began or at - began[account] > TOGETHER:
            began[account] = at
            counted.append(Called(account, at, incident_id))
    return counted


def call_facts(called: Called, zone: str, place_id: int) -> SpanFacts:
    """An interruption as it is counted: at its moment, by the hours of the person's own zone."""
    return SpanFacts(
        id=identify("call", f"{called.incident_id}", f"{called.account_id}", called.at.isoformat()),
        place_id=place_id,
        author_id=called.account_id,
        at=called.at,
        flags=int(hours_of_day(called.at, zone)),
        kind_id=called.incident_id,
        span=None,
        span_working=None,
    )


def shift_facts(
    shifts: Sequence[Shift], zone: str, places: Mapping[int, int], now: datetime
) -> list[ShiftFacts]:
    """The time on call of one account up to now, a row for every shift and local day, in whole seconds.

    Time on several schedules at once counts once: for the shift of the lowest level, of those for the
    one that began first. `places` are the shifts' places by id. Sleep is 22 to 8 as the clock on the
    wall shows it, so that the night of a clock change is an hour shorter or longer.
    """
    night = WorkingHours(zone=zone, weekdays=frozenset(range(7)), begins=SLEEPS, ends=WAKES)
    taken: list[Stretch] = []
    rows: list[ShiftFacts] = []
    for shift in sorted(shifts, key=lambda each: (each.level, each.began_at, each.id)):
        stretch = shift.began_at, min(shift.ended_at, now)
        if stretch[0] < stretch[1]:
            rows += _rows(shift, without(stretch, taken), night, places.get(shift.id, 0))
            taken.append(stretch)
    return rows


def _rows(
    shift: Shift, stretches: Iterable[Stretch], night: WorkingHours, place_id: int
) -> Iterator[ShiftFacts]:
    """One row a day: a day that another shift cuts in two is still one."""
    days: dict[date, list[Stretch]] = defaultdict(list)
    for stretch in stretches:
        for day, piece in _days(stretch, night.zone):
            days[day].append(piece)
    for day, pieces in days.items():
        yield ShiftFacts(
            id=identify("shift day", f"{shift.id}", day.isoformat()),
            place_id=place_id,
            author_id=shift.account_id,
            at=pieces[-1][1] - _SECOND,
            flags=0,
            shift_id=shift.id,
            seconds=sum(int(end.timestamp()) - int(start.timestamp()) for start, end in pieces),
            sleep=sum(working_seconds(start, end, {night}) for start, end in pieces),
        )


def _days(stretch: Stretch, zone: str) -> Iterator[tuple[date, Stretch]]:
    """A stretch cut at the midnights of a zone, each piece with its day."""
    start, end = stretch
    day, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in stretch)
    day -= _DAY  # a clock set back shortly after midnight shows the day before once more
    while day <= last:
        opens, closes = (midnight(each, zone).astimezone(UTC) for each in (day, day + _DAY))
        if max(start, opens) < min(end, closes):
            yield day, (max(start, opens), min(end, closes))
        day += _DAY
