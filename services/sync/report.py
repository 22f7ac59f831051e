"""What a sync tells: how far it is while it runs, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.runs import RunOutcome


class Step(StrEnum):
    """What a sync is doing."""

    LISTING = "listing repositories"
    READING = "reading"
    RECOMPUTING = "computing facts anew"
    DERIVING = "working out what belongs together"
    PACKING = "packing columns"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sync of one source is.

    `fraction` counts what was `planned`, the streams of every repository, and within the one being read
    its records where their number is known; `requests` and `points` are what the provider has been asked.
    """

    source: str
    step: Step
    fraction: float = 0.0
    what: str = ""
    stream: str = ""
    done: int = 0
    planned: int = 0
    records: int = 0
    requests: int = 0
    points: int = 0


Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """What kept something, or with an empty name the whole source, from being read."""

    what: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What came of one source's sync; no `outcome` when another sync of it was at work already.

    `repositories` is how many were read, `records` what came of everything, by what one is called.
    """

    source: str
    outcome: RunOutcome | None
    began_at: datetime
    finished_at: datetime
    repositories: int = 0
    records: Mapping[str, int] = field(default_factory=dict)
    quarantined: int = 0
    requests: int = 0
    points: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def note(self) -> str:
        """The failures in one line: the first of them, and how many more."""
        if not self.failures:
            return ""
        first, more = self.failures[0], len(self.failures) - 1
        where = f"{first.what}: " if first.what else ""
        return f"{where}{first.message}" + (f" And {more} more." if more else "")
