"""Flow: how much gets done, how much is under way, how old that is, and what comes to nothing."""

import numpy as np
from numpy.typing import NDArray

from domain.facts import (
    ENDINGS,
    LIFETIMES,
    NO_SPAN,
    Flag,
    LifetimeColumns,
    PullRequestColumns,
    Seconds,
)
from domain.metric import CALENDAR_ONLY, Aggregate, Better, Unit
from domain.question import TimeBase
from metrics.metric import NOT_BY_PEOPLE, ODD, Reasons, level, metric

READY: Reasons = {**NOT_BY_PEOPLE, Flag.DRAFT: "drafts"}
"""What nobody is asked to review yet, or no person asks for."""


@metric(
    "Throughput",
    family="flow",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    aggregate=Aggregate.PER_WEEK,
    synonyms=("merged", "merges", "prs merged", "merge frequency"),
    leaves_out=NOT_BY_PEOPLE,
    notices={Flag.UNREVIEWED: ODD[Flag.UNREVIEWED], Flag.OFF_DEFAULT: ODD[Flag.OFF_DEFAULT]},
)
def throughput(prs: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a count has no clock
    """How many pull requests were merged, per week of the window.

    Pull requests by bots are left out; reverts count, and co-authored work counts once.
    """
    return np.ones(len(prs), np.int32)


@level(
    "Open PRs",
    family="flow",
    unit=Unit.COUNT,
    better=Better.LOWER,
    of=LIFETIMES,
    aggregate=Aggregate.TOTAL,
    synonyms=("open prs", "open pull requests", "review queue"),
    leaves_out=READY,
    notices={},
)
def open_prs(prs: LifetimeColumns, clock: TimeBase, moment: int) -> Seconds:  # noqa: ARG001 - a count has no clock
    """How many pull requests are open and ready for review: now, and at the end of each week.

    Drafts, and pull requests by bots, are left out.
    """
    return np.where(_is_open(prs, moment) & (prs.ready <= moment), 1, NO_SPAN).astype(np.int32)


@level(
    "WIP",
    family="flow",
    unit=Unit.COUNT,
    better=Better.LOWER,
    of=LIFETIMES,
    aggregate=Aggregate.TOTAL,
    synonyms=("work in progress", "in progress", "work in process"),
    leaves_out=NOT_BY_PEOPLE,
    notices={},
)
def wip(prs: LifetimeColumns, clock: TimeBase, moment: int) -> Seconds:  # noqa: ARG001 - a count has no clock
    """How many pull requests are under way, drafts among them: now, and at the end of each week.

    Pull requests by bots are left out.
    """
    return np.where(_is_open(prs, moment), 1, NO_SPAN).astype(np.int32)


@level(
    "PR age",
    family="flow",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=LIFETIMES,
    synonyms=("pr age", "age", "age of open prs", "open pr age"),
    clocks=CALENDAR_ONLY,
    leaves_out=READY,
    notices={},
)
def pr_age(prs: LifetimeColumns, clock: TimeBase, moment: int) -> Seconds:  # noqa: ARG001 - told on the calendar only
    """How long pull requests that are ready for review have been open: now, and at the end of each week.

    Drafts, and pull requests by bots, are left out.
    """
    there = _is_open(prs, moment) & (prs.ready <= moment)
    return np.where(there, moment - prs.at, NO_SPAN).astype(np.int32)


@metric(
    "Abandon rate",
    family="flow",
    unit=Unit.SHARE,
    better=Better.LOWER,
    of=ENDINGS,
    aggregate=Aggregate.SHARE,
    synonyms=("abandon rate", "abandoned", "abandonment", "closed unmerged", "closed without merge"),
    leaves_out=NOT_BY_PEOPLE,
    notices={},
)
def abandon_rate(prs: LifetimeColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a share has no clock
    """The share of the pull requests that ended, merged or closed, which were closed without a merge.

    Pull requests by bots are left out.
    """
    return np.asarray(prs.flags & int(Flag.MERGED) == 0, np.int32)


def _is_open(prs: LifetimeColumns, moment: int) -> NDArray[np.bool_]:
    """Which were opened by the moment and had not ended; one that was reopened was open all along."""
    return (prs.at <= moment) & (moment < prs.ended)
