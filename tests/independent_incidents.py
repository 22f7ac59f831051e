"""Incidents and on call told a second time, by plain walks over records that share no code with rulings."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

from domain.records import Incident, Shift, Urgency

Span = tuple[datetime, datetime]
SIXTY_SECONDS = 60


def counts(incident: Incident) -> bool:
    """Whether it is trouble of its own that could not wait."""
    return incident.merged_into is None and incident.urgency is Urgency.HIGH


def per_week(incidents: Iterable[Incident], window: Span) -> float:
    days = (window[1] - window[0]).total_seconds() / 86400
    return sum(counts(each) and window[0] <= each.created_at < window[1] for each in incidents) / days * 7


def acknowledged(incidents: Iterable[Incident], window: Span, bots: set[int]) -> list[float]:
    """Whole seconds until somebody took it on, of those taken on in the window."""
    seconds: list[float] = []
    for each in incidents:
        by_people = [a.at for a in each.acknowledgements if a.is_human and a.account_id not in bots]
        if not by_people or not counts(each):
            continue
        first = min(by_people)
        makes_sense = first >= each.created_at and (each.resolved_at is None or first <= each.resolved_at)
        if makes_sense and window[0] <= first < window[1]:
            seconds.append((first - each.created_at) // timedelta(seconds=1))
    return seconds


def resolved(incidents: Iterable[Incident], window: Span) -> list[float]:
    """Whole seconds until the end, of those that ended in the window."""
    return [
        (each.resolved_at - each.created_at) // timedelta(seconds=1)
        for each in incidents
        if counts(each)
        and each.resolved_at
        and window[0] <= each.resolved_at < window[1]
        and each.resolved_at >= each.created_at
    ]


def interrupted(incidents: Iterable[Incident], window: Span) -> list[tuple[int, datetime]]:
    """Who was interrupted when: a minute of calls to a person is one."""
    heard: dict[int, list[datetime]] = {}
    for each in incidents:
        for call in each.interruptions:
            if call.channel != "email":
                heard.setdefault(call.account_id or 0, []).append(call.at)
    found = []
    for account, moments in heard.items():
        quiet_until = None
        for at in sorted(moments):
            if quiet_until is None or at > quiet_until:
                found.append((account, at))
                quiet_until = at + timedelta(seconds=SIXTY_SECONDS)
    return [(account, at) for account, at in found if window[0] <= at < window[1]]


def asleep(at: datetime, zone: str) -> bool:
    return not 8 <= at.astimezone(ZoneInfo(zone)).hour < 22


def stood_by(shifts: Sequence[Shift], window: Span, now: datetime) -> int:
    """Minutes on call in the window until now, each person's minute once; moments are whole minutes."""
    minutes = set()
    for each in shifts:
        first, last = max(each.began_at, window[0]), min(each.ended_at, window[1], now)
        at = first
        while at < last:
            minutes.add((each.account_id, at))
            at += timedelta(minutes=1)
    return len(minutes)


def in_the_middle(values: Sequence[float]) -> tuple[float, float]:
    """The median and the mean."""
    return median(values), mean(values)


def days(first: str, last: str) -> Span:
    """A window of whole days of UTC, its last day included."""
    start, end = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last))
    return start, end + timedelta(days=1)
