"""A position comes back from the store as it went in."""

from datetime import timedelta

import pytest

from services.sync.position import Position, Scan, load, save
from storage.store import Store
from tests.builders import NOW, repository

SCAN = Scan(NOW, until=NOW - timedelta(days=1), token="t", cursor="c")
POSITIONS = {
    "nowhere": Position(),
    "at the end of a scan": Position(watermark=NOW, token="t"),
    "within a first scan": Position(scan=Scan(NOW)),
    "within a later scan": Position(watermark=NOW, token="t", scan=SCAN),
    "after a failure": Position(watermark=NOW, error="GitHub answered 502."),
}


@pytest.mark.parametrize("position", POSITIONS.values(), ids=POSITIONS)
def test_a_position_is_kept_whole(store: Store, position: Position) -> None:
    with store.write() as shelves:
        save(shelves, repository(), position)
        assert load(shelves, repository()) == position


def test_what_was_never_read_is_nowhere(store: Store) -> None:
    with store.read() as shelves:
        assert load(shelves, repository()) == Position()


def test_within_a_scan_the_watermark_stays_and_the_failure_is_over() -> None:
    before = Position(watermark=NOW, token="old", error="GitHub answered 502.")
    assert before.reached(SCAN) == Position(watermark=NOW, token="old", scan=SCAN)


def test_at_its_end_everything_until_it_began_is_read() -> None:
    later = Scan(NOW + timedelta(hours=1), token="new", cursor="c")
    assert Position(NOW, "old", later).completed(later) == Position(NOW + timedelta(hours=1), "new")
