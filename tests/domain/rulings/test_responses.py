"""Responses: from the request to a reviewer to the first review they submitted."""

import pytest

from domain.people import WorkingHours
from domain.records import PullRequest
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NOT_HUMAN,
    abandoned,
    approved,
    closed,
    commented,
    draft,
    hour,
    merged,
    objected,
    requested,
    reviewed,
    ruled,
    still_open,
)

TOKYO = WorkingHours("Asia/Tokyo")
HOUR = 3600


def waits(pr: PullRequest, **hours: WorkingHours) -> list[tuple[int | None, float, float]]:
    """Who answered after how many hours, on the calendar and at work."""
    facts = ruled(pr, **hours).responses  # type: ignore[arg-type] # only hours are told
    return [(each.author_id, (each.span or 0) / HOUR, (each.span_working or 0) / HOUR) for each in facts]


def calendar(pr: PullRequest) -> list[float]:
    return [span for _, span, _ in waits(pr)]


@pytest.mark.parametrize(
    ("pr", "spans"),
    [
        pytest.param(merged(reviews=(approved(4),)), [], id="nobody was asked"),
        pytest.param(merged(review_requests=(requested(0),)), [], id="nobody answered"),
        pytest.param(
            merged(reviews=(approved(4),), review_requests=(requested(1),)), [3], id="asked and answered"
        ),
        pytest.param(
            merged(reviews=(reviewed(3), approved(9)), review_requests=(requested(1),)),
            [2],
            id="the first answer counts",
        ),
        pytest.param(
            merged(reviews=(approved(9),), review_requests=(requested(1), requested(5))),
            [8],
            id="asked twice before",
        ),
        pytest.param(
            merged(reviews=(objected(3), approved(9)), review_requests=(requested(1), requested(5))),
            [2],
            id="asked again after",
        ),
        pytest.param(
            merged(reviews=(reviewed(1), approved(9)), review_requests=(requested(5),)),
            [4],
            id="reviewed before being asked",
        ),
        pytest.param(
            merged(reviews=(approved(1),), review_requests=(requested(5),)), [], id="never after being asked"
        ),
        pytest.param(
            merged(reviews=(approved(9),), review_requests=(requested(1, removed_at=hour(5)),)),
            [],
            id="taken back before",
        ),
        pytest.param(
            merged(reviews=(approved(9),), review_requests=(requested(1, removed_at=hour(9)),)),
            [8],
            id="taken back with the answer",
        ),
        pytest.param(
            merged(reviews=(approved(9),), review_requests=(requested(1, removed_at=hour(5)), requested(6))),
            [3],
            id="taken back and made anew",
        ),
        pytest.param(
            merged(
                reviews=(approved(4), approved(9, CAROL)), review_requests=(requested(1), requested(2, CAROL))
            ),
            [3, 7],
            id="each reviewer for themselves",
        ),
        pytest.param(
            merged(reviews=(approved(4, CAROL),), review_requests=(requested(1),)),
            [],
            id="somebody else answered",
        ),
        pytest.param(
            merged(comments=(commented(4),), review_requests=(requested(1),)),
            [],
            id="a comment is no submitted review",
        ),
        pytest.param(
            merged(reviews=(approved(4),), review_requests=(requested(1, None, team="core"),)),
            [],
            id="a team is nobody in particular",
        ),
        pytest.param(
            merged(reviews=(approved(4, ALICE),), review_requests=(requested(1, ALICE),)),
            [],
            id="its author asked themselves",
        ),
        pytest.param(
            merged(9, reviews=(approved(10),), review_requests=(requested(1),)), [], id="after the merge"
        ),
        pytest.param(
            abandoned(9, reviews=(approved(10),), review_requests=(requested(1),)), [], id="after the close"
        ),
        pytest.param(
            abandoned(9, reviews=(objected(8),), review_requests=(requested(1),)), [7], id="closed later"
        ),
        pytest.param(
            still_open(reviews=(objected(8),), review_requests=(requested(1),)), [7], id="still open"
        ),
        pytest.param(
            merged(reviews=(approved(1),), review_requests=(requested(1),)), [0], id="within the second"
        ),
        pytest.param(
            merged(reviews=(approved(3),), review_requests=(requested(-5),)),
            [3],
            id="asked before it was opened",
        ),
    ],
)
def test_a_response_runs_from_the_request_to_the_first_review(pr: PullRequest, spans: list[float]) -> None:
    assert calendar(pr) == spans


@pytest.mark.parametrize("who", NOT_HUMAN, ids=lambda who: str(who.login))
def test_whoever_is_no_person_does_not_respond(who: object) -> None:
    pr = merged(reviews=(approved(4, who),), review_requests=(requested(1, who),))  # type: ignore[arg-type] # an account
    assert calendar(pr) == []


@pytest.mark.parametrize(
    ("drafts", "spans"),
    [
        pytest.param((draft(0, 3),), [5], id="asked while a draft"),
        pytest.param((draft(4, 6),), [5], id="a draft in between"),
        pytest.param((draft(0, 20),), [], id="answered while still a draft"),
        pytest.param((draft(10, None),), [7], id="a draft afterwards"),
    ],
)
def test_nobody_waits_for_the_reviewer_of_a_draft(drafts: tuple[object, ...], spans: list[float]) -> None:
    assert calendar(merged(drafts=drafts, reviews=(approved(8),), review_requests=(requested(1),))) == spans


def test_only_the_reviewer_s_own_hours_count_at_work() -> None:
    pr = merged(49, reviews=(approved(25),), review_requests=(requested(0),))
    assert waits(pr) == [(BOB.id, 25, 10)]
    assert waits(pr, alice=TOKYO) == [(BOB.id, 25, 10)]
    assert waits(pr, bob=TOKYO) == [(BOB.id, 25, 9)]


def test_while_it_is_closed_the_reviewer_s_clock_stands_still() -> None:
    pr = merged(reviews=(approved(8),), review_requests=(requested(0),), closed_intervals=(closed(2, 5),))
    assert waits(pr) == [(BOB.id, 8, 5)]


def test_a_wait_of_longer_than_a_column_holds_is_none() -> None:
    pr = merged(24 * 365 * 80, reviews=(approved(24 * 365 * 70),), review_requests=(requested(0),))
    assert calendar(pr) == []


def test_a_fact_names_the_review_the_reviewer_and_the_pull_request() -> None:
    pr = merged(reviews=(approved(4),), review_requests=(requested(1),), title='Revert "Pay once"')
    (fact,) = ruled(pr).responses
    assert (fact.id, fact.author_id, fact.kind_id) == (pr.reviews[0].id, BOB.id, pr.id)
    assert (fact.place_id, fact.at, fact.flags) == (pr.repository_id, hour(4), ruled(pr).flags)
