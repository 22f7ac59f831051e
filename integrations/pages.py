"""What a provider hands over: a page of records, together with what could not be read."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.errors import Unmappable
from domain.records import Account, Record, Repository

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class RepositoryPage:
    """Some of the chosen repositories; `missing` are names that were asked for and that nobody knows."""

    repositories: tuple[Repository, ...]
    unmappable: tuple[Unmappable, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Whole records of a stream, perhaps of several kinds, with every account that they name.

    What others hang on comes before them, or on an earlier page: a run before its jobs. `cursor`
    resumes behind this page and is None at the end; `total` is how many of the stream's own records there
    are, where that is told; `gone` are the external ids that were asked for and exist no more.
    `unsettled_since` is when the oldest thing on it began that is still under way, and will change without
    another sign: the next reading goes back to there.
    """

    records: tuple[Record, ...]
    accounts: tuple[Account, ...] = ()
    unmappable: tuple[Unmappable, ...] = ()
    cursor: str | None = None
    total: int | None = None
    gone: tuple[str, ...] = ()
    unsettled_since: datetime | None = None

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of one kind."""
        return tuple(record for record in self.records if isinstance(record, kind))
