"""Days, months, windows and moments in the words that people say."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.window import Window

_DASH = "\u2013"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: date, today: date | None = None) -> str:
    """A day as people write it, with its year unless it is this one."""
    year = f" {moment.year}" if today and moment.year != today.year else ""
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year}"


def month(moment: date) -> str:
    return f"{_MONTHS[moment.month - 1]} {moment.year}"


def window(span: Window, today: date | None = None) -> str:
    """The first and the last day: "26 Oct - 24 Nov"; with years where they are needed."""
    last = date.fromordinal(span.end.toordinal() - 1)
    if span.first == last:
        return day(last, today)
    opens = day(span.first, last)
    return f"{opens} {_DASH} {day(last, span.first if span.first.year != last.year else today)}"


def clock(moment: datetime, zone: str = "UTC") -> str:
    """A moment for readers whose own zone is unknown: "24 Nov, 13:45 UTC"."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} {local.tzname()}"
