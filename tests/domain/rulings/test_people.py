"""Who counts: people and not bots, reviewers and not the author."""

import pytest

from domain.people import WorkingHours
from domain.records import Account
from domain.rulings.people import author, hours_of, is_human, may_review, reviewers
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NINE_TO_SIX,
    NOT_HUMAN,
    PEOPLE,
    ROBOT,
    approved,
    commented,
    merged,
    requested,
)

TOKYO = WorkingHours("Asia/Tokyo")


@pytest.mark.parametrize("who", NOT_HUMAN, ids=lambda who: str(who.kind))
def test_bots_agents_and_services_are_not_human(who: Account) -> None:
    assert not is_human(who.id, PEOPLE)


@pytest.mark.parametrize("account_id", [ALICE.id, None, 404], ids=["a person", "deleted", "unknown"])
def test_whoever_is_not_known_to_be_otherwise_is_human(account_id: int | None) -> None:
    assert is_human(account_id, PEOPLE)


@pytest.mark.parametrize(
    ("who", "author_id", "may"),
    [
        pytest.param(BOB.id, ALICE.id, True, id="somebody else"),
        pytest.param(ALICE.id, ALICE.id, False, id="the author"),
        pytest.param(ROBOT.id, ALICE.id, False, id="a bot"),
        pytest.param(None, ALICE.id, True, id="a deleted account"),
        pytest.param(BOB.id, None, True, id="somebody, of a deleted author's"),
        pytest.param(None, None, False, id="a deleted account, of a deleted author's"),
    ],
)
def test_who_may_review(who: int | None, author_id: int | None, *, may: bool) -> None:
    assert may_review(who, merged(author_id=author_id), PEOPLE) is may


def test_reviewers_are_those_asked_and_those_who_did_but_no_bot_and_not_the_author() -> None:
    pr = merged(
        review_requests=(requested(1), requested(1, ROBOT), requested(1, None, team="payments")),
        reviews=(approved(2, CAROL), approved(2, ALICE)),
        comments=(commented(3, None), commented(3, ALICE)),
    )
    assert reviewers(pr, PEOPLE) == {BOB.id, CAROL.id}


def test_the_author_is_one_or_nobody() -> None:
    assert author(merged()) == {ALICE.id}
    assert author(merged(author_id=None)) == frozenset()


def test_hours_are_ones_own_or_the_default_and_nobodys_are_the_default() -> None:
    own = {BOB.id: TOKYO}
    assert hours_of([ALICE.id, BOB.id], own, NINE_TO_SIX) == {NINE_TO_SIX, TOKYO}
    assert hours_of([ALICE.id, CAROL.id], own, NINE_TO_SIX) == {NINE_TO_SIX}
    assert hours_of([], own, NINE_TO_SIX) == {NINE_TO_SIX}
