"""Time on call becomes facts, day by day, and grows while a shift goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.facts import SHIFTS
from storage.rests_on import SHIFTS as KIND
from storage.store import Store
from tests.incidents import service, shift
from tests.services.paging import ALICE, BOB, NOW, PAYMENTS, SEARCH, SERVICES, ago, fill, refresh

HOUR = timedelta(hours=1)
YEAR = timedelta(days=366)


def told(store: Store, account_id: int) -> tuple[float, float]:
    """Somebody's hours on call, and those of sleep."""
    with store.read() as shelves:
        found = shelves.facts.columns_of(SHIFTS, [account_id], NOW - YEAR, NOW + YEAR)
    return float(found.seconds.sum()) / 3600, float(found.sleep.sum()) / 3600


def test_each_persons_nights_are_their_own(store: Store) -> None:
    began = datetime.fromisoformat("2026-11-20T22:00+01:00")
    fill(store, (), [shift(began, 10, "alice"), shift(began, 10, "bob")])
    assert told(store, ALICE.id) == (10, 10)
    assert told(store, BOB.id) == (10, 1), "from one in the afternoon to eleven in California"


def test_the_time_belongs_to_the_service_that_lists_the_schedule(store: Store) -> None:
    fill(
        store,
        (),
        [shift(ago(days=3), 2), shift(ago(days=2), 3, "bob", "Search"), shift(ago(days=1), 4, "bob", "?")],
    )
    with store.read() as shelves:
        by_place = {
            place: float(shelves.facts.in_places(SHIFTS, [place]).seconds.sum()) / 3600
            for place in (PAYMENTS.id, SEARCH.id, 0)
        }
    assert by_place == {PAYMENTS.id: 2, SEARCH.id: 3, 0: 4}


def test_a_shift_that_goes_on_is_made_anew_with_every_round(store: Store) -> None:
    fill(store, (), [shift(ago(hours=5), 48)])
    assert told(store, ALICE.id)[0] == 5
    refresh(store, NOW + 2 * HOUR)
    assert told(store, ALICE.id)[0] == 7
    refresh(store, NOW + 99 * HOUR)
    assert told(store, ALICE.id)[0] == 48
    with store.read() as shelves:
        assert shelves.outdated.all(KIND) == {}, "it is over, and rests"


def test_a_shift_to_come_has_no_time_yet(store: Store) -> None:
    fill(store, (), [shift(NOW + HOUR, 24)])
    assert told(store, ALICE.id) == (0, 0)
    refresh(store, NOW + 3 * HOUR)
    assert told(store, ALICE.id)[0] == 2


def test_a_shift_that_was_handed_over_is_nobodys_twice(store: Store) -> None:
    mine = shift(ago(days=2), 24)
    fill(store, (), [mine])
    with store.write() as shelves:
        shelves.shifts.save([replace(mine, ended_at=mine.began_at + 6 * HOUR)])
        shelves.shifts.save([shift(mine.began_at + 6 * HOUR, 18, "bob")])
    refresh(store)
    assert (told(store, ALICE.id)[0], told(store, BOB.id)[0]) == (6, 18)


def test_a_shift_that_is_gone_leaves_no_time(store: Store) -> None:
    mine = shift(ago(days=2), 24)
    fill(store, (), [mine])
    with store.write() as shelves:
        shelves.shifts.remove([mine.id])
    refresh(store)
    assert told(store, ALICE.id) == (0, 0)


def test_when_the_services_change_the_time_moves(store: Store) -> None:
    fill(store, (), [shift(ago(days=2), 24)])
    with store.write() as shelves:
        shelves.services.replace(
            [service(alerts_as=("payments-api",)), replace(SERVICES[1], alerts_as=("Payments",))]
        )
    refresh(store)
    with store.read() as shelves:
        assert len(shelves.facts.in_places(SHIFTS, [PAYMENTS.id])) == 0
        assert int(shelves.facts.in_places(SHIFTS, [SEARCH.id]).seconds.sum()) == 24 * 3600
