"""Columns of facts, as arrays of one length."""

from dataclasses import fields

import numpy as np

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


def test_no_span_is_no_number_of_seconds_and_fits_its_column() -> None:
    assert NO_SPAN < 0
    assert np.int32(NO_SPAN) == NO_SPAN


def test_every_flag_is_a_bit_of_its_own() -> None:
    assert all(flag.value.bit_count() == 1 for flag in Flag)
    assert sum(Flag) < 2**31
