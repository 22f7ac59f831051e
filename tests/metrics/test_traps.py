"""Traps that others' code fell into, from the pull request to the answer (metric definitions, section 9)."""

from dataclasses import replace

import pytest

from domain.facts import Span
from domain.records import PullRequest
from domain.result import Result
from domain.rulings.turns import turn
from metrics.delivery import cycle_time
from metrics.metric import Metric
from metrics.review import review_time, time_to_first_review
from tests.builders import commit
from tests.domain.rulings.stories import (
    ALICE,
    CAROL,
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
from tests.metrics.samples import HOUR, answer, columns


def answered(metric: Metric, *prs: PullRequest) -> Result:
    """The answer about these pull requests, by way of their facts."""
    facts = [ruled(pr) for pr in prs]
    cycle, coding, pickup, review, merge = (
        [each.calendar[place] for each in facts] for place in range(len(Span))
    )
    flags = [each.flags for each in facts]
    return answer(
        metric, columns(cycle, flags=flags, coding=coding, pickup=pickup, review=review, merge=merge)
    )


def test_a_bots_comment_is_no_first_review() -> None:
    result = answered(time_to_first_review, merged(comments=(commented(0, ROBOT), commented(8))))
    assert result.summary.value == 8 * HOUR


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


def test_a_missing_phase_is_no_zero_in_a_mean() -> None:
    result = answered(cycle_time, merged(48), merged(48, reviews=(approved(10),)))
    assert (result.phases[1].n, result.phases[1].mean) == (1, 10 * HOUR)


def test_a_median_of_two_lies_between_them() -> None:
    assert answered(cycle_time, merged(1), merged(100)).summary.p50 == 50.5 * HOUR


def test_nothing_merged_is_no_zero() -> None:
    assert answered(cycle_time).summary.value is None


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
