"""Sprints: what teams complete, how far a commitment holds, and how scope moves meanwhile."""

import numpy as np
from numpy.typing import NDArray

from domain.facts import HUNDREDTHS, NO_SPAN, SPRINTS, Seconds, SprintColumns, SprintFlag
from domain.metric import Aggregate, Better, Unit
from domain.question import By, TimeBase
from metrics.metric import Reasons, metric

LAST = 5
"""How many sprints a velocity is the mean of (metric definitions, section 7)."""

HALF_A_YEAR = 182

WITHOUT_LENGTH: Reasons = {
    SprintFlag.EXCLUDED_BY_HAND: "sprints set aside by hand",
    SprintFlag.NO_LENGTH: "sprints closed as soon as they began",
}
UNCOMMITTED: Reasons = {**WITHOUT_LENGTH, SprintFlag.NO_COMMITMENT: "sprints without a commitment"}
"""What tells nothing of a commitment; left out, and counted."""

ODD_SPRINTS: Reasons = {
    SprintFlag.UNESTIMATED: "counted in issues, for nothing in them is estimated",
    SprintFlag.DRIFTED: "rewritten after their close; the snapshots stand",
    SprintFlag.FROM_HISTORY: "reconstructed from histories after their close",
}


def _size(sprints: SprintColumns, points: Seconds, issues: Seconds) -> Seconds:
    """Hundredths of points; of a board that estimates nothing, hundredths of issues.

    A sprint without estimates on a board that does estimate has no size: points and issues do not add.
    """
    unestimated = sprints.flags & int(SprintFlag.UNESTIMATED) != 0
    mixed = unestimated & np.isin(sprints.board_id, np.unique(sprints.board_id[~unestimated]))
    counted = np.where(issues == NO_SPAN, NO_SPAN, issues * HUNDREDTHS)
    return np.where(mixed, NO_SPAN, np.where(unestimated, counted, points)).astype(np.int32)


def _sum(*sizes: Seconds) -> Seconds:
    """Sizes added, none where one of them is."""
    known: NDArray[np.bool_] = np.logical_and.reduce([size != NO_SPAN for size in sizes])
    total = np.add.reduce([size.astype(np.int64) for size in sizes])
    return np.where(known, total, NO_SPAN).astype(np.int32)


