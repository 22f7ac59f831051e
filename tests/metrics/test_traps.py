"""Traps that others' code fell into, from the pull request to the answer (metric definitions, section 9)."""

from domain.facts import Span
from domain.records import PullRequest
from domain.result import Result
from metrics.delivery import cycle_time
from metrics.metric import Metric
from metrics.review import review_time, time_to_first_review
from tests.domain.rulings.stories import (
    ALICE,
    CAROL,
    ROBOT,
    approved,
    commented,
    draft,
    merged,
    objected,
    reviewed,
    ruled,
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
