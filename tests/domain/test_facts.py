"""Columns of facts, as arrays of one length."""

from dataclasses import fields

import numpy as np
import pytest

from domain.facts import NO_SPAN, Flag, PullRequestColumns, Span
from tests.metrics.samples import columns


def test_a_column_stands_for_every_span_on_both_clocks() -> None:
    names = {field.name for field in fields(PullRequestColumns)}
    assert {span.value for span in Span} | {f"{span}_working" for span in Span} <= names


def test_a_mask_keeps_the_same_rows_of_every_column() -> None:
    rows = columns([3600, 7200, 10800], repository=[1, 2, 1])
    kept = rows.where(rows.place_id == 1)
    assert len(kept) == 2
    assert kept.cycle.tolist() == [3600, 10800]
    assert all(len(getattr(kept, field.name)) == 2 for field in fields(PullRequestColumns))


def test_a_stretch_of_rows_is_that_of_every_column_and_no_copy() -> None:
    rows = columns([10, 20, 30, 40], day=[1, 2, 3, 4])
    cut = rows.cut(1, 3)
    assert (len(cut), cut.cycle.tolist(), cut.id.tolist()) == (2, [20, 30], [2, 3])
    assert all(
        np.shares_memory(getattr(cut, field.name), getattr(rows, field.name)) for field in fields(rows)
    )


@pytest.mark.parametrize(
    ("days", "is_in_order"),
    [
        pytest.param([], True, id="none"),
        pytest.param([3], True, id="one"),
        pytest.param([1, 1, 2], True, id="two at once"),
        pytest.param([1, 3, 2], False, id="one too late"),
    ],
)
def test_columns_are_in_order_when_none_is_before_the_one_ahead(
    days: list[float], *, is_in_order: bool
) -> None:
    assert columns([60] * len(days), day=days).is_in_order is is_in_order


def test_a_row_is_before_every_later_moment_and_not_before_its_own() -> None:
    rows = columns([60] * 3, day=[1, 2, 2])
    first, second = int(rows.at[0]), int(rows.at[1])
    moments = [first - 1, first, first + 1, second, second + 1]
    assert rows.before(moments) == [0, 0, 1, 1, 3]


def test_no_span_is_no_number_of_seconds_and_fits_its_column() -> None:
    assert NO_SPAN < 0
    assert np.int32(NO_SPAN) == NO_SPAN


def test_every_flag_is_a_bit_of_its_own() -> None:
    assert all(flag.value.bit_count() == 1 for flag in Flag)
    assert sum(Flag) < 2**31
