"""Segments give back the columns that went in, in order of time, and weeks are ISO weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import FAMILIES, NO_SPAN, Columns, Family, PullRequestColumns
from storage.segments import (
    WEEK,
    Segment,
    between,
    by_week,
    from_rows,
    in_order,
    pack,
    places,
    unpack,
    week_of,
    week_start,
)
from tests import builders as build

NAMES = tuple(field.name for field in fields(PullRequestColumns))
SPANS = len(NAMES) - 5
IDS = {"id", "place_id", "author_id"}

moments = st.lists(st.integers(-3 * WEEK, 3 * WEEK), max_size=40)


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


def packed(some: PullRequestColumns) -> list[Segment]:
    return [pack(week, rows) for week, rows in by_week(some).items()]


def unpacked(segments: Iterable[Segment]) -> PullRequestColumns:
    kept = list(segments)
    bodies = [(each.week, each.body) for each in kept]
    return unpack(PullRequestColumns, bodies, lambda: [each.ids for each in kept])


def unread() -> Sequence[bytes]:
    raise AssertionError


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
def test_of_every_family_the_ids_lie_apart(family: Family[Columns]) -> None:
    names = [field.name for field in fields(family.columns)]
    assert {name for name, place in places(family.columns).items() if place.of_ids} == {
        name for name in names if name.endswith("id")
    }


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.name))
def test_of_every_family_ids_and_wide_numbers_take_eight_bytes_and_all_else_four(
    family: Family[Columns],
) -> None:
    wide = {name for name, place in places(family.columns).items() if place.kind.itemsize == 8}
    assert wide == {
        field.name
        for field in fields(family.columns)
        if field.name.endswith("id") or field.name in ("ended", "ready", "value")
    }


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_a_segment_gives_back_what_was_packed(rows: int) -> None:
    one = columns(*range(rows))
    assert same(unpacked(packed(one)), one)
    assert {name: getattr(unpacked(packed(one)), name).dtype for name in NAMES} == {
        name: np.int64 if name in IDS | {"at"} else np.int32 for name in NAMES
    }


def test_a_segment_holds_its_columns_and_nothing_else() -> None:
    segment = pack(week_of(0), columns(0, 1, 2))
    assert len(segment.body) == 3 * 4 * (len(NAMES) - len(IDS))
    assert len(segment.ids) == 3 * 8 * len(IDS)
    assert np.frombuffer(segment.ids, "<i8").tolist() == [1, 2, 3, 11, 12, 13, 21, 22, 23]
    assert np.frombuffer(segment.body, "<i4", 3).tolist() == [3 * 86400, 3 * 86400 + 1, 3 * 86400 + 2]


def test_several_weeks_are_one_after_the_other() -> None:
    assert same(unpacked(packed(columns(5, WEEK, 3 * WEEK))), columns(5, WEEK, 3 * WEEK))


def test_no_segments_are_no_rows() -> None:
    nothing = unpacked([])
    assert len(nothing) == len(nothing.at) == len(nothing.id) == len(nothing.cycle) == 0
    assert nothing.before([0, WEEK]) == [0, 0]
    assert by_week(columns()) == {}


def test_the_widest_values_survive() -> None:
    wide = replace(columns(1), id=np.array([2**63 - 1]), at=np.array([-(2**40)]))
    assert same(unpacked(packed(wide)), wide)


def test_ids_are_read_when_somebody_looks_at_them_and_once_for_all() -> None:
    (segment,) = packed(columns(1, 2, 3))
    asked = []

    def read() -> list[bytes]:
        asked.append("ids")
        return [segment.ids]

    found = unpack(PullRequestColumns, [(segment.week, segment.body)], read)
    some = found.cut(1, 3)
    assert (len(some), some.at.tolist(), some.flags.tolist(), asked) == (2, [2, 3], [2, 3], [])
    assert (some.id.tolist(), found.place_id.tolist(), asked) == ([2, 3], [11, 12, 13], ["ids"])


def test_what_is_no_column_is_not_there() -> None:
    found = unpack(PullRequestColumns, [], unread)
    assert not hasattr(found, "lead")


@given(moments)
def test_columns_of_segments_are_in_order_of_their_moments(at: list[int]) -> None:
    found = unpacked(packed(columns(*at)))
    assert found.at.tolist() == sorted(at)
    assert found.is_in_order
    assert sorted(found.id.tolist()) == list(range(1, len(at) + 1))
    assert [at[number - 1] for number in found.id.tolist()] == sorted(at), "each row stays whole"


@given(moments)
def test_rows_of_one_moment_are_in_order_of_their_ids(at: list[int]) -> None:
    found = in_order(columns(*at))
    rows = list(zip(found.at.tolist(), found.id.tolist(), strict=True))
    assert rows == sorted(rows)
    assert in_order(found) is found


@given(moments, moments)
def test_so_many_are_before_a_moment_packed_or_not(at: list[int], asked: list[int]) -> None:
    one = in_order(columns(*at))
    expected = [sum(each < moment for each in at) for moment in asked]
    assert one.before(asked) == unpacked(packed(one)).before(asked) == expected


@given(moments, st.integers(-4 * WEEK, 4 * WEEK), st.integers(0, 8 * WEEK), st.data())
def test_what_is_kept_of_packed_columns_is_what_is_kept_of_others(
    at: list[int], start: int, length: int, data: st.DataObject
) -> None:
    """A stretch of time, rows of it by a mask, and a stretch of those; whatever was looked at before."""
    plain = in_order(columns(*at))
    found = unpacked(packed(plain))
    if data.draw(st.booleans()):
        assert np.array_equal(found.cycle, plain.cycle)
    sides = [between(each, start, start + length) for each in (plain, found)]
    assert same(*sides)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(sides[0]), max_size=len(sides[0]))), bool)
    sides = [each.where(mask) for each in sides]
    assert len(sides[0]) == len(sides[1]) == np.count_nonzero(mask)
    assert same(*sides)
    moment = start + length // 2
    assert sides[0].before([moment]) == sides[1].before([moment])
    halves = [each.where(each.at > moment).cut(0, 1) for each in sides]
    assert same(*halves)
    assert same(*(each.cut(1, len(each)).where(mask[mask][1:]) for each in sides))


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
    parted = by_week(columns(monday - 1, monday + 7 * 86400, monday, monday + 7 * 86400 - 1))
    week = week_of(monday)
    assert {key: list(each.id) for key, each in parted.items()} == {
        week - 1: [1],
        week: [3, 4],
        week + 1: [2],
    }


def test_the_start_is_inside_and_the_stop_outside() -> None:
    assert list(between(columns(9, 10, 19, 20), 10, 20).id) == [2, 3]
