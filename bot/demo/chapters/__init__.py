"""Chapters of Harbour's life beside its pull requests: each tells its records into the store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.records import PullRequest
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Tale:
    """What a chapter is told: everything that happened up to `now`; it was told up to `until` before.

    `pull_requests` are all of them as they look now, oldest first. What a chapter draws is drawn from
    seeds made of `seed` and of what it is about, so that a later `now` continues the same lives.
    """

    store: Store
    began_on: date
    until: datetime
    now: datetime
    seed: int
    pull_requests: tuple[PullRequest, ...]


Chapter = Callable[[Tale], None]
