"""Derived facts: what rests on several records at once is made anew wherever one of them has changed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.clock import Clock
from services.facts import Facts, Roster
from storage.rests_on import EVERYWHERE
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

    `batch` is how many places are made anew in one transaction. Where `everywhere` tells which places
    there are, they come in batches too when all of them are out of date; else it is handed 0 for them.
    """

    kind: str
    make: Callable[[Work], None]
    batch: int = BATCH
    everywhere: Callable[[Shelves], Collection[int]] | None = None


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
        if kind.everywhere is not None and EVERYWHERE in dict(waiting):
            waiting = self._spread(kind, dict(waiting))
        for at in range(0, len(waiting), kind.batch):
            with self._store.write() as shelves:
                self._make(kind, dict(waiting[at : at + kind.batch]), shelves)
        return len(waiting)

    def _spread(self, kind: Derivation, marks: dict[int, int]) -> list[tuple[int, int]]:
        """Mark every place there is in the stead of everywhere; all that waits then."""
        with self._store.write() as shelves:
            shelves.outdated.mark(kind.kind, kind.everywhere(shelves) if kind.everywhere else ())
            shelves.outdated.settle(kind.kind, {EVERYWHERE: marks[EVERYWHERE]})
            return list(shelves.outdated.all(kind.kind).items())

    def _make(self, kind: Derivation, marks: dict[int, int], shelves: Shelves) -> None:
        roster = self._facts.roster(shelves)
        kind.make(Work(frozenset(marks), shelves, roster, self._clock()))
        shelves.outdated.settle(kind.kind, marks)
