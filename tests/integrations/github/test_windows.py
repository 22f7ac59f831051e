"""Windows: halved without a gap, read the latest first, and never lost between two pages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Rejected
from integrations.github.windows import DAILY, HOURLY, MOST, Spot, Window, looked_back

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
seconds = st.integers(0, 10**8).map(lambda n: datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


@pytest.mark.parametrize(
    ("since", "until", "created"),
    [
        (None, None, ""),
        (NOON, None, ">=2026-03-02T12:00:00Z"),
        (None, NOON, "<=2026-03-02T12:00:00Z"),
        (NOON, NOON + timedelta(hours=1), "2026-03-02T12:00:00Z..2026-03-02T13:00:00Z"),
    ],
    ids=["everything", "from", "to", "between"],
)
def test_a_window_is_told_as_github_wants_it(
    since: datetime | None, until: datetime | None, created: str
) -> None:
    assert Window(since, until).created == created


@given(seconds, seconds)
def test_halves_have_neither_gap_nor_overlap(one: datetime, other: datetime) -> None:
    since, until = sorted((one, other))
    halves = Window(since, until).halves(NOON)
    if halves is None:
        assert since == until
        return
    later, earlier = halves
    assert (earlier.since, later.until) == (since, until)
    assert earlier.until is not None
    assert later.since == earlier.until + timedelta(seconds=1)
    assert since <= earlier.until < until


def test_an_open_window_is_halved_and_stays_open() -> None:
    halves = Window().halves(NOON)
    assert halves
    assert (halves[0].until, halves[1].since) == (None, None)


def test_pages_follow_one_another_to_the_end_of_the_last_window() -> None:
    spot: Spot | None = Spot((Window(NOON, None), Window(None, NOON)))
    read: list[tuple[str, int]] = []
    while spot:
        read.append((spot.window.created[:2], spot.number))
        spot = spot.behind(150)
    assert read == [(">=", 1), (">=", 2), ("<=", 1), ("<=", 2)]


def test_no_page_is_asked_for_behind_the_thousandth() -> None:
    spot = Spot((Window(),), number=MOST // 100, total=5_000)
    assert spot.behind(5_000) is None


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [(500, 500, None), (500, 501, None), (500, 499, 2), (500, 400, 2), (500, 399, 1), (500, 0, 1)],
)
def test_when_something_is_deleted_it_goes_back_to_what_moved_up(
    before: int, after: int, number: int | None
) -> None:
    found = Spot((Window(),), 3, before).shifted(after)
    assert (found and found.number) == number


def test_the_first_page_is_never_read_again() -> None:
    assert Spot((Window(),), 1, 500).shifted(3) is None


@given(
    st.lists(st.tuples(seconds, seconds), min_size=1, max_size=5), st.integers(1, 10), st.integers(0, 10**6)
)
def test_a_cursor_leads_back_to_where_it_was(
    windows: list[tuple[datetime, datetime]], number: int, total: int
) -> None:
    spot = Spot(tuple(Window(*each) for each in windows), number, total)
    assert Spot.of(spot.text()) == spot


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "{}", "[]", "[[], 1, 0]", '[[["a", "b"]], 1, 0]', "[[[null, null]], 0, 0]", "[7, 1, 0]"],
)
def test_what_is_no_cursor_is_rejected(cursor: str) -> None:
    with pytest.raises(Rejected):
        Spot.of(cursor)


@pytest.mark.parametrize(
    ("until", "now", "back"),
    [
        (NOON, NOON + timedelta(minutes=10), timedelta()),
        (NOON + timedelta(minutes=55), NOON + timedelta(minutes=65), HOURLY),
        (NOON, NOON + timedelta(hours=5), HOURLY),
        (NOON, NOON + timedelta(hours=13), DAILY),
        (NOON, NOON + timedelta(days=9), DAILY),
    ],
    ids=["within the hour", "the next hour", "hours later", "the next day", "days later"],
)
def test_once_an_hour_and_once_a_day_it_looks_further_back(
    until: datetime, now: datetime, back: timedelta
) -> None:
    assert looked_back(until, now) == until - back