@metric(
    "Velocity",
    family="sprints",
    unit=Unit.POINTS,
    better=Better.NEITHER,
    of=SPRINTS,
    aggregate=Aggregate.MEAN,
    synonyms=("story points", "points per sprint", "sprint velocity"),
    scale=HUNDREDTHS,
    days=HALF_A_YEAR,
    leaves_out=UNCOMMITTED,
    notices=ODD_SPRINTS,
    last=LAST,
    apart=By.BOARD,
)
def velocity(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """The mean of what the last five sprints of a board completed, in story points.

    Completed is what was done at the close and not before the start. Sprints without length or commitment are
    skipped. Every board has its own: points of different teams are never put together.
    """
    return _size(sprints, sprints.completed, sprints.completed_issues)


@metric(
    "Commitment", family="sprints", unit=Unit.POINTS, better=Better.NEITHER, of=SPRINTS,
    aggregate=Aggregate.TOTAL, scale=HUNDREDTHS, leaves_out=UNCOMMITTED, notices=ODD_SPRINTS,
)  # fmt: skip
def commitment(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """The estimates, as of then, of what was in the sprints when they began."""
    return _size(sprints, sprints.committed, sprints.committed_issues)


@metric(
    "Say-do",
    family="sprints",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    of=SPRINTS,
    aggregate=Aggregate.RATIO,
    synonyms=("say do", "say/do", "say do ratio", "predictability", "commitment kept"),
    scale=HUNDREDTHS,
    days=HALF_A_YEAR,
    leaves_out=UNCOMMITTED,
    notices=ODD_SPRINTS,
    over=commitment,
)
def say_do(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """Of the points that sprints were committed to at their start, the share completed by their close.

    It is a sum over a sum and never exceeds 100 %. What was added later and completed does not count here;
    each sprint's receipt tells all that it completed over its commitment, too, which may exceed it.
    """
    return _size(sprints, sprints.delivered, sprints.delivered_issues)


@metric(
    "Scope change",
    family="sprints",
    unit=Unit.SHARE,
    better=Better.LOWER,
    of=SPRINTS,
    aggregate=Aggregate.RATIO,
    synonyms=("scope creep", "scope changes", "sprint scope change"),
    scale=HUNDREDTHS,
    days=HALF_A_YEAR,
    leaves_out=UNCOMMITTED,
    notices=ODD_SPRINTS,
    over=commitment,
)
def scope_change(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """The points that came into sprints or left them after their start, over the points committed to.

    An estimate made anew changes the scope too. What is undone within an hour is no change; what is taken out
    and put back later counts twice.
    """
    added = _size(sprints, sprints.added, sprints.added_issues)
    return _sum(added, _size(sprints, sprints.removed, sprints.removed_issues))


def _scope(sprints: SprintColumns) -> Seconds:
    """What was in the sprints when they closed."""
    committed = _size(sprints, sprints.committed, sprints.committed_issues)
    added = _size(sprints, sprints.added, sprints.added_issues)
    removed = _size(sprints, sprints.removed, sprints.removed_issues)
    return _sum(committed, added, np.where(removed == NO_SPAN, NO_SPAN, -removed).astype(np.int32))


@metric(
    "Final scope", family="sprints", unit=Unit.POINTS, better=Better.NEITHER, of=SPRINTS,
    aggregate=Aggregate.TOTAL, scale=HUNDREDTHS, leaves_out=WITHOUT_LENGTH, notices=ODD_SPRINTS,
)  # fmt: skip
def final_scope(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """What was in the sprints when they closed: the commitment, with what was added and without what left."""
    return _scope(sprints)


@metric(
    "Followed scope", family="sprints", unit=Unit.POINTS, better=Better.NEITHER, of=SPRINTS,
    aggregate=Aggregate.TOTAL, scale=HUNDREDTHS, leaves_out=WITHOUT_LENGTH, notices=ODD_SPRINTS,
)  # fmt: skip
def followed_scope(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """What was in the sprints when they closed, of those after which the board's next one is known."""
    return np.where(sprints.carried == NO_SPAN, NO_SPAN, _scope(sprints)).astype(np.int32)


@metric(
    "Carry-over",
    family="sprints",
    unit=Unit.SHARE,
    better=Better.LOWER,
    of=SPRINTS,
    aggregate=Aggregate.RATIO,
    synonyms=("carry over", "carryover", "spillover", "rollover", "carried over"),
    scale=HUNDREDTHS,
    days=HALF_A_YEAR,
    leaves_out=WITHOUT_LENGTH,
    notices=ODD_SPRINTS,
    over=followed_scope,
)
def carry_over(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """Of the points in sprints at their close, the share that went on unfinished into the board's next one.

    The next one follows if it begins within five days of the close. A sprint without one is not counted.
    """
    return _size(sprints, sprints.carried, sprints.carried_issues)


@metric(
    "Cycle completion",
    family="sprints",
    unit=Unit.SHARE,
    better=Better.HIGHER,
    of=SPRINTS,
    aggregate=Aggregate.RATIO,
    synonyms=("cycle success", "sprint completion", "completion rate"),
    scale=HUNDREDTHS,
    days=HALF_A_YEAR,
    leaves_out=WITHOUT_LENGTH,
    notices=ODD_SPRINTS,
    over=final_scope,
)
def cycle_completion(sprints: SprintColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - points have no clock
    """Of the points in sprints (Linear's cycles) at their close, the share that they completed.

    Work that is only begun counts nothing; what was canceled is out of scope. Linear's own progress, which
    counts begun work in part, is shown beside it in the sprint's view.
    """
    return _size(sprints, sprints.completed, sprints.completed_issues)
