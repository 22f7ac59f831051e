"""Custom points with their facts, by series."""

from datetime import timedelta

import pytest

from domain.facts import MILLIONTHS, POINTS
from domain.ids import identify
from domain.records import CustomPoint
from storage.shelves.points import series_id
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import PAYMENTS


def point(key: str = "one", series: str = "signups", **fields: build.Value) -> CustomPoint:
    return CustomPoint(
        **build.told(
            fields,
            id=identify("point", series, key),
            series=series,
            external_id=key,
            at=build.NOW,
            value=12.5,
        )
    )


def save(store: Store, *points: CustomPoint) -> int:
    with store.write() as shelves:
        return shelves.points.save(points)


def test_a_point_comes_back_as_it_was(seeded: Store) -> None:
    told = point(repository_id=PAYMENTS.id, note="from the shop")
    save(seeded, told)
    with seeded.read() as shelves:
        assert shelves.points.by_ids([told.id]) == {told.id: told}


@pytest.mark.parametrize("value", [0, 0.1, 12.5, 2_000_000_000])
def test_its_facts_hold_its_value_in_millionths(seeded: Store, value: float) -> None:
    told = point(value=value)
    save(seeded, told)
    with seeded.read() as shelves:
        facts = shelves.facts.by_ids(POINTS, [told.id])
    assert facts.value.tolist() == [round(value * MILLIONTHS)]
    assert facts.series_id.tolist() == [series_id("signups")]
    assert facts.at.tolist() == [int(build.NOW.timestamp())]


def test_a_point_sent_again_is_put_right(seeded: Store) -> None:
    assert save(seeded, point()) == 1
    assert save(seeded, point()) == 0
    assert save(seeded, point(value=3)) == 1
    with seeded.read() as shelves:
        facts = shelves.facts.columns(POINTS, 0, build.NOW, build.NOW + timedelta(seconds=1))
    assert facts.value.tolist() == [3 * MILLIONTHS]


def test_a_removed_point_takes_its_facts_along(seeded: Store) -> None:
    told, other = point(), point("two")
    save(seeded, told, other)
    with seeded.write() as shelves:
        shelves.points.remove([told.id])
    with seeded.read() as shelves:
        assert list(shelves.points.by_ids([told.id, other.id])) == [other.id]
        assert shelves.facts.by_ids(POINTS, [told.id, other.id]).id.tolist() == [other.id]


def test_series_are_told_by_name_with_their_extent(seeded: Store) -> None:
    later = build.NOW + timedelta(days=2)
    save(seeded, point(), point("two", value=40, at=later), point(series="errors", value=0))
    with seeded.read() as shelves:
        errors, signups = shelves.points.series()
    assert (errors.name, errors.points, errors.largest) == ("errors", 1, 0)
    assert (signups.points, signups.largest) == (2, 40)
    assert (signups.first_at, signups.last_at) == (build.NOW, later)
    assert signups.id == series_id("signups")


def test_a_point_of_a_repository_is_its_teams(seeded: Store) -> None:
    mine = build.team("payments", repositories=(PAYMENTS.full_name,))
    with seeded.write() as shelves:
        shelves.teams.save(mine)
    save(seeded, point(repository_id=PAYMENTS.id), point("two"))
    stop = build.NOW + timedelta(days=1)
    with seeded.read() as shelves:
        theirs = shelves.facts.columns(POINTS, mine.id, build.NOW, stop)
        everyones = shelves.facts.columns(POINTS, 0, build.NOW, stop)
    assert (len(theirs), len(everyones)) == (1, 2)
