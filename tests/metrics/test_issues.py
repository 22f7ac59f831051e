"""The figures of issues, over columns and against sums made by hand."""

from datetime import timedelta

import numpy as np
import pytest

from domain.facts import NO_SPAN, Flag, Ids, IssueColumns, IssueFlag, SpanColumns
from domain.question import By, TimeBase
from domain.result import Exclusion, Result
from metrics.engine import Facts, evaluate
from metrics.issues import (
    issue_cycle_time,
    issue_throughput,
    issue_to_deploy,
    issue_to_pr,
    issue_types,
    linked_prs,
)
from metrics.metric import Metric
from tests.metrics.samples import COVERED, FIRST, NOW, Spans, question, seconds

STORY, BUG = 11, 12
TYPES = {STORY: "Story", BUG: "Bug"}
NOTHING_ODD = IssueFlag(0)


def moments(n: int, day: float) -> Ids:
    return np.full(n, int((FIRST + timedelta(days=day)).timestamp()), np.int64)


def issues(
    cycle: Spans,
    *,
    working: Spans = (),
    flags: tuple[int, ...] = (),
    types: tuple[int, ...] = (),
    day: float = 1,
) -> IssueColumns:
    n = len(cycle)
    return IssueColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.ones(n, np.int64),
        np.ones(n, np.int64),
        moments(n, day),
        np.array(flags or [0] * n, np.int32),
        np.array(types or [STORY] * n, np.int64),
        seconds(cycle),
        seconds(working or [None] * n),
        seconds([9] * n),
        seconds([0] * n),
        seconds([None] * n),
    )


def spans(
    span: Spans, *, working: Spans = (), flags: tuple[int, ...] = (), kinds: tuple[int, ...] = ()
) -> SpanColumns:
    n = len(span)
    return SpanColumns(
        np.arange(1, n + 1, dtype=np.int64),
        np.ones(n, np.int64),
        np.ones(n, np.int64),
        moments(n, 1),
        np.array(flags or [0] * n, np.int32),
        np.array(kinds or [STORY] * n, np.int64),
        seconds(span),
        seconds(working or [None] * n),
    )


def answer(
    metric: Metric,
    now: IssueColumns | SpanColumns,
    before: IssueColumns | SpanColumns | None = None,
    *,
    by: By = By.WEEK,
    clock: TimeBase = TimeBase.CALENDAR,
) -> Result:
    empty = now.where(np.zeros(len(now), np.bool_))
    facts = Facts(now, empty if before is None else before)
    asked = question(metric, by=by, clock=clock)
    return evaluate(metric, asked, facts, coverage=COVERED, computed_at=NOW, names=TYPES)


def test_issue_cycle_time_is_the_median_of_those_that_have_one() -> None:
    result = answer(issue_cycle_time, issues([100, 300, None, 200, 900]))
    assert (result.summary.n, result.summary.value) == (4, 250)


def test_issue_cycle_time_is_told_on_both_clocks() -> None:
    both = issues([100, 300], working=[10, 30])
    assert answer(issue_cycle_time, both, clock=TimeBase.WORKING).summary.value == 20
    assert issue_cycle_time.info.clocks == (TimeBase.CALENDAR, TimeBase.WORKING)


def test_canceled_issues_and_those_set_aside_are_left_out_and_counted() -> None:
    flags = (IssueFlag.CANCELED, IssueFlag.EXCLUDED_BY_HAND | IssueFlag.CANCELED, 0)
    for metric in (issue_cycle_time, issue_throughput, issue_types):
        result = answer(metric, issues([100, 200, 300], flags=flags))
        assert result.ids == (3,)
        assert result.excluded == (
            Exclusion("issues set aside by hand", 1),
            Exclusion("canceled issues", 1),
        )


def test_what_is_odd_about_issues_is_told() -> None:
    flags = (
        IssueFlag.NEVER_STARTED,
        IssueFlag.REOPENED | IssueFlag.BLOCKED,
        IssueFlag.CONTRADICTORY,
        IssueFlag.REOPENED,
    )
    result = answer(issue_cycle_time, issues([None, 5, None, 7], flags=flags))
    assert {each.reason: each.n for each in result.quality} == {
        "with times that contradict each other": 1,
        "done without ever being in progress": 1,
        "moved backwards on the way": 2,
        "blocked on the way": 1,
    }


def test_throughput_is_a_week_of_the_windows_days() -> None:
    result = answer(issue_throughput, issues([1, None, 3, 4, 5, 6]))
    assert result.summary.value == pytest.approx(6 / (30 / 7))
    assert result.summary.n == 6


def test_issue_types_are_counted_by_type_unless_somebody_asks_otherwise() -> None:
    assert issue_types.info.by is By.TYPE
    done = issues([1, 2, 3, 4], types=(STORY, BUG, STORY, 0))
    earlier = issues([1, 2, 3], types=(BUG, BUG, STORY), day=-20)
    result = answer(issue_types, done, earlier, by=By.TYPE)
    assert result.summary.value == 4
    assert [
        (row.label, row.summary.value, row.previous and row.previous.value) for row in result.breakdown
    ] == [
        ("Story", 2, 1),
        ("Bug", 1, 2),
        ("none", 1, 0),
    ]


@pytest.mark.parametrize("metric", [issue_cycle_time, issue_throughput])
def test_figures_of_issues_can_be_broken_down_by_type(metric: Metric) -> None:
    assert By.TYPE in metric.info.breakdowns
    result = answer(metric, issues([60, 120, 180], types=(STORY, BUG, BUG)), by=By.TYPE)
    assert [(row.label, row.summary.n) for row in result.breakdown] == [("Bug", 2), ("Story", 1)]


@pytest.mark.parametrize("metric", [issue_to_pr, issue_to_deploy])
def test_time_since_creation_is_the_median_of_those_that_have_one(metric: Metric) -> None:
    told = spans(
        [100, None, 300, 500],
        working=[10, None, 30, 50],
        flags=(0, IssueFlag.CONTRADICTORY, 0, IssueFlag.CANCELED),
        kinds=(BUG, BUG, STORY, STORY),
    )
    result = answer(metric, told, by=By.TYPE)
    assert (result.summary.n, result.summary.value) == (2, 200)
    assert [row.label for row in result.breakdown] == ["Bug", "Story"]
    assert [each.n for each in result.quality] == [1]
    assert result.excluded == (Exclusion("canceled issues", 1),)
    assert answer(metric, told, clock=TimeBase.WORKING).summary.value == 20


def test_linked_pull_requests_are_a_share_of_those_by_people() -> None:
    flags = (0, 0, Flag.BOT_AUTHOR, Flag.REVERT, Flag.EXCLUDED_BY_HAND, 0)
    result = answer(linked_prs, spans([None] * 6, flags=flags, kinds=(7, 0, 0, 8, 0, 9)))
    assert (result.summary.n, result.summary.value) == (4, 0.75)
    assert {each.reason: each.n for each in result.excluded} == {
        "pull requests set aside by hand": 1,
        "bot pull requests": 1,
    }


def test_no_value_is_made_of_a_value_that_is_none() -> None:
    values = issue_cycle_time.values(issues([None]), TimeBase.CALENDAR)
    assert values.tolist() == [NO_SPAN]
