"""Review metrics read what the rulings made of reviews, and count only what can be counted."""

from dataclasses import replace

import pytest

from domain.facts import Flag
from domain.question import By, Scope, ScopeKind, TimeBase
from domain.result import Exclusion, Result
from metrics.engine import Facts, evaluate
from metrics.metric import Metric
from metrics.review import (
    merged_without_review,
    pr_size,
    review_load,
    review_rounds,
    review_time,
    reviewer_response,
    time_to_first_review,
)
from tests.metrics.flowing import reviews, spans, whole
from tests.metrics.samples import COVERED, NOW, WINDOW, answer, columns, question, seconds

WEEKS = WINDOW.days / 7
ME = Scope(ScopeKind.PERSON, "You", 1, account_ids=(7,))
NONE = reviews()


def load(now: object, before: object = NONE, asked: object = None, metric: Metric = review_load) -> Result:
    facts = Facts(now, before, Facts(now, before))
    return evaluate(metric, asked or question(metric), facts, coverage=COVERED, computed_at=NOW)  # type: ignore[arg-type] # a question


def test_each_reads_its_span() -> None:
    rows = columns([9, 9], pickup=[1, None], review=[2, None])
    assert time_to_first_review.values(rows, TimeBase.CALENDAR) is rows.pickup
    assert review_time.values(rows, TimeBase.WORKING) is rows.review_working


@pytest.mark.parametrize("metric", [time_to_first_review, review_time, reviewer_response])
def test_waits_for_people_are_told_at_work_unless_asked_otherwise(metric: Metric) -> None:
    assert metric.info.clocks == (TimeBase.WORKING, TimeBase.CALENDAR)


def test_what_was_merged_without_a_review_has_no_time_to_one_and_is_told() -> None:
    rows = columns([9, 9, 9], pickup=[4, None, 8], flags=[Flag(0), Flag.UNREVIEWED, Flag(0)])
    result = answer(time_to_first_review, rows)
    assert (result.summary.n, result.summary.value) == (2, 6)
    assert result.quality == (Exclusion("merged without a review", 1),)
    assert result.ids == (3, 1)


@pytest.mark.parametrize("metric", [time_to_first_review, review_time, review_rounds, pr_size])
def test_what_comes_from_a_long_lived_branch_is_no_review_of_its_own(metric: Metric) -> None:
    flags = [Flag(0), Flag.BETWEEN_BRANCHES]
    rows = replace(columns([9, 9], pickup=[4, 8], review=[4, 8], flags=flags), rounds=seconds([1, 9]))
    result = answer(metric, rows)
    assert result.summary.n == 1
    assert result.excluded == (Exclusion("merges of one long-lived branch into another", 1),)


def test_a_response_is_told_on_either_clock() -> None:
    rows = spans((30, 1), (50, 2), (90, 3), working=(3, 5, 20))
    assert whole(reviewer_response.values(rows, TimeBase.CALENDAR)) == [30, 50, 90]
    assert whole(reviewer_response.values(rows, TimeBase.WORKING)) == [3, 5, 20]


def test_responses_on_a_bots_pull_request_are_left_out() -> None:
    rows = spans((30, 1), (50, 2), flags=[Flag(0), Flag.BOT_AUTHOR])
    result = load(rows, asked=question(reviewer_response), metric=replace(reviewer_response, over=None))
    assert (result.summary.n, result.summary.value) == (1, 30)
    assert result.excluded == (Exclusion("bot pull requests", 1),)


def test_rounds_are_told_of_what_was_reviewed() -> None:
    rows = replace(columns([9] * 4), rounds=seconds([1, 1, None, 3]))
    result = answer(review_rounds, rows)
    assert (result.summary.n, result.summary.value) == (3, 1)
    assert result.summary.mean == pytest.approx(5 / 3)


def test_a_size_is_lines_added_and_deleted() -> None:
    rows = replace(columns([9] * 3), size=seconds([0, 10, 500]))
    assert answer(pr_size, rows).summary.value == 10


def test_the_share_without_review_counts_reverts_but_no_bots() -> None:
    unreviewed = Flag.UNREVIEWED
    flags = [unreviewed, unreviewed | Flag.REVERT, Flag(0), Flag.REVERT, unreviewed | Flag.BOT_AUTHOR]
    result = answer(merged_without_review, columns([9] * 5, flags=flags))
    assert (result.summary.n, result.summary.value) == (4, 0.5)
    assert result.excluded == (Exclusion("bot pull requests", 1),)


