"""What the settings say about days and hours becomes the hours of an organisation, a team, a person."""

from collections.abc import Callable
from datetime import date, time

import pytest

from bot.settings import Settings, hours, people, teams
from domain.people import OwnHours, WorkingHours

Read = Callable[[object], Settings]
Said = dict[str, object]

MONDAY_TO_FRIDAY = frozenset(range(5))
NINE, ONE, SIX = time(9), time(13), time(18)


def own(read: Read, **said: object) -> OwnHours | None:
    ((person, _),) = people(read({"people": [{"name": "Ana", **said}]}))
    return person.hours


def of_team(read: Read, organisation: Said, team: Said) -> WorkingHours:
    return teams(read({**organisation, "teams": {"pay": team}}))[0].hours


def test_nobody_says_anything_and_works_nine_to_six_from_monday_to_friday(read: Read) -> None:
    assert hours(read({})) == WorkingHours("UTC", MONDAY_TO_FRIDAY, NINE, SIX)
    assert of_team(read, {}, {}) == WorkingHours("UTC", MONDAY_TO_FRIDAY, NINE, SIX)
    assert own(read) is None


def test_the_organisation_has_hours_of_its_own(read: Read) -> None:
    said = {"timeZone": "Asia/Tokyo", "workingDays": ["sat"], "workingHours": "22:00-06:00", "country": "JP"}
    assert hours(read(said)) == WorkingHours("Asia/Tokyo", frozenset({5}), time(22), time(6), country="JP")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, ("Europe/Berlin", {0, 1}, "DE"), id="nothing"),
        pytest.param({"timeZone": "Asia/Tokyo"}, ("Asia/Tokyo", {0, 1}, "DE"), id="a zone"),
        pytest.param({"workingDays": ["sun"]}, ("Europe/Berlin", {6}, "DE"), id="days"),
        pytest.param({"country": "DE-BY"}, ("Europe/Berlin", {0, 1}, "DE-BY"), id="a country"),
    ],
)
def test_a_team_has_the_organisations_hours_but_for_what_it_says(
    read: Read, said: Said, expected: tuple[str, set[int], str]
) -> None:
    around: Said = {"timeZone": "Europe/Berlin", "workingDays": ["mon", "tue"], "country": "DE"}
    found = of_team(read, around, said)
    assert (found.zone, set(found.weekdays), found.country) == expected


def test_days_off_of_the_organisation_are_the_teams_too(read: Read) -> None:
    around: Said = {"timeOff": [{"from": "2026-12-24", "until": "2027-01-01"}]}
    found = of_team(read, around, {"timeOff": [{"from": "2026-05-04"}]})
    assert found.time_off == (
        (date(2026, 5, 4), date(2026, 5, 5)),
        (date(2026, 12, 24), date(2027, 1, 1)),
    )


def test_a_day_off_without_an_end_is_one_day(read: Read) -> None:
    found = own(read, timeOff=[{"from": "2026-12-31", "note": "moving house"}])
    assert found == OwnHours(time_off=((date(2026, 12, 31), date(2027, 1, 1)),))


def test_days_off_may_touch_and_come_in_any_order(read: Read) -> None:
    found = own(read, timeOff=[{"from": "2026-03-05"}, {"from": "2026-03-01", "until": "2026-03-05"}])
    assert found
    assert found.time_off[0] == (date(2026, 3, 1), date(2026, 3, 5))


def test_a_person_says_only_what_is_their_own(read: Read) -> None:
    assert own(read, workingHours="10:00-15:00") == OwnHours(hours=(time(10), time(15)))
    assert own(read, timeZone="Europe/Lisbon") == OwnHours(zone="Europe/Lisbon")
    assert own(read, workingDays=["mon"], country="PT") == OwnHours(weekdays=frozenset({0}), country="PT")


def test_part_time_days_come_in_the_order_of_the_week(read: Read) -> None:
    found = own(read, partTime={"fri": "09:00-13:00", "mon": "13:00-18:00"})
    assert found == OwnHours(part_time=((0, ONE, SIX), (4, NINE, ONE)))


def test_changes_build_upon_one_another_and_keep_the_days_off(read: Read) -> None:
    away = ((date(2026, 8, 1), date(2026, 8, 15)),)
    found = own(
        read,
        country="DE",
        timeOff=[{"from": "2026-08-01", "until": "2026-08-15"}],
        changes=[
            {"from": "2026-06-01", "workingDays": ["mon", "tue"]},
            {"from": "2026-09-01", "country": "PT", "timeZone": "Europe/Lisbon"},
        ],
    )
    two_days = OwnHours(weekdays=frozenset({0, 1}), country="DE", time_off=away)
    moved = OwnHours("Europe/Lisbon", frozenset({0, 1}), country="PT", time_off=away)
    assert found == OwnHours(
        country="DE",
        time_off=away,
        changes=((date(2026, 6, 1), two_days), (date(2026, 9, 1), moved)),
    )


@pytest.mark.parametrize(
    ("change", "part_time"),
    [
        pytest.param({"workingHours": "10:00-16:00"}, ((4, NINE, ONE),), id="other hours leave it"),
        pytest.param({"workingDays": ["mon", "fri"]}, ((4, NINE, ONE),), id="days with it leave it"),
        pytest.param({"workingDays": ["mon"]}, (), id="days without it end it"),
        pytest.param({"partTime": {}}, (), id="no part-time days end it"),
        pytest.param({"partTime": {"mon": "09:00-13:00"}}, ((0, NINE, ONE),), id="others replace it"),
    ],
)
def test_a_part_time_friday_lasts_until_it_is_changed(
    read: Read, change: Said, part_time: tuple[object, ...]
) -> None:
    found = own(read, partTime={"fri": "09:00-13:00"}, changes=[{"from": "2026-06-01", **change}])
    assert found
    assert found.changes[0][1].part_time == part_time
