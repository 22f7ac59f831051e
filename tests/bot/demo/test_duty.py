"""Harbour's people take turns on call: somebody always, a week each, on their team's clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.demo.duty import HANDOVER, WEEK, account, account_id, on_duty, schedule, shifts
from bot.demo.organisation import CREWS, Crew

BEGAN_ON = date(2026, 5, 28)
UNTIL = datetime(2026, 11, 27, 8, tzinfo=UTC)

every_crew = pytest.mark.parametrize("crew", CREWS, ids=lambda crew: str(crew.slug))


@every_crew
def test_somebody_is_always_on_call(crew: Crew) -> None:
    theirs = [each for each in shifts(BEGAN_ON, UNTIL) if each.schedule == schedule(crew)]
    assert theirs[0].began_at.date() <= BEGAN_ON
    assert theirs[-1].ended_at > UNTIL
    assert all(earlier.ended_at == later.began_at for earlier, later in pairwise(theirs))


@every_crew
def test_they_hand_over_on_monday_morning_on_their_own_clock(crew: Crew) -> None:
    for each in shifts(BEGAN_ON, UNTIL):
        if each.schedule == schedule(crew):
            local = each.began_at.astimezone(ZoneInfo(crew.zone))
            assert (local.weekday(), local.time()) == (0, HANDOVER)


@every_crew
def test_a_week_at_the_end_of_summer_time_is_an_hour_longer(crew: Crew) -> None:
    theirs = [each for each in shifts(BEGAN_ON, UNTIL) if each.schedule == schedule(crew)]
    lengths = {each.ended_at - each.began_at for each in theirs}
    assert lengths == {WEEK, WEEK + timedelta(hours=1)}


@every_crew
def test_whoever_is_on_duty_has_the_shift(crew: Crew) -> None:
    for each in shifts(BEGAN_ON, UNTIL):
        if each.schedule == schedule(crew):
            middle = each.began_at + (each.ended_at - each.began_at) / 2
            for moment in (each.began_at, middle, each.ended_at - timedelta(seconds=1)):
                assert account_id(on_duty(crew, moment)) == each.account_id


@every_crew
def test_everybody_takes_their_turn(crew: Crew) -> None:
    turns = {each.account_id for each in shifts(BEGAN_ON, UNTIL) if each.schedule == schedule(crew)}
    assert turns == {account_id(login) for login, _ in crew.people}


def test_a_later_look_continues_the_same_turns() -> None:
    early, late = list(shifts(BEGAN_ON, UNTIL)), list(shifts(BEGAN_ON, UNTIL + 5 * WEEK))
    assert set(early) < set(late)


def test_the_pager_knows_people_by_their_address() -> None:
    found = account("ana-duarte", "Ana Duarte")
    assert (found.login, found.source) == ("ana.duarte@harbour.example", "pagerduty")
    assert found.id == account_id("ana-duarte")