def test_those_merged_by_their_authors_are_told_beside_the_share() -> None:
    rows = columns([9] * 2, flags=[Flag.UNREVIEWED | Flag.SELF_MERGED, Flag.OVER_OBJECTION])
    assert answer(merged_without_review, rows).quality == (
        Exclusion("merged by their authors", 1),
        Exclusion("merged over an objection", 1),
    )


def test_the_load_is_reviews_by_reviewers_and_weeks() -> None:
    rows = reviews(1, 2, 3, 4, 5, 6, 7, 8, 9, by=[1, 1, 1, 1, 1, 2, 2, 3, 3])
    result = load(rows)
    assert result.summary.value == pytest.approx(9 / 3 / WEEKS)
    assert result.summary.n == 9
    assert result.quality == (Exclusion("by the busiest of 3 reviewers", 5),)


def test_fewer_than_three_reviewers_have_no_load_for_it_would_be_told_of_people() -> None:
    result = load(reviews(1, 2, 3, 4, by=[1, 1, 1, 2]))
    assert (result.summary.n, result.summary.value) == (4, None)
    assert result.quality == (Exclusion("by fewer than 3 reviewers, so their load is not told", 4),)


def test_somebodys_own_load_is_told_to_them_and_not_compared_with_others() -> None:
    result = load(reviews(1, 2, 3, by=7), asked=replace(question(review_load), scope=ME))
    assert result.summary.value == pytest.approx(3 / WEEKS)
    assert result.quality == ()


def test_the_load_is_shared_by_those_who_reviewed_in_the_repositories_asked_about() -> None:
    rows = reviews(1, 2, 3, 4, 5, by=[1, 1, 2, 3, 4], repository=[2, 1, 1, 1, 2])
    asked = question(review_load, repositories=(1,))
    assert load(rows, asked=asked).summary.value == pytest.approx(3 / 3 / WEEKS)


def test_a_reviewer_nobody_knows_counts_as_no_reviewer() -> None:
    result = load(reviews(1, 2, 3, 4, by=[1, 2, 3, 0]))
    assert result.summary.value == pytest.approx(4 / 3 / WEEKS)
    assert result.quality == (Exclusion("by the busiest of 3 reviewers", 1),)


def test_reviews_of_bots_pull_requests_are_no_load() -> None:
    flags = [Flag(0)] * 3 + [Flag.BOT_AUTHOR] * 4
    rows = reviews(*range(1, 8), by=[1, 2, 3, 4, 4, 4, 4], flags=flags)
    assert load(rows).summary.value == pytest.approx(3 / 3 / WEEKS)


def test_the_load_changes_with_the_reviewers_as_well_as_with_the_reviews() -> None:
    now = reviews(*range(1, 13), by=[1, 2, 3] * 4)
    before = reviews(*(day - 30 for day in range(1, 13)), by=[1, 2, 3, 4, 5, 6] * 2)
    assert load(now, before).change == pytest.approx(1.0)


def test_nobody_reviewed_is_no_load_of_zero() -> None:
    result = load(NONE)
    assert (result.summary.n, result.summary.value, result.quality) == (0, None, ())


def test_a_week_of_the_load_is_shared_by_the_reviewers_of_that_week() -> None:
    rows = reviews(1, 2, 3, 4, 5, 6, 8, 9, 10, 15, 16, by=[1, 1, 1, 2, 2, 3, 1, 2, 3, 1, 2])
    result = load(rows)
    assert [point.value for point in result.trend[:3]] == [2, 1, None]
    assert [point.n for point in result.trend[:3]] == [6, 3, 2]
    assert [each.summary.value for each in result.breakdown[:3]] == [2, 1, None]


def test_the_weeks_of_ones_own_load_are_told_to_oneself() -> None:
    result = load(reviews(1, 2, 8, by=7), asked=replace(question(review_load), scope=ME))
    assert [point.value for point in result.trend[:2]] == [2, 1]


def test_a_load_is_broken_down_by_week_and_team_only_for_a_share_of_a_repository_has_no_sense() -> None:
    assert review_load.info.breakdowns == (By.WEEK, By.TEAM)
