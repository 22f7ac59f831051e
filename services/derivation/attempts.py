"""Which attempts of runs a derivation is told to look at: those marked, and all of a marked repository."""

from collections.abc import Iterator

from services.derivation import Work
from storage.rests_on import EVERYWHERE

TOGETHER = 1000
"""Attempts whose records are held in memory, and whose facts are written, at a time."""


def repositories(work: Work) -> set[int]:
    """The marked repositories; all of them where everything is marked."""
    if EVERYWHERE in work.places:
        return {repository.id for repository in work.shelves.repositories.all()}
    return set(work.shelves.repositories.by_ids(work.places))


def batches(work: Work) -> Iterator[list[int]]:
    """The ids of the attempts to make anew, those too that are no more."""
    whole = repositories(work)
    ids = {*(work.places - whole - {EVERYWHERE}), *work.shelves.builds.ids_in(whole)}
    waiting = sorted(ids)
    for at in range(0, len(waiting), TOGETHER):
        yield waiting[at : at + TOGETHER]
