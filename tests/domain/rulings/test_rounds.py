"""Rounds of review: what begins one, and what does not."""

import pytest

from domain.records import Commit, PullRequest
from tests.builders import commit
from tests.domain.rulings.stories import (
    AGENT,
    ALICE,
    BOB,
    CAROL,
    ROBOT,
    abandoned,
    approved,
    commented,
    merged,
    objected,
    reviewed,
    ruled,
    still_open,
    wrote,
)
from tests.domain.rulings.stories import hour as at


def pushed(hour: float, headline: str = "Mend it", by: int | None = ALICE.id) -> Commit:
    return commit(f"{hour}{headline}", at(hour), headline=headline, author_id=by)


FIRST, AGAIN = objected(4), approved(12)


@pytest.mark.parametrize(
    ("pr", "rounds"),
    [
        pytest.param(merged(), None, id="nobody reviewed it: none, not zero"),
        pytest.param(
            merged(reviews=(reviewed(4, ALICE), reviewed(5, ROBOT))), None, id="its author or a bot"
        ),
        pytest.param(merged(reviews=(AGAIN,)), 1, id="approved at the first look"),
        pytest.param(merged(comments=(commented(4),)), 1, id="a comment is a look"),
        pytest.param(merged(reviews=(FIRST, approved(5, CAROL), AGAIN)), 1, id="three looks at the same"),
        pytest.param(merged(reviews=(FIRST, AGAIN), commits=(pushed(8),)), 2, id="back and forth once"),
        pytest.param(
            merged(reviews=(FIRST, AGAIN), commits=(pushed(7), pushed(8))), 2, id="two pushes at a time"
        ),
        pytest.param(merged(reviews=(FIRST,), commits=(pushed(8),)), 1, id="nobody looked at the last push"),
        pytest.param(merged(reviews=(FIRST,), commits=(pushed(2),)), 1, id="pushed before the first review"),
        pytest.param(
            merged(reviews=(FIRST, AGAIN, approved(30)), commits=(pushed(8), pushed(20))),
            3,
            id="three rounds",
        ),
        pytest.param(
            merged(reviews=(FIRST,), comments=(commented(12),), commits=(pushed(8),)),
            2,
            id="looked again in a comment",
        ),
        pytest.param(merged(reviews=(FIRST, AGAIN), commits=(pushed(8, by=ROBOT.id),)), 1, id="a bot's push"),
        pytest.param(
            merged(reviews=(FIRST, AGAIN), commits=(pushed(8, by=AGENT.id),)), 1, id="an agent's push"
        ),
        pytest.param(
            merged(reviews=(FIRST, AGAIN), commits=(pushed(8, by=None),)), 2, id="a push by whom nobody knows"
        ),
        pytest.param(
            merged(10, reviews=(FIRST, AGAIN), commits=(pushed(8),)), 1, id="a look after the merge"
        ),
        pytest.param(
            merged(reviews=(FIRST, approved(8)), commits=(pushed(8),)), 2, id="seen in the second it came"
        ),
        pytest.param(
            merged(reviews=(FIRST,), commits=(pushed(4),)), 1, id="came in the second of the review"
        ),
        pytest.param(still_open(reviews=(FIRST, AGAIN), commits=(pushed(8),)), 2, id="still open"),
        pytest.param(abandoned(10, reviews=(FIRST, AGAIN), commits=(pushed(8),)), 1, id="up to the close"),
    ],
)
def test_a_round_is_a_look_at_something_new(pr: PullRequest, rounds: int | None) -> None:
    assert ruled(pr).rounds == rounds


@pytest.mark.parametrize(
    "headline",
    [
        "Merge branch 'main' into pay-once",
        "Merge branch 'main' of github.com:acme/pay into pay-once",
        'Merge branch "release/2" into pay-once',
        "Merge remote-tracking branch 'origin/main' into pay-once",
        "Merge branch 'main'",
    ],
)
def test_bringing_the_branch_up_to_date_is_no_push(headline: str) -> None:
    assert ruled(merged(reviews=(FIRST, AGAIN), commits=(pushed(8, headline),))).rounds == 1


@pytest.mark.parametrize(
    "headline", ["Merge the two ledgers", "Merge branches of the law", "Emerge branch 'x'"]
)
def test_work_that_speaks_of_merging_is_a_push(headline: str) -> None:
    assert ruled(merged(reviews=(FIRST, AGAIN), commits=(pushed(8, headline),))).rounds == 2


def test_a_rebase_counts_by_when_it_was_made_and_not_when_it_was_written() -> None:
    rebased = wrote(-20, committed=8)
    assert ruled(merged(reviews=(FIRST, AGAIN), commits=(rebased,))).rounds == 2


def test_a_reviewer_who_pushes_is_answered_like_an_author() -> None:
    assert ruled(merged(reviews=(FIRST, AGAIN), commits=(pushed(8, by=BOB.id),))).rounds == 2
