"""Steps: how long the jobs took of the runs behind a figure, by their names."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Seconds
from domain.result import Slice
from metrics.aggregates import grouped, percentiles
from metrics.items import Items
from storage.shelves import Shelves

_MICRO = 1_000_000


def by_step(items: Items, earlier: Items, asked: int, shelves: Shelves) -> tuple[Slice, ...]:
    """A row for every job of the attempts that count, in seconds, the one that runs most often first.

    Only jobs that succeeded are timed; those that took no time that can be, are not.
    """
    names, took = _timed(items, shelves)
    before, took_before = _timed(earlier, shelves)
    steps = sorted(set(names))
    now, then = _samples(names, took, steps), _samples(before, took_before, steps)
    slices = [
        Slice(step, percentiles(sample, asked), percentiles(old, asked))
        for step, sample, old in zip(steps, now, then, strict=True)
        if len(sample)
    ]
    return tuple(sorted(slices, key=lambda each: (-each.summary.n, each.label)))


def _timed(items: Items, shelves: Shelves) -> tuple[Sequence[str], Seconds]:
    """The names of the jobs, and how long each took."""
    counted: NDArray[np.int64] = items.columns.id[items.values != NO_SPAN]
    names, _, began, ended = shelves.jobs.times(counted.tolist())
    took = (ended - began) // _MICRO
    possible = (took >= 0) & (took <= np.iinfo(np.int32).max)
    return names, np.where(possible, took, NO_SPAN).astype(np.int32)


def _samples(names: Sequence[str], took: Seconds, steps: Sequence[str]) -> list[Seconds]:
    place = {step: number for number, step in enumerate(steps)}
    groups = np.array([place.get(name, -1) for name in names], np.int64)
    return grouped(took, groups, len(steps))
