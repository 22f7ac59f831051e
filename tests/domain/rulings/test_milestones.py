"""When work began, was ready, asked for, reviewed and approved: the definitions' table, case by case."""

import pytest

from domain.facts import Flag
from domain.records import Account, PullRequest
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NOT_HUMAN,
    ROBOT,
    abandoned,
    approved,
    commented,
    draft,
    hour,
    merged,
    objected,
    requested,
    reviewed,
    ruled,
    still_open,
    wrote,
)


@pytest.mark.parametrize(
    ("pr", "began"),
    [
        pytest.param(merged(), 0, id="without commits, at the opening"),
        pytest.param(merged(commits=(wrote(-5), wrote(-9), wrote(2))), -9, id="at the earliest commit"),
        pytest.param(merged(commits=(wrote(3),)), 0, id="at the opening, when every commit came later"),
        pytest.param(merged(commits=(wrote(-9, committed=4),)), -9, id="when it was written, not rebased"),
        pytest.param(
            merged(commits=(wrote(-30, headline="first try"), wrote(1, headline="second try"))),
            -30,
            id="at a commit that a force-push dropped",
        ),
        pytest.param(merged(commits=(wrote(-24 * 400),)), -24 * 400, id="at a very old commit, not capped"),
    ],
)
def test_work_began(pr: PullRequest, began: float) -> None:
    assert ruled(pr).work_began_at == hour(began)


@pytest.mark.parametrize(
    ("pr", "ready"),
    [
        pytest.param(merged(), 0, id="at the opening, when never a draft"),
        pytest.param(merged(drafts=(draft(0, 6),)), 6, id="when it left draft"),
        pytest.param(
            merged(drafts=(draft(0, 6), draft(8, 11)), reviews=(reviewed(20),)),
            11,
            id="when it left draft for the last time before its first review",
        ),
        pytest.param(
            merged(drafts=(draft(0, 6), draft(21, 25)), reviews=(reviewed(20),)),
            6,
            id="not when it left draft again after its first review",
        ),
        pytest.param(
            merged(drafts=(draft(3, 9),), reviews=(reviewed(5),)),
            0,
            id="at the opening, when it was reviewed while a draft again",
        ),
        pytest.param(merged(drafts=(draft(0, 6),), reviews=(reviewed(6),)), 6, id="in the very same second"),
        pytest.param(
            merged(drafts=(draft(0, 6),), reviews=(reviewed(2, ROBOT),)),
            6,
            id="after a bot's review of the draft",
        ),
        pytest.param(merged(drafts=(draft(0, 6),), comments=(commented(2, ALICE),)), 6, id="after own words"),
    ],
)
def test_it_was_ready(pr: PullRequest, ready: float) -> None:
    assert ruled(pr).ready_at == hour(ready)


@pytest.mark.parametrize(
    "pr",
    [
        pytest.param(still_open(is_draft=True, drafts=(draft(0, None),)), id="still a draft"),
        pytest.param(merged(drafts=(draft(0, 9),), reviews=(reviewed(5),)), id="reviewed while a draft"),
        pytest.param(merged(drafts=(draft(0, None),)), id="merged as a draft"),
        pytest.param(abandoned(4, drafts=(draft(0, 9),)), id="left draft only after it was closed"),
    ],
)
def test_it_was_never_ready(pr: PullRequest) -> None:
    assert ruled(pr).ready_at is None


@pytest.mark.parametrize(
    ("pr", "asked"),
    [
        pytest.param(merged(drafts=(draft(0, 3),)), 3, id="when ready, for want of a request"),
        pytest.param(merged(review_requests=(requested(7), requested(5, CAROL))), 5, id="at the first one"),
        pytest.param(merged(review_requests=(requested(-2),)), 0, id="not before the opening"),
        pytest.param(
            merged(review_requests=(requested(5),), reviews=(reviewed(4, CAROL),)),
            0,
            id="when ready, as a request after the first review is ignored",
        ),
        pytest.param(
            merged(review_requests=(requested(1),), commits=(wrote(6), wrote(12)), reviews=(reviewed(8),)),
            6,
            id="not before the last commit that the first review saw",
        ),
        pytest.param(
            merged(
                review_requests=(requested(1),), commits=(wrote(-9, committed=6),), reviews=(reviewed(8),)
            ),
            6,
            id="not before that commit was rebased",
        ),
        pytest.param(
            merged(commits=(wrote(6),), reviews=(reviewed(8),)),
            0,
            id="when ready, whatever was committed, for want of a request",
        ),
        pytest.param(merged(review_requests=(requested(5, None, team="payments"),)), 5, id="of a team"),
        pytest.param(merged(review_requests=(requested(5, removed_at=hour(6)),)), 5, id="though taken back"),
        *(
            pytest.param(merged(review_requests=(requested(5, other),)), 0, id=f"not of a {other.kind}")
            for other in NOT_HUMAN
        ),
    ],
)
def test_a_review_was_requested(pr: PullRequest, asked: float) -> None:
    assert ruled(pr).requested_at == hour(asked)


