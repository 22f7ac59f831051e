"""Review: how long work waits for a reviewer, and how long the review takes."""

from domain.facts import PullRequestColumns, Seconds, Span
from domain.metric import Better, Unit
from domain.question import TimeBase
from metrics.metric import metric, span


@metric(
    "Time to first review",
    family="review",
    unit=Unit.DURATION,
    better=Better.LOWER,
    synonyms=("ttfr", "time to first review", "pickup", "pickup time", "first review"),
)
def time_to_first_review(prs: PullRequestColumns, clock: TimeBase) -> Seconds:
    """From ready for review (or the request for one, if that came later) to the first review by a person.

    The author's own comments and those of bots are no review; what was merged without one is not counted.
    """
    return span(prs, Span.PICKUP, clock)


@metric(
    "Review time",
    family="review",
    unit=Unit.DURATION,
    better=Better.LOWER,
    synonyms=("rt", "review time", "time in review"),
)
def review_time(prs: PullRequestColumns, clock: TimeBase) -> Seconds:
    """From the first review to the approval that stood at the merge, or to the merge where none did.

    What was merged without a review is not counted.
    """
    return span(prs, Span.REVIEW, clock)
