"""Of too few nothing is compared, and of nothing there is no zero: over every metric (rulings 3 and 5)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import NO_SPAN
from domain.metric import Aggregate
from domain.question import By
from domain.result import TOO_FEW, Coverage, Result
from metrics import BUILTIN
from metrics.delivery import cycle_time
from metrics.deployments import change_failure_rate
from metrics.engine import Facts, evaluate
from metrics.figures import figure
from metrics.incidents import incidents_per_deployment, time_to_acknowledge
from metrics.metric import Metric
from tests.metrics.rows import of_metric, question
from tests.metrics.samples import COVERED, HOUR, NOW, answer, columns
from tests.metrics.samples import question as about

OF_ITEMS = [metric for metric in BUILTIN if metric.at is None and metric.apart is None]
"""All but levels, which count what stands at a moment, and what stands apart by boards."""

COUNTS = (Aggregate.PER_WEEK, Aggregate.TOTAL)
HALF_READ = Coverage(1, 2, NOW)
NOBODY_ASKED = Coverage(0, 0, None)

every_metric = pytest.mark.parametrize("metric", OF_ITEMS, ids=lambda metric: str(metric.info.slug))
every_count = pytest.mark.parametrize(
    "metric",
    [metric for metric in OF_ITEMS if metric.info.aggregate in COUNTS and metric.over is None],
    ids=lambda metric: str(metric.info.slug),
)


def asked(metric: Metric, now: Any, before: Any, coverage: Coverage = COVERED) -> Result:  # noqa: ANN401 - of the metric's family
    """What the engine answers; a ratio is over many rows in both windows."""
    over = None
    if metric.over is not None:
        below = of_metric(metric.over, 80)
        over = Facts(below, earlier(below))
    return evaluate(metric, question(metric), Facts(now, before, over), coverage=coverage, computed_at=NOW)


def earlier(rows: Any) -> Any:  # noqa: ANN401 - of any family
    """The same rows thirty days before."""
    return replace(rows, at=rows.at - 30 * 86_400)


def none_of(rows: Any) -> Any:  # noqa: ANN401 - of any family
    return rows.where(np.zeros(len(rows), np.bool_))


def with_values(metric: Metric, n: int) -> Any:  # noqa: ANN401 - of the metric's family
    """The first of many rows, so many that n of them have a value."""
    everything = of_metric(metric, 400)
    for size in range(n, len(everything)):
        rows = everything.where(np.arange(len(everything)) < size)
        if asked(metric, rows, none_of(rows)).summary.n == n:
            return rows
    pytest.fail(f"no {n} rows of {metric.info.slug} have a value")


@every_metric
def test_four_have_a_value_with_their_number_and_no_change(metric: Metric) -> None:
    few, enough = with_values(metric, TOO_FEW - 1), with_values(metric, TOO_FEW)
    result = asked(metric, few, earlier(enough))
    assert (result.summary.n, result.is_few) == (4, True)
    assert result.summary.value is not None
    assert len(result.ids) == 4, "and its items"
    assert result.change is None
    assert asked(metric, enough, earlier(few)).change is None, "nor when too few were before"


@every_metric
def test_five_are_compared_with_five(metric: Metric) -> None:
    enough = with_values(metric, TOO_FEW)
    result = asked(metric, enough, earlier(enough))
    assert (result.summary.n, result.is_few) == (5, False)
    assert result.change == (0 if result.previous.value else None)


@pytest.mark.parametrize(
    "metric",
    [m for m in OF_ITEMS if m.info.aggregate in (Aggregate.PERCENTILE, Aggregate.SHARE, Aggregate.MEAN)],
    ids=lambda metric: str(metric.info.slug),
)
def test_four_have_no_band_and_five_may(metric: Metric) -> None:
    few = asked(metric, with_values(metric, 4), none_of(with_values(metric, 4))).summary
    assert (few.low, few.high) == (None, None)
    enough = asked(metric, with_values(metric, 5), none_of(with_values(metric, 5))).summary
    assert enough.low is not None
    assert enough.value is not None
    assert enough.high is not None
    assert enough.low <= enough.value <= enough.high


@given(st.integers(TOO_FEW, 400), st.data())
def test_the_band_of_a_share_holds_it_and_lies_between_none_and_all(n: int, data: st.DataObject) -> None:
    """Also where all or none are counted, and the band ends at the share itself."""
    ones = data.draw(st.one_of(st.integers(0, n), st.sampled_from((0, n))))
    sample = np.array([0] * (n - ones) + [1] * ones, np.int32)
    found = figure(change_failure_rate.info, sample, 50, days=30)
    assert found.value == ones / n
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= ones / n <= found.high <= 1
    assert found.high - found.low < 1


@every_count
@pytest.mark.parametrize(
    ("coverage", "value"),
    [
        pytest.param(COVERED, 0, id="all was read"),
        pytest.param(HALF_READ, None, id="half of it was read"),
        pytest.param(NOBODY_ASKED, None, id="there is nothing to read"),
    ],
)
def test_a_count_of_nothing_is_zero_only_where_all_was_read(
    metric: Metric, coverage: Coverage, value: float | None
) -> None:
    nothing = of_metric(metric, 0)
    result = asked(metric, nothing, nothing, coverage)
    assert (result.summary.n, result.summary.value) == (0, value)
    past = [point.value for point in result.trend if point.complete]
    assert set(past) == {value}, "and so is every week of it"


@every_count
def test_a_count_of_something_is_told_however_little_was_read(metric: Metric) -> None:
    rows = with_values(metric, TOO_FEW)
    assert asked(metric, rows, none_of(rows), HALF_READ).summary == asked(metric, rows, none_of(rows)).summary


@pytest.mark.parametrize("n", range(1, 8))
def test_a_null_weighs_nothing_however_many_there_are(n: int) -> None:
    """Three values among any number of nulls: the mean is theirs, and so is the number."""
    result = answer(cycle_time, columns([HOUR, 2 * HOUR, 6 * HOUR] + [None] * n))
    assert (result.summary.n, result.summary.mean, result.summary.value) == (3, 3 * HOUR, 2 * HOUR)


def test_nulls_alone_are_no_data_and_zeros_alone_are_zero() -> None:
    assert answer(cycle_time, columns([None] * 6)).summary.value is None
    assert answer(cycle_time, columns([0] * 6)).summary.value == 0


def test_a_zero_is_a_value_like_any_other() -> None:
    result = answer(cycle_time, columns([0, 0, 0, 0, 50]))
    assert (result.summary.n, result.summary.value, result.summary.mean) == (5, 0, 10)


def test_five_rows_of_which_one_is_null_are_too_few() -> None:
    result = answer(cycle_time, columns([HOUR] * 4 + [None]), columns([HOUR] * 9, day=-3))
    assert (result.summary.n, result.is_few, result.change) == (4, True, None)


def test_a_group_of_too_few_has_no_band_beside_one_that_has() -> None:
    prs = columns([10, 20, 30, 40, 50, 60, 70, 80], repository=[1] * 6 + [2] * 2)
    rows = answer(cycle_time, prs, asked=about(cycle_time, by=By.REPOSITORY)).breakdown
    assert [(row.summary.n, row.summary.low is None) for row in rows] == [(6, False), (2, True)]


def test_what_nobody_took_on_is_no_acknowledgement_of_zero_seconds() -> None:
    rows = of_metric(time_to_acknowledge, 20)
    unanswered = replace(rows, acknowledge=np.full(len(rows), NO_SPAN, np.int32))
    result = asked(time_to_acknowledge, unanswered, none_of(rows))
    assert (result.summary.n, result.summary.value, result.summary.mean) == (0, None, None)


@pytest.mark.parametrize(("known", "value"), [(True, 0.0), (False, None)], ids=["all read", "half read"])
def test_a_ratio_of_none_is_0_only_where_everything_is_read(*, known: bool, value: float | None) -> None:
    """No incident of six deployments, or none that was read yet."""
    nothing = np.empty(0, np.int32)
    assert figure(incidents_per_deployment.info, nothing, 50, days=30, over=6, known=known).value == value
    assert figure(incidents_per_deployment.info, nothing, 50, days=30, known=known).value is None