@pytest.mark.parametrize(
    ("pr", "first"),
    [
        pytest.param(merged(reviews=(reviewed(9), approved(7, CAROL))), 7, id="the earliest review"),
        pytest.param(merged(comments=(commented(5),), reviews=(approved(7),)), 5, id="a comment counts"),
        pytest.param(merged(48, reviews=(approved(48),)), 48, id="a review in the second of the merge"),
        pytest.param(merged(reviews=(reviewed(9, None),)), 9, id="of somebody whose account is deleted"),
        pytest.param(still_open(reviews=(reviewed(9),)), 9, id="of one still open"),
        pytest.param(abandoned(48, comments=(commented(9),)), 9, id="of one closed unmerged"),
        pytest.param(
            merged(reviews=(reviewed(2, ROBOT), reviewed(3, ALICE), reviewed(9, CAROL))),
            9,
            id="a person's, after a bot's and the author's own",
        ),
        pytest.param(
            merged(reviews=(approved(9, dismissed_at=hour(10)),)), 9, id="one that was dismissed later"
        ),
    ],
)
def test_the_first_review_came(pr: PullRequest, first: float) -> None:
    assert ruled(pr).first_review_at == hour(first)


@pytest.mark.parametrize("who", [*NOT_HUMAN, ALICE], ids=lambda who: str(who.login))
def test_reviews_and_comments_of_no_reviewer_do_not_count(who: Account) -> None:
    facts = ruled(merged(reviews=(approved(3, who),), comments=(commented(4, who),)))
    assert (facts.first_review_at, facts.approved_at) == (None, None)
    assert Flag.UNREVIEWED in facts.flags


def test_reviews_and_comments_after_the_merge_do_not_count() -> None:
    facts = ruled(merged(10, reviews=(approved(11),), comments=(commented(12),)))
    assert (facts.first_review_at, facts.approved_at) == (None, None)


def test_a_deleted_account_may_be_the_deleted_author_so_its_review_does_not_count() -> None:
    assert ruled(merged(author_id=None, reviews=(approved(3, None),))).first_review_at is None


@pytest.mark.parametrize(
    ("reviews", "approval"),
    [
        pytest.param((approved(5),), 5, id="one approval"),
        pytest.param((approved(5), approved(9, CAROL)), 9, id="the last of several people's"),
        pytest.param((approved(5), approved(9)), 9, id="the last of one person's"),
        pytest.param((approved(5), reviewed(9)), 5, id="a later remark takes nothing back"),
        pytest.param((objected(5), approved(9)), 9, id="the objection was withdrawn by its author"),
        pytest.param(
            (objected(5, dismissed_at=hour(6)), approved(9, CAROL)), 9, id="the objection was dismissed"
        ),
        pytest.param((objected(5, ROBOT), approved(9)), 9, id="a bot's objection is none"),
        pytest.param((objected(5, ALICE), approved(9)), 9, id="the author's objection is none"),
        pytest.param((approved(5), objected(60)), 5, id="an objection after the merge is none"),
        pytest.param((approved(5), approved(60, CAROL)), 5, id="an approval after the merge is none"),
        pytest.param(
            (approved(5), approved(9, CAROL, dismissed_at=hour(10))), 5, id="a dismissed approval is none"
        ),
        pytest.param(
            (approved(9, dismissed_at=hour(60)),), 9, id="one dismissed after the merge stood at the merge"
        ),
    ],
)
def test_it_was_approved(reviews: tuple[object, ...], approval: float) -> None:
    facts = ruled(merged(48, reviews=reviews))
    assert facts.approved_at == hour(approval)
    assert Flag.OVER_OBJECTION not in facts.flags


@pytest.mark.parametrize(
    "reviews",
    [
        pytest.param((), id="without a review"),
        pytest.param((reviewed(5),), id="with a remark only"),
        pytest.param((approved(5, dismissed_at=hour(6)),), id="whose approval was dismissed"),
        pytest.param(
            (approved(5), approved(8, dismissed_at=hour(9))),
            id="whose approver's latest word was dismissed",
        ),
        pytest.param((approved(5, ROBOT),), id="approved by a bot"),
    ],
)
def test_it_was_not_approved(reviews: tuple[object, ...]) -> None:
    facts = ruled(merged(reviews=reviews))
    assert facts.approved_at is None
    assert Flag.OVER_OBJECTION not in facts.flags


@pytest.mark.parametrize(
    "reviews",
    [
        pytest.param((objected(5),), id="one objection"),
        pytest.param((objected(5), approved(9, CAROL)), id="another's later approval"),
        pytest.param((approved(5), objected(9)), id="an approval taken back"),
        pytest.param((objected(5), reviewed(9)), id="a later remark of the one who objected"),
        pytest.param((objected(5, dismissed_at=hour(60)),), id="dismissed only after the merge"),
    ],
)
def test_it_was_merged_over_a_standing_objection(reviews: tuple[object, ...]) -> None:
    facts = ruled(merged(48, reviews=reviews))
    assert facts.approved_at is None
    assert Flag.OVER_OBJECTION in facts.flags


def test_an_open_pull_request_under_objection_is_not_merged_over_it() -> None:
    facts = ruled(still_open(reviews=(objected(5, BOB),)))
    assert facts.approved_at is None
    assert Flag.OVER_OBJECTION not in facts.flags


def test_an_open_pull_request_may_be_approved() -> None:
    assert ruled(still_open(reviews=(approved(5, CAROL),))).approved_at == hour(5)
