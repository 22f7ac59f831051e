"""What a sync tells: how far it is while it runs, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.runs import RunOutcome


class Step(StrEnum):
    """What a sync is doing."""

    LISTING = "listing repositories"
    READING = "reading pull requests"
    RECOMPUTING = "computing facts anew"
    DERIVING = "working out what belongs together"
    PACKING = "packing columns"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sync of one source is.

    `fraction` counts repositories, and within the one being read its pull requests where their
    number is known; `requests` and `points` are what the provider has been asked so far.
    """

    source: str
    step: Step
    fraction: float = 0.0
    repository: str = ""
    repositories_done: int = 0
    repositories: int = 0
    pull_requests: int = 0
    requests: int = 0
    points: int = 0


Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """What kept a repository, or with an empty name the whole source, from being read."""

    repository: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What came of one source's sync; no `outcome` when another sync of it was at work already."""

    source: str
    outcome: RunOutcome | None
    began_at: datetime
    finished_at: datetime
    repositories: int = 0
    pull_requests: int = 0
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
        where = f"{first.repository}: " if first.repository else ""
        return f"{where}{first.message}" + (f" And {more} more." if more else "")
