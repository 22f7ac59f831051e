"""Delivery: how long work takes until it is in."""

from domain.facts import PullRequestColumns, Seconds, Span
from domain.metric import Better, Unit
from domain.question import TimeBase
from metrics.metric import metric, span


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
