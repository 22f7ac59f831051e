"""Draft and closed stretches, from the turns that a timeline tells."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.records import ClosedInterval, DraftInterval
from integrations.intervals import Turn, closed, drafts


def at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


def perhaps(hour: int | None) -> datetime | None:
    return None if hour is None else at(hour)


@pytest.mark.parametrize(
    ("turns", "is_draft", "expected"),
    [
        ([], False, []),
        ([], True, [(8, None)]),
        ([(10, False)], False, [(8, 10)]),
        ([(10, True)], True, [(10, None)]),
        ([(10, True), (12, False)], False, [(10, 12)]),
        ([(10, False), (12, True)], True, [(8, 10), (12, None)]),
        ([(10, False), (12, True), (14, False)], False, [(8, 10), (12, 14)]),
        ([(14, False), (10, False), (12, True)], False, [(8, 10), (12, 14)]),
        ([(10, True), (11, True), (12, False)], False, [(10, 12)]),
        ([(10, False), (11, False)], False, [(8, 10)]),
        ([(10, True)], False, [(10, 20)]),
    ],
    ids=[
        "never", "opened as one and still is", "opened as one", "became one and still is",
        "became one for a while", "opened as one and is one again", "twice", "told out of order",
        "became one twice", "became ready twice", "an end that no event tells",
    ],
)  # fmt: skip
def test_while_it_was_a_draft(
    turns: list[tuple[int, bool]], *, is_draft: bool, expected: list[tuple[int, int | None]]
) -> None:
    found = drafts(
        [(at(hour), into) for hour, into in turns], created_at=at(8), is_draft=is_draft, ended_at=at(20)
    )
    assert found == tuple(DraftInterval(at(a), perhaps(b)) for a, b in expected)


@pytest.mark.parametrize(
    ("turns", "closed_at", "merged_at", "expected"),
    [
        ([], None, None, []),
        ([(10, True)], 10, 10, []),
        ([(10, True)], 10, None, [(10, None)]),
        ([], 10, None, [(10, None)]),
        ([(10, True), (11, False)], None, None, [(10, 11)]),
        ([(10, True), (11, False), (12, True)], 12, None, [(10, 11), (12, None)]),
        ([(10, True), (11, False), (12, True)], 12, 12, [(10, 11)]),
        ([(11, False)], None, None, []),
    ],
    ids=[
        "open", "merged", "closed", "closed without an event", "reopened", "closed twice",
        "reopened and merged", "reopened out of nowhere",
    ],
)  # fmt: skip
def test_while_it_was_closed(
    turns: list[tuple[int, bool]],
    closed_at: int | None,
    merged_at: int | None,
    expected: list[tuple[int, int | None]],
) -> None:
    found = closed(
        [(at(hour), into) for hour, into in turns],
        closed_at=perhaps(closed_at),
        merged_at=perhaps(merged_at),
    )
    assert found == tuple(ClosedInterval(at(a), perhaps(b)) for a, b in expected)


@given(turns=st.lists(st.tuples(st.integers(9, 19).map(at), st.booleans())), is_draft=st.booleans())
def test_draft_stretches_never_overlap_and_only_the_last_may_be_open(
    turns: list[Turn], *, is_draft: bool
) -> None:
    found = drafts(turns, created_at=at(8), is_draft=is_draft, ended_at=at(20))
    assert all(stretch.ended_at for stretch in found[:-1])
    for before, after in pairwise(found):
        assert before.ended_at
        assert before.began_at <= before.ended_at <= after.began_at
