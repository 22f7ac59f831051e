"""Derived facts: what rests on several records at once is made anew wherever one of them has changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.clock import Clock
from services.facts import Facts, Roster
from storage.shelves import Shelves
from storage.store import Store

BATCH = 20
"""Places made anew in one transaction, so that nobody waits long to write."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a derivation is handed: the places to make anew (0 is everywhere), and who works when."""

    places: frozenset[int]
    shelves: Shelves
    roster: Roster
    now: datetime


@dataclass(frozen=True, slots=True)
class Derivation:
    """One kind of derived facts, under the name that `storage.rests_on` marks it by.

    `batch` is how many places are made anew in one transaction.
    """

    kind: str
    make: Callable[[Work], None]
    batch: int = BATCH


class Derivations:
    """Makes derived facts anew in their order, for one may rest on another."""

    def __init__(self, store: Store, clock: Clock, facts: Facts, kinds: Sequence[Derivation]) -> None:
        self._store = store
        self._clock = clock
        self._facts = facts
        self._kinds = tuple(kinds)

    def refresh(self) -> int:
        """Make anew what is out of date; how many places that were."""
        return sum(self._refresh(kind) for kind in self._kinds)

    def refresh_in(self, shelves: Shelves) -> None:
        """The same within the caller's transaction, so that a correction is seen at once."""
        for kind in self._kinds:
            marks = shelves.outdated.all(kind.kind)
            if marks:
                self._make(kind, marks, shelves)

    def _refresh(self, kind: Derivation) -> int:
        with self._store.read() as shelves:
            waiting = list(shelves.outdated.all(kind.kind).items())
        for at in range(0, len(waiting), kind.batch):
            with self._store.write() as shelves:
                self._make(kind, dict(waiting[at : at + kind.batch]), shelves)
        return len(waiting)

    def _make(self, kind: Derivation, marks: dict[int, int], shelves: Shelves) -> None:
        roster = self._facts.roster(shelves)
        kind.make(Work(frozenset(marks), shelves, roster, self._clock()))
        shelves.outdated.settle(kind.kind, marks)
