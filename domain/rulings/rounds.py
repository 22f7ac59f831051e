"""Rounds of review: how often a pull request was looked at, each time with something new to see."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from domain.records import Commit, PullRequest
from domain.rulings.people import People, is_human, may_review

_UPDATE = re.compile(r"Merge (remote-tracking )?branch ['\"]", re.IGNORECASE)
"""What Git, and the button that brings a branch up to date, call the merge of another branch into it."""


def rounds(pr: PullRequest, people: People, end: datetime) -> int | None:
    """How many rounds of review there were up to `end`; None for what nobody reviewed.

    The first review begins the first round, and every review after a later push the next (metric
    definitions, section 2, "Rounds"). A review is what may be the first one; a push is a commit by
    a person, by its committer date, that does more than bring the branch up to date.
    """
    acts = sorted((*_reviews(pr, people), *_pushes(pr, people)))
    looked = (is_review for moment, is_review in acts if moment <= end)
    return sum(is_review for is_review, _ in groupby(looked)) or None


def is_push(commit: Commit, people: People) -> bool:
    """Whether somebody worked on it with this commit: no bot's, and no merge of another branch."""
    return is_human(commit.author_id, people) and not _UPDATE.match(commit.headline)


def _reviews(pr: PullRequest, people: People) -> Iterator[tuple[datetime, bool]]:
    for review in pr.reviews:
        if may_review(review.author_id, pr, people):
            yield review.submitted_at, True
    for comment in pr.comments:
        if may_review(comment.author_id, pr, people):
            yield comment.created_at, True


def _pushes(pr: PullRequest, people: People) -> Iterator[tuple[datetime, bool]]:
    """Sorted before a review of the same second, which may have seen them."""
    return ((commit.committed_at, False) for commit in pr.commits if is_push(commit, people))
