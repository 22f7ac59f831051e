"""Stretches of time that a long list of runs is read by, for GitHub tells no more than a thousand of each."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.errors import Rejected

MOST = 1_000
"""Runs that a list with any filter tells (https://docs.github.com/en/rest/actions/workflow-runs)."""

PAGE = 100
FIRST = datetime(2018, 1, 1, tzinfo=UTC)
"""Before there were any runs."""

HOURLY, DAILY = timedelta(days=3), timedelta(days=31)
"""How far back to look for what was tried again, once an hour and once a day: re-runs end after 30 days."""

_SECOND = timedelta(seconds=1)


def looked_back(until: datetime, now: datetime) -> datetime:
    """From where on to look at what was created, to find what has changed since `until`.

    Mostly there; further back with the first look of an hour or day, whoever takes it.
    """
    if until.date() != now.date():
        return until - DAILY
    return until - HOURLY if until.hour != now.hour else until


@dataclass(frozen=True, slots=True)
class Window:
    """From one second to another, both in it; open where there is None."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def created(self) -> str:
        """As GitHub's parameter; empty where everything is in it."""
        since, until = (
            at and at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for at in (self.since, self.until)
        )
        if since and until:
            return f"{since}..{until}"
        return f">={since}" if since else f"<={until}" if until else ""

    def halves(self, now: datetime) -> tuple["Window", "Window"] | None:
        """The later half and the earlier one; None when it cannot be halved."""
        since, until = self.since or FIRST, (self.until or now).replace(microsecond=0)
        if until - since < _SECOND:
            return None
        middle = (since + (until - since) / 2).replace(microsecond=0)
        return Window(middle + _SECOND, self.until), Window(self.since, middle)


@dataclass(frozen=True, slots=True)
class Spot:
    """The next page to read: of the first of the windows, which are in the order in which they are read.

    `total` is how many there were in that window when its page before was read.
    """

    windows: tuple[Window, ...]
    number: int = 1
    total: int = 0

    @property
    def window(self) -> Window:
        return self.windows[0]

    def halved(self, now: datetime) -> "Spot | None":
        """The same in two windows; None when that cannot be."""
        halves = self.window.halves(now)
        return Spot((*halves, *self.windows[1:])) if halves else None

    def shifted(self, total: int) -> "Spot | None":
        """Where to read again when things before it were deleted meanwhile, and the pages moved up."""
        lost = self.total - total
        if self.number == 1 or lost <= 0:
            return None
        return replace(self, number=max(1, self.number - -(-lost // PAGE)), total=total)

    def behind(self, total: int) -> "Spot | None":
        """The page behind it; None at the end."""
        if self.number * PAGE < min(total, MOST):
            return replace(self, number=self.number + 1, total=total)
        return Spot(self.windows[1:]) if len(self.windows) > 1 else None

    def text(self) -> str:
        windows = [[_text(each.since), _text(each.until)] for each in self.windows]
        return json.dumps([windows, self.number, self.total])

    @staticmethod
    def of(cursor: str) -> "Spot":
        """Raises `Rejected` for what is no cursor of ours."""
        try:
            windows, number, total = json.loads(cursor)
            read = tuple(Window(_moment(since), _moment(until)) for since, until in windows)
        except (ValueError, TypeError):
            read = ()
        if not read or type(number) is not int or type(total) is not int or number < 1:
            raise Rejected("This cursor is none of GitHub's runs.", hint="They are read anew.")
        return Spot(read, number, total)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
