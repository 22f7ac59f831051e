"""Traps that others' code fell into, from the pull request to the answer (metric definitions, section 9)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.people import WorkingHours
from domain.question import TimeBase
from domain.records import Account
from domain.rulings.turns import turn
from domain.window import Window
from metrics.delivery import cycle_time
from metrics.review import review_time, time_to_first_review
from tests.builders import commit
from tests.domain.rulings.stories import (
    ALICE,
    CAROL,
    NOT_HUMAN,
    PEOPLE,
    ROBOT,
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
from tests.metrics.ruling import answered
from tests.metrics.samples import HOUR, answer, columns, question


def test_a_bots_comment_is_no_first_review() -> None:
    result = answered(time_to_first_review, merged(comments=(commented(0, ROBOT), commented(8))))
    assert result.summary.value == 8 * HOUR


@pytest.mark.parametrize("who", NOT_HUMAN, ids=lambda account: str(account.kind))
def test_whoever_is_no_person_reviews_nothing_first(who: Account) -> None:
    pr = merged(comments=(commented(1, who),), reviews=(approved(2, who), reviewed(8), approved(10, who)))
    assert answered(time_to_first_review, pr).summary.value == 8 * HOUR
    assert answered(review_time, pr).summary.value == 40 * HOUR, "and none of them approves"


def test_the_authors_own_review_is_no_first_review() -> None:
    result = answered(time_to_first_review, merged(reviews=(reviewed(1, ALICE), reviewed(8))))
    assert result.summary.value == 8 * HOUR


def test_the_first_time_it_is_ready_is_not_the_last() -> None:
    result = answered(time_to_first_review, merged(drafts=(draft(0, 2), draft(3, 6)), reviews=(approved(8),)))
    assert result.summary.value == 2 * HOUR


def test_drafts_are_summed() -> None:
    result = answered(
        cycle_time, merged(drafts=(draft(0, 2), draft(10, 13)), reviews=(reviewed(8), approved(20)))
    )
    assert result.phases[0].mean == 5 * HOUR


def test_what_is_not_blocking_is_not_therefore_an_approval() -> None:
    result = answered(cycle_time, merged(48, reviews=(reviewed(5), reviewed(9, CAROL))))
    assert (result.phases[3].n, result.phases[3].mean) == (0, None)


def test_a_remark_neither_approves_nor_takes_an_approval_or_an_objection_back() -> None:
    approves = answered(cycle_time, merged(48, reviews=(approved(5), reviewed(9))))
    assert (approves.phases[3].n, approves.phases[3].mean) == (1, 43 * HOUR)
    objects = answered(cycle_time, merged(48, reviews=(objected(5), reviewed(9))))
    assert (objects.phases[3].n, objects.phases[2].mean) == (0, 43 * HOUR)
    assert [each.reason for each in objects.quality] == ["merged over an objection"]


def test_a_missing_phase_is_no_zero_in_a_mean() -> None:
    result = answered(cycle_time, merged(48), merged(48, reviews=(approved(10),)))
    assert (result.phases[1].n, result.phases[1].mean) == (1, 10 * HOUR)


def test_a_median_of_two_lies_between_them() -> None:
    assert answered(cycle_time, merged(1), merged(100)).summary.p50 == 50.5 * HOUR


def test_the_eightieth_percentile_of_three_lies_between_two_of_them() -> None:
    """Of 5, 10 and 200 it is six tenths of the way from the second to the third: 10 + 0.6 * 190."""
    result = answered(cycle_time, *map(merged, (5, 10, 200)), asked=question(cycle_time, percentile=80))
    assert result.summary.value == pytest.approx(124 * HOUR)


def test_a_median_stands_beside_the_mean_that_one_long_wait_moves() -> None:
    summary = answered(cycle_time, *map(merged, (1, 2, 3, 4, 90))).summary
    assert (summary.value, summary.p50, summary.mean) == (3 * HOUR, 3 * HOUR, 20 * HOUR)


def test_nothing_merged_is_no_zero() -> None:
    assert answered(cycle_time).summary.value is None


def test_a_month_without_a_merge_is_a_gap_and_does_not_count_in_the_median() -> None:
    """A window of more than two years has a point a month; nothing was merged in September."""
    years = question(cycle_time, window=Window(date(2024, 10, 1), date(2026, 11, 25)))
    rows = columns([10 * HOUR, 20 * HOUR, 60 * HOUR], day=[-60, 0, 1])
    result = answer(cycle_time, rows, asked=years)
    assert [point.value for point in result.trend[-4:]] == [10 * HOUR, None, 40 * HOUR, None]
    assert (result.summary.n, result.summary.value, result.summary.mean) == (3, 20 * HOUR, 30 * HOUR)


@pytest.mark.parametrize(
    ("opened", "review", "worked"),
    [
        pytest.param(-13, -10, 3, id="Sunday evening in UTC is Monday morning in Auckland"),
        pytest.param(4 * 24 + 11, 6 * 24 + 11.5, 0.5, id="Friday evening in UTC is Saturday in Auckland"),
    ],
)
def test_a_weekend_is_that_of_the_reviewers_zone_and_not_of_utc(
    opened: float, review: float, worked: float
) -> None:
    pr = merged(7 * 24, created_at=hour(opened), reviews=(approved(review),))
    at_work = question(time_to_first_review, clock=TimeBase.WORKING)
    result = answered(time_to_first_review, pr, asked=at_work, bob=WorkingHours("Pacific/Auckland"))
    assert result.summary.value == worked * HOUR


def test_a_pull_request_merged_by_its_author_alone_stays_in_the_total() -> None:
    result = answered(cycle_time, merged(10, merged_by_id=ALICE.id))
    assert result.summary.value == 10 * HOUR
    assert [(each.reason, each.n) for each in result.quality] == [("merged without a review", 1)]


def test_an_objection_that_stands_is_told_and_ends_the_review_with_the_merge() -> None:
    result = answered(review_time, merged(48, reviews=(objected(8), approved(9, CAROL))))
    assert result.summary.value == 40 * HOUR
    assert [(each.reason, each.n) for each in result.quality] == [("merged over an objection", 1)]


def test_times_that_cannot_be_are_not_bent_to_zero() -> None:
    result = answered(time_to_first_review, merged(9, reviews=(approved(-3),)))
    assert result.summary.value is None
    assert [(each.reason, each.n) for each in result.quality] == [
        ("with times that contradict each other", 1)
    ]


def test_a_revert_is_out_and_its_revert_is_in() -> None:
    result = answered(
        cycle_time, merged(9, title='Revert "Pay once"'), merged(20, title='Revert "Revert "Pay once""')
    )
    assert (result.summary.n, result.summary.value) == (1, 20 * HOUR)
    assert [(each.reason, each.n) for each in result.excluded] == [("reverts", 1)]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="opened"),
        pytest.param({"review_requests": (requested(4),)}, id="asked"),
        pytest.param({"review_requests": (requested(4), requested(9, CAROL))}, id="asked two"),
        pytest.param({"review_requests": (requested(-4),)}, id="asked before it was opened"),
        pytest.param({"drafts": (draft(0, 7),)}, id="left draft"),
        pytest.param({"review_requests": (requested(4),), "drafts": (draft(0, 7),)}, id="asked as a draft"),
        pytest.param({"review_requests": (requested(4),), "commits": (wrote(6),)}, id="pushed since"),
        pytest.param({"commits": (wrote(6),)}, id="pushed, and nobody asked"),
        pytest.param({"review_requests": (requested(4, ROBOT),)}, id="a bot was asked"),
    ],
)
def test_the_clock_of_a_reminder_is_the_clock_of_the_metric(fields: dict[str, object]) -> None:
    waits_since = turn(still_open(**fields), PEOPLE).since
    pickup = answered(time_to_first_review, merged(90, **fields, reviews=(reviewed(50),))).summary.value
    assert pickup == (hour(50) - waits_since).total_seconds()


def test_a_bots_push_and_an_update_of_the_branch_are_no_round() -> None:
    pushes = (
        commit("a", hour(4), author_id=ROBOT.id),
        commit("b", hour(5), headline="Merge branch 'main' into pay-once"),
    )
    pr = merged(commits=pushes, reviews=(objected(3), approved(9)))
    assert ruled(pr).rounds == 1
    assert ruled(replace(pr, commits=(*pushes, wrote(6)))).rounds == 2


def test_a_bots_review_is_no_response_and_no_round() -> None:
    requests = (requested(0, ROBOT), requested(1, CAROL))
    facts = ruled(merged(review_requests=requests, reviews=(approved(2, ROBOT), approved(5, CAROL))))
    assert ([each.author_id for each in facts.responses], facts.rounds) == ([CAROL.id], 1)
