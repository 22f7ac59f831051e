"""Review: how long work waits for a reviewer, how the review goes, and who carries the load."""

import numpy as np

from domain.facts import (
    NO_SPAN,
    RESPONSES,
    REVIEWS,
    Flag,
    PullRequestColumns,
    Seconds,
    Span,
    SpanColumns,
)
from domain.metric import AT_WORK_FIRST, Aggregate, Better, Unit
from domain.question import TimeBase
from domain.result import Exclusion
from metrics.items import Items
from metrics.metric import MISLEADING, NOT_BY_PEOPLE, ODD, Reasons, metric, span

BETWEEN: Reasons = {**MISLEADING, Flag.BETWEEN_BRANCHES: "merges of one long-lived branch into another"}
"""What would mislead in a figure about reviews: nobody reviews once more what came together on develop."""

REVIEWERS = 3
"""Of fewer reviewers a share of the load would tell about single people."""


@metric(
    "Time to first review",
    family="review",
    unit=Unit.DURATION,
    better=Better.LOWER,
    synonyms=("ttfr", "time to first review", "pickup", "pickup time", "first review"),
    version=2,
    clocks=AT_WORK_FIRST,
    leaves_out=BETWEEN,
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
    version=2,
    clocks=AT_WORK_FIRST,
    leaves_out=BETWEEN,
)
def review_time(prs: PullRequestColumns, clock: TimeBase) -> Seconds:
    """From the first review to the approval that stood at the merge, or to the merge where none did.

    What was merged without a review is not counted.
    """
    return span(prs, Span.REVIEW, clock)


@metric(
    "Reviewer response",
    family="review",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=RESPONSES,
    synonyms=("reviewer response", "reviewer response time", "response time", "review response"),
    clocks=AT_WORK_FIRST,
    leaves_out=BETWEEN,
    notices={},
)
def reviewer_response(responses: SpanColumns, clock: TimeBase) -> Seconds:
    """From the request to a reviewer to the first review that this reviewer submitted, each for themselves.

    Time as a draft is not counted, and neither are requests to teams or bots, nor those not answered yet.
    """
    return span(responses, "span", clock)


@metric(
    "Review rounds",
    family="review",
    unit=Unit.NUMBER,
    better=Better.LOWER,
    synonyms=("review rounds", "rounds", "review cycles", "back and forth"),
    leaves_out=BETWEEN,
)
def review_rounds(prs: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a count has no clock
    """How often a merged pull request was reviewed, each time with something new; 1 is approved as it was.

    Pushes by bots and merges that bring the branch up to date begin no round; what nobody reviewed has none.
    """
    return prs.rounds


@metric(
    "Merged without review",
    family="review",
    unit=Unit.SHARE,
    better=Better.LOWER,
    aggregate=Aggregate.SHARE,
    synonyms=("merged without review", "unreviewed", "unreviewed merges", "without review", "self-merged"),
    leaves_out={**NOT_BY_PEOPLE, Flag.BETWEEN_BRANCHES: BETWEEN[Flag.BETWEEN_BRANCHES]},
    notices={Flag.SELF_MERGED: "merged by their authors", Flag.OVER_OBJECTION: ODD[Flag.OVER_OBJECTION]},
)
def merged_without_review(prs: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a share has no clock
    """The share of merged pull requests that nobody but their author or a bot reviewed.

    Pull requests by bots are left out; reverts count.
    """
    return np.asarray(prs.flags & int(Flag.UNREVIEWED) != 0, np.int32)


@metric(
    "PR size",
    family="review",
    unit=Unit.LINES,
    better=Better.LOWER,
    synonyms=("pr size", "size", "pull request size", "lines changed"),
    leaves_out=BETWEEN,
)
def pr_size(prs: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - lines have no clock
    """Lines added and deleted by a merged pull request, as its provider counts them.

    Pull requests by bots, reverts, and merges of one long-lived branch into another are left out.
    """
    return prs.size


@metric(
    "Reviewers",
    family="review",
    unit=Unit.COUNT,
    better=Better.NEITHER,
    of=REVIEWS,
    aggregate=Aggregate.TOTAL,
    leaves_out=NOT_BY_PEOPLE,
    notices={},
    once="author_id",
)
def reviewers(reviews: SpanColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a count has no clock
    """How many people reviewed somebody else's pull request: what the review load is shared by."""
    return np.where(reviews.author_id == 0, NO_SPAN, 1).astype(np.int32)


def _concentration(items: Items) -> tuple[Exclusion, ...]:
    """How many of the reviews the busiest reviewer did, without a name; of few reviewers, that they are."""
    theirs = items.columns.author_id[(items.values != NO_SPAN) & (items.columns.author_id != 0)]
    people, counts = np.unique(theirs, return_counts=True)
    if not len(people):
        return ()
    if len(people) < REVIEWERS:
        return (Exclusion(f"by fewer than {REVIEWERS} reviewers, so their load is not told", len(theirs)),)
    return (Exclusion(f"by the busiest of {len(people)} reviewers", int(counts.max())),)


@metric(
    "Review load",
    family="review",
    unit=Unit.NUMBER,
    better=Better.NEITHER,
    of=REVIEWS,
    aggregate=Aggregate.PER_WEEK,
    per="a week for each reviewer",
    synonyms=("review load", "reviews per reviewer", "reviews per week"),
    leaves_out=NOT_BY_PEOPLE,
    notices={},
    over=reviewers,
    at_least=REVIEWERS,
    tells=_concentration,
)
def review_load(reviews: SpanColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a count has no clock
    """Reviews of people's pull requests by the people who reviewed, per reviewer and week.

    Beside it stands how many of them the busiest did, without a name. Fewer than 3 reviewers have no figure.
    """
    return np.ones(len(reviews), np.int32)
