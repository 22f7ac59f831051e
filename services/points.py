"""Custom points: a series of one's own, measured by its own name once it has a point."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from domain.clock import Clock
from domain.errors import Choice, Rejected, Unknown
from domain.ids import identify
from domain.people import Asker
from domain.records import CustomPoint, Repository
from metrics.points import LARGEST
from services.answers import Answers
from storage.shelves import Shelves
from storage.shelves.points import Series
from storage.store import Store

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 40
_ABOUT = timedelta(minutes=5)
"""Clocks differ: a point this little ahead is one of now."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A point as it is sent: `key` makes it known again, and its moment does where that is empty."""

    series: str
    value: float
    at: datetime | None = None
    repository: str = ""
    note: str = ""
    key: str = ""


class Points:
    """Keeps points, whoever sends them."""

    def __init__(self, store: Store, clock: Clock, answers: Answers) -> None:
        self._store = store
        self._clock = clock
        self._answers = answers

    def add(self, sent: Sent) -> CustomPoint:
        """Keep a point; one with the same key, or of the same moment, is put right instead.

        Raises:
            Rejected: the name, value or moment cannot be taken, or means something else already.
            Unknown: no repository of that name is known.
        """
        at = self._moment(sent)
        if not (isfinite(sent.value) and 0 <= sent.value <= LARGEST):
            raise Rejected(f"{sent.value} cannot be kept.", hint=f"Give a number from 0 to {LARGEST:,}.")
        self._check_name(sent.series)
        with self._store.write() as shelves:
            home = _repository(sent.repository, shelves) if sent.repository else None
            key = sent.key or at.isoformat()
            point = CustomPoint(
                identify("point", sent.series, key),
                sent.series,
                key,
                at,
                sent.value,
                home.id if home else None,
                sent.note,
            )
            shelves.points.save([point])
        return point

    def series(self) -> list[Series]:
        """Every series, by name."""
        with self._store.read() as shelves:
            return shelves.points.series()

    def _moment(self, sent: Sent) -> datetime:
        now = self._clock()
        if sent.at is None:
            return now
        if sent.at.tzinfo is None:
            raise Rejected(f"{sent.at} has no time zone.", hint="Write it like 2026-11-24T12:00:00Z.")
        if sent.at > now + _ABOUT or sent.at.year < 1970:  # noqa: PLR2004 - where our clocks begin
            raise Rejected(f"{sent.at} cannot be when it was measured.", hint="Give a moment up to now.")
        return sent.at

    def _check_name(self, name: str) -> None:
        """A new name must be free: what is said already means something must go on meaning it."""
        if any(each.name == name for each in self.series()):
            return
        if len(name) > _LONGEST or not _NAME.fullmatch(name):
            raise Rejected(
                f"“{name}” is no name for a series.",
                hint=f"Use small letters, digits and dashes, a letter first and {_LONGEST} at most.",
            )
        try:
            self._answers.parse(name, Asker())
        except Unknown:
            return
        raise Rejected(f"“{name}” means something else already.", hint="Give the series another name.")


def _repository(name: str, shelves: Shelves) -> Repository:
    found = shelves.repositories.matching([name])
    if len(found) != 1:
        known = tuple(Choice(each.full_name, each.full_name) for each in found[:5])
        raise Unknown(
            f"{len(found) or 'No'} repositories are called “{name}”.",
            hint="Give its full name, like acme/payments.",
            suggestions=known,
        )
    return found[0]
