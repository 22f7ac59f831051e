"""Figures of sprints: sums over sums, the last five of each board, and no points added to issues."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import NO_SPAN, SprintFlag
from domain.question import By, TimeBase
from metrics.metric import Metric
from metrics.sprints import carry_over, cycle_completion, say_do, scope_change, velocity
from tests.metrics.samples import question
from tests.metrics.sprint_samples import Row, measured, sprints, unestimated

ALL = (velocity, say_do, scope_change, carry_over, cycle_completion)


def done(*completed: float, **fields: float) -> list[Row]:
    """Sprints that kept all of a commitment of these points."""
    return [
        {"committed": size, "completed": size, "delivered": size, "carried": 0, **fields}
        for size in completed
    ]


class TestVelocity:
    def test_it_is_the_mean_of_the_last_five(self) -> None:
        result = measured(velocity, sprints(*done(100, 10, 20, 30, 40, 50)))
        assert (result.summary.n, result.summary.value) == (5, 30)
        assert result.ids == (105, 104, 103, 102, 101)

    def test_the_last_are_the_last_to_close_in_whatever_order_they_lie(self) -> None:
        rows = sprints(
            *({**row, "day": 10 - place} for place, row in enumerate(done(10, 20, 30, 40, 50, 600)))
        )
        assert measured(velocity, rows).summary.value == 30

    def test_fewer_than_five_are_told_with_their_number(self) -> None:
        result = measured(velocity, sprints(*done(10, 25)))
        assert (result.summary.n, result.summary.value, result.is_few) == (2, 17.5, True)

    @pytest.mark.parametrize(
        ("flag", "words"),
        [
            (SprintFlag.NO_COMMITMENT, "sprints without a commitment"),
            (SprintFlag.NO_LENGTH, "sprints closed as soon as they began"),
            (SprintFlag.EXCLUDED_BY_HAND, "sprints set aside by hand"),
        ],
    )
    def test_what_tells_nothing_is_skipped_and_counted(self, flag: SprintFlag, words: str) -> None:
        rows = sprints(*done(10, 20), *done(90, flags=int(flag)))
        result = measured(velocity, rows)
        assert result.summary.value == 15
        assert [(each.reason, each.n) for each in result.excluded] == [(words, 1)]

    def test_a_skipped_sprint_takes_no_place_among_the_five(self) -> None:
        rows = sprints(*done(10, 20, 30, 40), *done(0, flags=int(SprintFlag.NO_COMMITMENT)), *done(50))
        assert measured(velocity, rows).summary.value == 30

    def test_points_of_two_boards_are_never_put_together(self) -> None:
        rows = sprints(*done(10, 20, 30, 40, 50, 60), *done(100, 200, board=2))
        result = measured(velocity, rows, asked=question(velocity, by=By.BOARD))
        assert (result.summary.n, result.summary.value, result.change, result.trend) == (7, None, None, ())
        told = {row.label: (row.summary.n, row.summary.value) for row in result.breakdown}
        assert told == {"Payments board": (5, 40.0), "Ledger board": (2, 150.0)}

    def test_one_board_has_a_trend(self) -> None:
        assert any(point.value for point in measured(velocity, sprints(*done(10, 20))).trend)

    def test_halves_and_thirds_are_kept(self) -> None:
        assert measured(velocity, sprints(*done(0.5, 0.33))).summary.value == pytest.approx(0.415)


class TestRatios:
    ROWS: tuple[Row, Row] = (
        {"committed": 10, "completed": 9, "delivered": 8, "added": 4, "removed": 2, "carried": 3},
        {"committed": 90, "completed": 95, "delivered": 27, "added": 14, "removed": 0, "carried": 0},
    )

    @pytest.mark.parametrize(
        ("metric", "expected"),
        [
            (say_do, 35 / 100),
            (scope_change, 20 / 100),
            (carry_over, 3 / 116),
            (cycle_completion, 104 / 116),
        ],
        ids=lambda each: str(each.info.slug) if hasattr(each, "info") else "",
    )
    def test_a_share_is_a_sum_over_a_sum(self, metric: Metric, expected: float) -> None:
        result = measured(metric, sprints(*self.ROWS))
        assert result.summary.value == pytest.approx(expected)
        assert result.summary.n == 2

    def test_a_sprint_without_a_next_one_is_no_part_of_carry_over(self) -> None:
        rows = sprints(*self.ROWS, {"committed": 50, "carried": None, "carried_issues": None})
        result = measured(carry_over, rows)
        assert result.summary.n == 2
        assert result.summary.value == pytest.approx(3 / 116)

    def test_over_nothing_there_is_no_share(self) -> None:
        empty: Row = {"committed": 5, "removed": 5, "carried": 0}
        result = measured(cycle_completion, sprints(empty))
        assert (result.summary.n, result.summary.value) == (1, None)

    def test_a_week_is_told_by_its_own_sums(self) -> None:
        rows = sprints({**self.ROWS[0], "day": 1}, {**self.ROWS[1], "day": 8})
        points = [point.value for point in measured(say_do, rows).trend]
        assert points[:3] == [0.8, pytest.approx(0.3), None]

    def test_a_board_is_told_by_its_own_sums(self) -> None:
        rows = sprints(self.ROWS[0], {**self.ROWS[1], "board": 2})
        result = measured(say_do, rows, asked=question(say_do, by=By.BOARD))
        told = {row.label: row.summary.value for row in result.breakdown}
        assert told == {"Payments board": pytest.approx(0.8), "Ledger board": pytest.approx(0.3)}
        assert result.summary.value == pytest.approx(0.35)

    def test_what_is_over_nothing_before_is_compared_with_nothing(self) -> None:
        assert measured(say_do, sprints(*self.ROWS)).change is None


class TestIssues:
    """A board that estimates nothing is counted in issues, and no board in both."""

    def test_without_any_estimate_issues_are_counted(self) -> None:
        rows = sprints(
            unestimated(committed=8, completed=6, delivered=6),
            unestimated(committed=8, completed=10, delivered=8),
        )
        assert measured(velocity, rows).summary.value == 8
        assert measured(say_do, rows).summary.value == pytest.approx(14 / 16)

    def test_they_are_told_to_be_counted_so(self) -> None:
        told = measured(velocity, sprints(unestimated(committed=8, completed=6))).quality
        assert [each.reason for each in told] == ["counted in issues, for nothing in them is estimated"]

    def test_a_board_that_estimates_skips_a_sprint_without_estimates(self) -> None:
        rows = sprints(*done(10, 20), unestimated(committed=8, completed=800))
        result = measured(velocity, rows)
        assert (result.summary.n, result.summary.value) == (2, 15)

    def test_another_board_may_count_otherwise(self) -> None:
        rows = sprints(*done(10, 20), {**unestimated(committed=8, completed=6), "board": 2})
        asked = question(velocity, by=By.BOARD)
        told = {row.label: row.summary.value for row in measured(velocity, rows, asked=asked).breakdown}
        assert told == {"Payments board": 15, "Ledger board": 6}

    def test_null_stays_null_in_issues(self) -> None:
        rows = sprints({**unestimated(committed=8), "carried": None, "carried_issues": None})
        assert carry_over.values(rows, TimeBase.CALENDAR).tolist() == [NO_SPAN]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: str(metric.info.slug))
def test_it_gives_a_value_or_none_for_every_row(metric: Metric) -> None:
    rows = sprints(*TestRatios.ROWS, unestimated(committed=3), {"carried": None, "carried_issues": None})
    values = metric.values(rows, TimeBase.CALENDAR)
    assert values.dtype == np.int32
    assert np.all((values >= 0) | (values == NO_SPAN))


SIZES = st.integers(0, 50)


@given(st.lists(st.tuples(SIZES, SIZES, SIZES, SIZES), min_size=1, max_size=12))
def test_shares_agree_with_plain_sums(told: list[tuple[int, int, int, int]]) -> None:
    rows = [
        {"committed": kept + missed, "delivered": kept, "completed": kept + extra, "added": extra + more}
        for kept, missed, extra, more in told
    ]
    columns = sprints(*rows)
    promised = sum(row["committed"] for row in rows)
    scope = sum(row["committed"] + row["added"] for row in rows)
    kept = sum(row["delivered"] for row in rows)
    done_in_all = sum(row["completed"] for row in rows)
    assert measured(say_do, columns).summary.value == (pytest.approx(kept / promised) if promised else None)
    assert measured(cycle_completion, columns).summary.value == (
        pytest.approx(done_in_all / scope) if scope else None
    )


def test_the_rulings_say_what_they_leave_out() -> None:
    assert replace(velocity).leaves_out == say_do.leaves_out == scope_change.leaves_out
    assert SprintFlag.NO_COMMITMENT not in carry_over.leaves_out
