"""Whose turn an open pull request is, and since when."""

from datetime import datetime, timedelta

import pytest

from domain.people import Asker
from domain.records import DraftInterval, PullRequest, ReviewRequest, ReviewState
from services import turns
from tests.builders import account, commit, pull_request, review
from tests.services.asking import ANA, BOB, BOT, NOW

CLEO = account("cleo")
PEOPLE = {each.id: each for each in (ANA, BOB, BOT, CLEO)}
REVIEWER = Asker(account_ids=(BOB.id,))
NO = ReviewState.CHANGES_REQUESTED


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


APPROVED = review("1", BOB, ago(9))
OBJECTED = review("1", BOB, ago(9), state=NO)
DISMISSED = review("1", BOB, ago(9), state=NO, dismissed_at=ago(3))
LATER, CLEO_S = review("2", BOB, ago(2)), review("2", CLEO, ago(2))
REMARK = review("2", BOB, ago(1), state=ReviewState.COMMENTED)


def pr(**fields: object) -> PullRequest:
    return pull_request(1, **({"author": ANA, "created_at": ago(50), "commits": ()} | fields))


def test_a_review_waits_since_the_latest_request() -> None:
    requests = (ReviewRequest(ago(9), BOB.id), ReviewRequest(ago(4), BOB.id), ReviewRequest(ago(1), CLEO.id))
    turn = turns.asked(pr(review_requests=requests), REVIEWER)
    assert turn == turns.Turn(ago(4), "Your review is requested", frozenset({BOB.id}))


@pytest.mark.parametrize(
    "asker", [Asker(), Asker(account_ids=(ANA.id,)), Asker(account_ids=(CLEO.id,))],
    ids=["nobody", "its author", "somebody else"],
)  # fmt: skip
def test_nobody_else_is_asked(asker: Asker) -> None:
    assert turns.asked(pr(review_requests=(ReviewRequest(ago(4), BOB.id),)), asker) is None


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({"reviews": (OBJECTED,)}, ago(9)),
        ({"reviews": (OBJECTED, CLEO_S)}, ago(9)),
        ({"reviews": (OBJECTED, LATER)}, ago(2)),
        ({"reviews": (DISMISSED, CLEO_S)}, ago(2)),
        ({"reviews": (APPROVED, REMARK)}, ago(9)),
        ({"reviews": (OBJECTED,), "commits": (commit("a", ago(12)),)}, ago(9)),
    ],
    ids=["objection", "objection beside an approval", "objection withdrawn", "objection dismissed",
         "comment after approval", "pushed before the objection"],
)  # fmt: skip
def test_it_is_the_author_s_turn_since_the_decision(fields: dict[str, object], since: datetime) -> None:
    turn = turns.of_author(pr(**fields), PEOPLE)
    assert turn
    assert (turn.since, turn.by) == (since, frozenset({ANA.id}))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reviews": (review("1", BOT, ago(9)),)},
        {"reviews": (review("1", ANA, ago(9)),)},
        {"reviews": (OBJECTED,), "commits": (commit("a", ago(3)),)},
        {
            "reviews": (OBJECTED,),
            "review_requests": (ReviewRequest(ago(3), BOB.id),),
        },
    ],
    ids=["not reviewed", "a bot approved", "approved by its author", "answered by a push", "asked again"],
)
def test_it_is_not_the_author_s_turn(fields: dict[str, object]) -> None:
    assert turns.of_author(pr(**fields), PEOPLE) is None


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({}, ago(50)),
        ({"drafts": (DraftInterval(ago(50), ago(20)),)}, ago(20)),
        ({"review_requests": (ReviewRequest(ago(7), BOB.id),)}, ago(7)),
        ({"reviews": (OBJECTED,), "commits": (commit("a", ago(3)),)}, ago(3)),
    ],
    ids=["opened", "left draft", "asked", "fixed"],
)
def test_reviewers_are_waited_for_since_they_had_something_to_look_at(
    fields: dict[str, object], since: datetime
) -> None:
    assert turns.of_reviewers(pr(**fields), PEOPLE).since == since


def test_reviewers_are_named_but_not_all_of_them() -> None:
    requests = tuple(ReviewRequest(ago(4), each.id) for each in (CLEO, BOB, BOT))
    turn = turns.of_reviewers(pr(review_requests=requests), PEOPLE)
    assert turn.why == "Waits for bob and cleo"
    assert turn.by == {BOB.id, CLEO.id, BOT.id}
