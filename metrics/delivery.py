"""Delivery: how long work takes until it is in, and until it is in production."""

from domain.facts import CHANGES, ChangeColumns, Flag, PullRequestColumns, Seconds, Span
from domain.metric import CALENDAR_ONLY, Better, Unit
from domain.question import TimeBase
from metrics.metric import MISLEADING, ODD, Reasons, metric, span

UNTOLD: Reasons = {
    Flag.FIRST_DEPLOYMENT: "pull requests in the first deployment of a service",
    Flag.LONG_GAP: "pull requests deployed after a gap of 60 days or 5,000 commits",
}
"""What was deployed, but not so that it would tell how long that takes."""


@metric(
    "Cycle time",
    family="delivery",
    unit=Unit.DURATION,
    better=Better.LOWER,
    phases=(Span.CODING, Span.PICKUP, Span.REVIEW, Span.MERGE),
    synonyms=("ct", "cycle time", "cycletime", "pr cycle time"),
)
def cycle_time(prs: PullRequestColumns, clock: TimeBase) -> Seconds:
    """From the first commit (or the opening, if that came earlier) to the merge.

    Pull requests by bots, and reverts, are left out.
    """
    return span(prs, Span.CYCLE, clock)


@metric(
    "Lead time",
    family="delivery",
    of=CHANGES,
    unit=Unit.DURATION,
    better=Better.LOWER,
    noun="deployed pull request",
    phases=(Span.CODING, Span.PICKUP, Span.REVIEW, Span.MERGE, "deploy"),
    synonyms=("lt", "lead time", "leadtime", "change lead time", "lead time for changes"),
    clocks=CALENDAR_ONLY,
    leaves_out={**MISLEADING, **UNTOLD},
    notices=ODD,
)
def lead_time(changes: ChangeColumns, clock: TimeBase) -> Seconds:
    """From the first commit to the end of the first deployment to production that contains the change.

    It contains it by ancestry of commits, not by being the next in time. Pull requests by bots, reverts,
    and what came with the first deployment of a service or after a long gap, are left out.
    """
    return span(changes, "lead", clock)


@metric(
    "Time to deploy",
    family="delivery",
    of=CHANGES,
    unit=Unit.DURATION,
    better=Better.LOWER,
    noun="deployed pull request",
    synonyms=("ttd", "time to deploy", "deploy time", "merge to deploy"),
    clocks=CALENDAR_ONLY,
    leaves_out={**MISLEADING, **UNTOLD},
    notices={Flag.CONTRADICTORY: ODD[Flag.CONTRADICTORY]},
)
def time_to_deploy(changes: ChangeColumns, clock: TimeBase) -> Seconds:
    """From the merge to the end of the first deployment to production that contains the change.

    What was deployed before it was merged has none; left out is what lead time leaves out.
    """
    return span(changes, "deploy", clock)
