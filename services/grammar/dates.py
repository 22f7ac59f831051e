"""Phrases of time to windows: `30d`, `last quarter`, `since monday`, `1 oct to 15 oct`, `Q3 2025`.

A phrase means a function from today to its days, for which day today is depends on the zone of whose
work the question turns out to be about.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from domain.errors import Rejected
from domain.window import LONGEST, Window
from services.grammar.days import Dates, Unit
from services.grammar.named import EXAMPLES, YEARLESS, Meant, named

LONGEST_PHRASE = 8
"""Words in `from 1 october 2025 to 15 october 2025`."""

_UNIT = "d|days?|w|wks?|weeks?|mo?|mos|months?|q|quarters?|y|yrs?|years?"
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_COUNT = re.compile(
    rf"(?:(?:last|past|previous|prev|trailing) )?(\d{{1,6}}|(?:{'|'.join(_NUMBERS)})(?=[ -]))[ -]?({_UNIT})"
)
_PAST = re.compile(rf"past ({_UNIT})")
_SINCE = re.compile(r"since (.+)|(\d.+)\.\.")
_RANGE = re.compile(r"(?:from |between )?(.+?)(?:\.\.| (?:to|until|till|through|and|-) )(.+)")


def window(phrase: str) -> Meant | None:
    """What a folded phrase means as days, or None when it is no phrase of time."""
    for pattern, reading in ((_COUNT, _counted), (_PAST, _past), (_SINCE, _since), (_RANGE, _range)):
        match = pattern.fullmatch(phrase)
        if match and (meant := reading(match)):
            return meant
    return named(phrase)


def resolved(meant: Meant, today: date, zone: str) -> Window:
    """The window as of today, without days still to come; Rejected when reversed, ahead or too long."""
    first, end = meant(today)
    if end <= first:
        raise Rejected(
            f"The window ends ({end - timedelta(days=1)}) before it begins ({first}).",
            hint="Give the earlier day first, like `2026-10-01..2026-10-31`.",
        )
    whole = Window(first, end, zone)
    if first > today:
        raise Rejected(
            f"A window from {first} on lies in the future; today is {today}.",
            hint=f"Type one that has begun, like {EXAMPLES}.",
        )
    return Window(first, min(whole.end, Unit.DAY.after(today)), zone)


def _counted(match: re.Match[str]) -> Meant:
    count = _NUMBERS.index(match[1]) + 1 if match[1] in _NUMBERS else int(match[1])
    unit = Unit.of(match[2])

    def dates(today: date) -> Dates:
        if count == 0:
            raise Rejected("A window has at least one day.", hint=f"Type one like {EXAMPLES}.")
        if count * unit.value > LONGEST.days:
            raise Rejected(
                f"A window of {match[0]} is too long: twenty years at most.", hint=f"Try {EXAMPLES}."
            )
        end = Unit.DAY.after(today)
        return unit.after(end, -count), end

    return dates


def _past(match: re.Match[str]) -> Meant:
    unit = Unit.of(match[1])
    return lambda today: (unit.after(Unit.DAY.after(today), -1), Unit.DAY.after(today))


def _since(match: re.Match[str]) -> Meant | None:
    begin = named(match[1] or match[2])
    if begin is None:
        return None

    def dates(today: date) -> Dates:
        first, _ = begin(today)
        return first, Unit.DAY.after(max(first, today))

    return dates


def _range(match: re.Match[str]) -> Meant | None:
    begin, finish = named(match[1]), named(match[2])
    if begin is None or finish is None:
        return None
    yearless = YEARLESS.fullmatch(match[2])

    def dates(today: date) -> Dates:
        first, _ = begin(today)
        end = finish(today)[1]
        return first, _following(finish, first) if yearless and end <= first else end

    return dates


def _following(finish: Callable[[date], Dates], first: date) -> date:
    """Where a day without a year ends in the week, else the year, that begins with `first`."""
    ends = [finish(first + timedelta(days=days))[1] for days in (6, 364)]
    return next((end for end in ends if end > first), ends[-1])
