"""Which job of a pipeline holds it up: the longest of those that the end had to wait for."""

from collections.abc import Sequence
from dataclasses import replace

from domain.views.pipelines import Step

_SLACK = 0.05
"""Medians of jobs that follow one another do not meet exactly: this part of the whole may lie between."""


def with_bottleneck(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in the order they begin, with the critical path and the longest on it marked.

    What a job waits for is not known: the path is walked from the job that ends last to the one that
    ended last before it began, and so on. A job that overlaps another by more than a twentieth of
    the whole did not wait for it.
    """
    ordered = sorted(steps, key=lambda step: (step.offset, -step.took, step.name))
    path = _critical(ordered)
    longest = max(path, key=lambda step: step.took, default=None)
    return tuple(replace(step, is_critical=step in path, is_bottleneck=step is longest) for step in ordered)


def _critical(steps: Sequence[Step]) -> list[Step]:
    if not steps:
        return []
    slack = _SLACK * max(map(_end, steps))
    path = [max(steps, key=_end)]
    while earlier := [step for step in steps if _ended_before(step, path[-1], slack)]:
        path.append(max(earlier, key=_end))
    return path


def _ended_before(step: Step, later: Step, slack: float) -> bool:
    return step.offset < later.offset and _end(step) <= later.offset + slack


def _end(step: Step) -> float:
    return step.offset + step.took
