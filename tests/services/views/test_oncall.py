"""The view of being on call: load by hours and rotation, spread without names, and one's own for oneself."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import cast

import pytest

from domain.people import Asker
from domain.records import Incident
from domain.views.oncall import Load, OncallView, Part
from services.grammar import Verb
from storage.store import Store
from tests.builders import account
from tests.incidents import call, incident, shift
from tests.services.paging import ALICE, ALICE_PERSON, ASKER, STRANGER, ago, answers, fill, refresh

HOUR = timedelta(hours=1)
MONDAY = datetime.fromisoformat("2026-11-23T00:00+01:00")
"""In Berlin, where Alice and Carol are; Bob is nine hours behind."""


def see(store: Store, text: str, asker: Asker = STRANGER) -> OncallView:
    asking = answers(store)
    verb = asking.parse(text, asker)
    assert isinstance(verb, Verb)
    return cast("OncallView", asking.view(verb, asker))


def calls_at(*hours: tuple[float, str], service: str = "payments-api", number: int = 1) -> Incident:
    """An incident that called people so many hours after Monday's midnight in Berlin."""
    called = tuple(call(MONDAY + hour * HOUR, who) for hour, who in hours)
    return incident(number, MONDAY, service=service, interruptions=called)


def test_interruptions_are_told_by_each_persons_own_hours(store: Store) -> None:
    fill(
        store,
        [calls_at((3, "alice"), (12, "alice"), (20, "alice"), (12, "bob"))],
        [shift(MONDAY, 24, "alice")],
    )
    view = see(store, "oncall team:payments 7d")
    assert view.total == Load(business=1, off_hours=1, sleep=2, seconds=24 * 3600, night=10 * 3600)
    assert view.load.summary.value == pytest.approx(4 / 24 * 100)
    assert view.total.per_hundred_hours == pytest.approx(view.load.summary.value)


def test_each_rotation_has_the_calls_of_those_who_stood_by_for_it(store: Store) -> None:
    fill(
        store,
        [
            calls_at((3, "alice"), (30, "alice")),
            calls_at((4, "bob"), (5, "carol"), number=2),
        ],
        [
            shift(MONDAY, 24, "alice"),
            shift(MONDAY, 12, "bob", level=2),
            shift(MONDAY + HOUR, 9, "alice", "Search"),
        ],
    )
    view = see(store, "oncall @org 7d")
    told = {
        each.schedule: (each.load.interruptions, each.load.seconds / 3600, each.people)
        for each in view.rotations
    }
    assert told == {"Payments": (2, 36, 2), "": (2, 0, 2)}
    assert [each.schedule for each in view.rotations][-1] == "", "off schedule comes last"


def test_an_hour_on_two_schedules_is_one_hour(store: Store) -> None:
    fill(store, (), [shift(MONDAY, 24, "alice"), shift(MONDAY + 12 * HOUR, 24, "alice", "Search")])
    view = see(store, "oncall @org 7d")
    assert view.total.seconds == 36 * 3600
    hours = {each.schedule: each.load.seconds / 3600 for each in view.rotations}
    assert hours == {"Payments": 24, "Search": 12}


def test_the_spread_is_told_without_names(store: Store) -> None:
    shifts = [shift(MONDAY, 10, "alice"), shift(MONDAY, 20, "bob"), shift(MONDAY, 10, "carol")]
    fill(store, [calls_at((1, "alice"), (2, "alice"), (3, "alice"), (4, "bob"))], shifts)
    view = see(store, "oncall team:payments 7d")
    assert view.people == 3
    assert view.parts == (Part(0.75, 0.25), Part(0.25, 0.5), Part(0.0, 0.25))
    assert str(account("bob").id) not in str(asdict(view))
    assert "bob" not in str(asdict(view))


def test_of_two_people_no_spread_is_told(store: Store) -> None:
    fill(store, [calls_at((1, "alice"), (2, "bob"))], [shift(MONDAY, 10)])
    view = see(store, "oncall team:payments 7d")
    assert (view.people, view.parts) == (2, ())


def test_ones_own_load_is_for_oneself_alone(store: Store) -> None:
    both = [shift(MONDAY, 24, "alice"), shift(MONDAY, 24, "bob")]
    fill(store, [calls_at((3, "alice"), (12, "bob"))], both)
    mine = see(store, "oncall team:payments 7d", ASKER).own
    assert mine == Load(sleep=1, seconds=24 * 3600, night=10 * 3600)
    assert see(store, "oncall team:payments 7d", STRANGER).own is None


def test_who_was_not_on_call_has_no_load_of_their_own(store: Store) -> None:
    fill(store, [calls_at((12, "bob"))], [shift(MONDAY, 24, "bob")])
    assert see(store, "oncall team:payments 7d", ASKER).own is None


def test_asked_about_oneself_it_is_of_ones_own_accounts_only(store: Store) -> None:
    both = [shift(MONDAY, 24, "alice"), shift(MONDAY, 24, "bob")]
    fill(store, [calls_at((3, "alice"), (12, "bob"))], both)
    view = see(store, "oncall me 7d", ASKER)
    assert (view.total.interruptions, view.total.seconds, view.people) == (1, 24 * 3600, 1)
    assert ASKER.account_ids == (ALICE.id,)
    assert view.question.scope.id == ALICE_PERSON.id


def test_the_time_before_is_beside_it(store: Store) -> None:
    fill(store, (), [shift(ago(days=10), 24), shift(ago(days=3), 12)])
    view = see(store, "oncall team:payments 7d")
    assert (view.before.seconds, view.total.seconds) == (24 * 3600, 12 * 3600)


def test_where_nobody_was_on_call_there_is_nothing(store: Store) -> None:
    fill(store)
    refresh(store)
    view = see(store, "oncall team:payments 7d")
    assert (view.total, view.rotations, view.people, view.parts, view.own) == (Load(), (), 0, (), None)
    assert view.total.per_hundred_hours is None
