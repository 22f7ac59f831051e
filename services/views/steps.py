"""The steps of one workflow: when its jobs begin, how long they take, and which of them holds it up."""

from dataclasses import dataclass

import numpy as np

from domain.facts import NO_SPAN, Ids, RunColumns, RunFlag, Seconds
from domain.rulings.pipelines import with_bottleneck
from domain.views.pipelines import Step
from metrics.aggregates import grouped, ordered, percentile
from storage.shelves import Shelves

LATEST = 1000
"""Runs whose jobs are looked at: more change no median that anybody could see."""

RARE = 0.1
"""A job of a smaller share of the runs is no step of the pipeline's usual way."""

_MICRO = 1_000_000
_MEDIAN = 50
_USUAL = int(RunFlag.SUCCESS | RunFlag.FIRST_ATTEMPT)


@dataclass(frozen=True, slots=True)
class Path:
    """The steps, the median seconds of the runs that they were taken from, and how many those are."""

    steps: tuple[Step, ...]
    total: float | None
    runs: int


@dataclass(frozen=True, slots=True)
class _Jobs:
    """The jobs of some runs: names, seconds from the run's start to theirs, and seconds that they took."""

    names: tuple[str, ...]
    offsets: Seconds
    took: Seconds


def steps_of(workflow_id: int, now: RunColumns, before: RunColumns, shelves: Shelves) -> Path:
    """The jobs of a workflow's runs that succeeded at once, for a re-run repeats only some of its jobs."""
    runs = _usual(workflow_id, now)
    total = percentile(ordered(runs.duration), _MEDIAN)
    if not len(runs) or not total:
        return Path((), total, len(runs))
    own = _jobs(runs, shelves)
    earlier = _jobs(_usual(workflow_id, before), shelves)
    names = sorted(set(own.names))
    samples = [_grouped(own.names, values, names) for values in (own.offsets, own.took)]
    old = _grouped(earlier.names, earlier.took, names)
    steps = [
        Step(
            name=name,
            offset=percentile(offsets, _MEDIAN) or 0.0,
            took=percentile(took, _MEDIAN) or 0.0,
            share=(percentile(took, _MEDIAN) or 0.0) / total,
            n=len(took),
            before=percentile(was, _MEDIAN),
            before_n=len(was),
        )
        for name, offsets, took, was in zip(names, *samples, old, strict=True)
        if len(took) >= RARE * len(runs)
    ]
    return Path(with_bottleneck(steps), total, len(runs))


def _usual(workflow_id: int, runs: RunColumns) -> RunColumns:
    """The latest of the workflow's runs that succeeded at their first attempt."""
    found = np.flatnonzero(
        (runs.workflow_id == workflow_id) & (runs.flags & _USUAL == _USUAL) & (runs.duration != NO_SPAN)
    )
    latest = np.zeros(len(runs), np.bool_)
    latest[found[np.argsort(runs.at[found], kind="stable")[-LATEST:]]] = True
    return runs.where(latest)


def _jobs(runs: RunColumns, shelves: Shelves) -> _Jobs:
    names, run_ids, began, ended = shelves.jobs.times(runs.id.tolist())
    order = np.argsort(runs.id)
    starts = (runs.at - runs.duration)[order]
    places = np.searchsorted(runs.id[order], run_ids)
    offsets = began // _MICRO - (starts[places] if len(places) else 0)
    return _Jobs(tuple(names), _whole(np.maximum(offsets, 0)), _whole((ended - began) // _MICRO))


def _whole(values: Ids) -> Seconds:
    possible = (values >= 0) & (values <= np.iinfo(np.int32).max)
    return np.where(possible, values, NO_SPAN).astype(np.int32)


def _grouped(names: tuple[str, ...], values: Seconds, known: list[str]) -> list[Seconds]:
    place = {name: number for number, name in enumerate(known)}
    return grouped(values, np.array([place.get(name, -1) for name in names], np.int64), len(known))
