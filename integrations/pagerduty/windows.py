"""The windows that time is read in, the newest first, each as wide as lists may be long."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.errors import Rejected, Retryable

NARROWEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """`[began_at, ended_at)`, the next of those that lead back to `oldest`; `width` is how wide it may be.

    All three are of whole seconds, as PagerDuty takes them.
    """

    ended_at: datetime
    oldest: datetime
    width: timedelta

    @property
    def began_at(self) -> datetime:
        return max(self.oldest, self.ended_at - self.width)

    @property
    def is_last(self) -> bool:
        return self.began_at <= self.oldest

    def before(self, width: timedelta) -> "Window":
        """The window before this one."""
        return Window(self.began_at, self.oldest, width)

    def halved(self) -> "Window":
        """The later half of it, for when there is too much in the whole.

        Raises:
            Retryable: not even a second can be read.
        """
        seconds = int((self.ended_at - self.began_at).total_seconds())
        if seconds <= 1:
            raise Retryable("PagerDuty has more in a second than can be read.")
        return replace(self, width=timedelta(seconds=(seconds + 1) // 2))

    def cursor(self) -> str:
        """What `resumed` makes this window of."""
        width = self.width.total_seconds()
        return json.dumps([self.ended_at.isoformat(), self.oldest.isoformat(), width])


def resumed(cursor: str) -> Window:
    """The window that a cursor stands for.

    Raises:
        Rejected: it stands for none.
    """
    try:
        ended_at, oldest, width = json.loads(cursor)
        window = Window(_moment(ended_at), _moment(oldest), timedelta(seconds=width))
    except (ValueError, TypeError, OverflowError):
        raise Rejected("This cursor is none of PagerDuty's.", hint="What it was for is read anew.") from None
    if window.width < NARROWEST:
        raise Rejected("This cursor is none of PagerDuty's.", hint="What it was for is read anew.")
    return window


def to_the_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def stamp(at: datetime) -> str:
    """A time as PagerDuty takes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError(value)
    return at
