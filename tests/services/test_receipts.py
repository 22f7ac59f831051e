"""The rulings that a receipt tells, one case each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import WorkingHours
from domain.records import (
    ClosedInterval,
    DraftInterval,
    PullRequest,
    PullRequestState,
    ReviewRequest,
    ReviewState,
)
from domain.rulings import facts
from services.receipts import ruling
from tests.builders import Value, comment, commit, review
from tests.services.asking import ANA, BOB, BOT, merged

PEOPLE = {each.id: each for each in (ANA, BOB, BOT)}
PR = merged(1, days_ago=1, hours=48)
OPENED, MERGED = PR.created_at, PR.created_at + timedelta(hours=48)
LATER = OPENED + timedelta(hours=6)
DRAFTS = (DraftInterval(OPENED, LATER), DraftInterval(LATER, LATER + timedelta(hours=1)))
OBJECTION = review("no", BOB, LATER, state=ReviewState.CHANGES_REQUESTED)


def told(pr: PullRequest) -> str:
    return ruling(pr, facts(pr, PEOPLE, {}, WorkingHours(), "main"), PEOPLE)


def test_a_plain_one_tells_who_reviewed_and_who_approved() -> None:
    assert told(PR) == "Work began when it was opened. First reviewed by bob. Approved by bob."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"commits": (commit("a", OPENED - timedelta(hours=5)),)}, "Work began with a commit 5 h before"),
        ({"commits": (commit("a", OPENED - timedelta(days=40)),)}, "more than 30 days before it was opened"),
        ({"drafts": DRAFTS}, "7 h as a draft"),
        ({"reviews": ()}, "Nobody but its author or a bot reviewed it"),
        ({"reviews": (review("b", BOT, LATER),)}, "Nobody but its author or a bot reviewed it"),
        ({"reviews": (), "comments": (comment("c", BOB, LATER),)}, "First reviewed by bob."),
        ({"reviews": (), "comments": (comment("c", BOB, LATER),)}, "Nobody approved it"),
        ({"reviews": (OBJECTION,)}, "merged over an objection"),
        ({"review_requests": (ReviewRequest(LATER, BOB.id),)}, "counted from the request"),
        ({"merged_by_id": ANA.id}, "Its author merged it."),
        ({"closed_intervals": (ClosedInterval(LATER, LATER + timedelta(hours=1)),)}, "closed and reopened"),
        ({"base_branch": "release/1"}, "It went to release/1"),
        ({"created_at": MERGED + timedelta(days=1)}, "Its times contradict each other"),
    ],
    ids=["commit first", "old commit", "drafts summed", "unreviewed", "a bot's review", "a comment reviews",
         "no approval", "over objection", "requested later", "self-merged", "reopened", "other branch",
         "contradictory"],
)  # fmt: skip
def test_a_ruling_that_was_applied_is_told(fields: dict[str, object], sentence: str) -> None:
    assert sentence in told(merged(1, days_ago=1, hours=48, **fields))


def test_a_reviewer_whose_account_is_gone_is_somebody() -> None:
    ghost = review("g", BOB, LATER, author_id=None)
    assert "somebody whose account is gone" in told(merged(1, days_ago=1, hours=48, reviews=(ghost,)))


def test_of_an_open_one_only_what_is_known_so_far_is_told() -> None:
    is_open: dict[str, Value] = {"merged_at": None, "closed_at": None, "state": PullRequestState.OPEN}
    nobody = told(replace(PR, reviews=(), **is_open))
    assert nobody == "Work began when it was opened. Nobody but its author or a bot reviewed it so far."
    remark = review("r", BOB, LATER, state=ReviewState.COMMENTED)
    assert told(replace(PR, reviews=(remark,), **is_open)).endswith("First reviewed by bob.")
