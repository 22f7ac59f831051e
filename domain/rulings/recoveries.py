"""Recoveries of a default branch: from the first red run of a workflow to the next green one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.facts import RunColumns, RunFlag

RED = int(RunFlag.FAILURE | RunFlag.TIMED_OUT)
_SILENT = int(RunFlag.UNCOUNTED | RunFlag.EXCLUDED_BY_HAND)


@dataclass(frozen=True, slots=True)
class Red:
    """A red stretch of a workflow in epoch seconds; `green_id` is the run that ended it, 0 while none has."""

    workflow_id: int
    place_id: int
    red_id: int
    began: int
    green_id: int
    ended: int
    author_id: int


def red_stretches(runs: RunColumns) -> Iterator[Red]:
    """Every red stretch of every workflow on its default branch, in order.

    Each attempt says how the branch stood when it ended, so a re-run that passes ends a stretch too.
    Runs that were cancelled, skipped or set aside say nothing. Of runs that ended in one second, the
    one with the lesser id is taken for the earlier.
    """
    says = runs.flags & _SILENT == 0
    says &= runs.flags & int(RunFlag.ON_DEFAULT) != 0
    order = np.flatnonzero(says)
    order = order[np.lexsort((runs.id[order], runs.at[order], runs.workflow_id[order]))]
    red, workflow = runs.flags[order] & RED != 0, runs.workflow_id[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = workflow[1:] != workflow[:-1]
    was_red = np.concatenate(([False], red[:-1]))
    starts = np.flatnonzero(red & (new | ~was_red))
    turns = np.flatnonzero(~red | new)
    for start, turn in zip(
        starts.tolist(), np.searchsorted(turns, starts, side="right").tolist(), strict=True
    ):
        end = int(turns[turn]) if turn < len(turns) and not new[turns[turn]] else None
        yield _stretch(runs, int(order[start]), None if end is None else int(order[end]))


def _stretch(runs: RunColumns, start: int, end: int | None) -> Red:
    return Red(
        workflow_id=int(runs.workflow_id[start]),
        place_id=int(runs.place_id[start]),
        red_id=int(runs.id[start]),
        began=int(runs.at[start]),
        green_id=0 if end is None else int(runs.id[end]),
        ended=0 if end is None else int(runs.at[end]),
        author_id=0 if end is None else int(runs.author_id[end]),
    )
