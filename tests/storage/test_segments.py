"""Segments give back the columns that went in, and weeks are ISO weeks."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import FAMILIES, NO_SPAN, Columns, Family, PullRequestColumns
from storage.segments import between, by_week, from_rows, kinds, pack, unpack, week_of, week_start
from tests import builders as build

NAMES = tuple(field.name for field in fields(PullRequestColumns))
SPANS = len(NAMES) - 5


def columns(*moments: int) -> PullRequestColumns:
    """Rows that differ in every column."""
    return from_rows(
        PullRequestColumns,
        [
            (number, 10 + number, 20 + number, second, number % 4, *range(number, number + SPANS))
            for number, second in enumerate(moments, 1)
        ],
    )


def same(one: PullRequestColumns, other: PullRequestColumns) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in NAMES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
def test_ids_and_moments_of_every_family_are_kept_wide_and_all_else_narrow(family: Family[Columns]) -> None:
    widths = {
        field.name: kind.itemsize
        for field, kind in zip(fields(family.columns), kinds(family.columns), strict=True)
    }
    assert {name for name, width in widths.items() if width == 8} == {
        name for name in widths if name.endswith("id") or name in ("at", "ended", "ready", "value")
    }


@pytest.mark.parametrize("rows", [0, 1, 1000])
def test_a_segment_gives_back_what_was_packed(rows: int) -> None:
    one = columns(*range(rows))
    assert same(unpack(PullRequestColumns, [pack(one)]), one)
    assert {name: getattr(one, name).dtype for name in NAMES} == {
        name: np.int64 if name in ("id", "place_id", "author_id", "at") else np.int32 for name in NAMES
    }


def test_several_segments_are_one_after_the_other() -> None:
    assert same(
        unpack(PullRequestColumns, [pack(columns(1, 2)), b"", pack(columns(1, 2))]),
        columns(1, 2).where(np.array([0, 1, 0, 1])),
    )


def test_no_segments_are_no_rows() -> None:
    assert len(unpack(PullRequestColumns, [])) == 0


def test_the_widest_values_survive() -> None:
    wide = replace(columns(1), id=np.array([2**63 - 1]), at=np.array([-(2**40)]))
    assert same(unpack(PullRequestColumns, [pack(wide)]), wide)


@pytest.mark.parametrize("seconds", [2**31, -(2**31) - 1, 10**15])
def test_a_span_that_no_life_is_long_enough_for_is_none(seconds: int) -> None:
    assert from_rows(PullRequestColumns, [(1, 1, 1, 0, 0, *[seconds] * SPANS)]).cycle[0] == NO_SPAN


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - made aware
def test_a_week_is_an_iso_week(moment: datetime) -> None:
    monday = datetime.fromtimestamp(week_start(week_of(int(moment.timestamp()))), UTC)
    assert monday.isocalendar()[:2] == moment.isocalendar()[:2]
    assert (monday.weekday(), monday.time().isoformat()) == (0, "00:00:00")
    assert monday <= moment < monday + timedelta(days=7)


def test_rows_are_parted_at_mondays_midnight() -> None:
    monday = int(build.at("2026-11-23").timestamp())
    parted = by_week(columns(monday - 1, monday, monday + 7 * 86400 - 1, monday + 7 * 86400))
    week = week_of(monday)
    assert {key: list(each.id) for key, each in parted.items()} == {
        week - 1: [1],
        week: [2, 3],
        week + 1: [4],
    }


def test_the_start_is_inside_and_the_stop_outside() -> None:
    assert list(between(columns(9, 10, 19, 20), 10, 20).id) == [2, 3]
