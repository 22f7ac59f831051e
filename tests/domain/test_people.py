"""Hours of one's own among those of others, and which hours are in force when."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import OwnHours, WorkingHours

MARCH, JUNE, SEPTEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
HALF_FRIDAY = (4, time(9), time(13))
AWAY, SHUTDOWN = (date(2026, 8, 3), date(2026, 8, 17)), (date(2026, 12, 24), date(2027, 1, 4))
TEAM = WorkingHours(
    "Europe/Berlin",
    frozenset({0, 1, 4}),
    time(8),
    time(16),
    part_time=(HALF_FRIDAY,),
    country="DE",
    time_off=(SHUTDOWN,),
)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param(OwnHours(), TEAM, id="nothing of their own"),
        pytest.param(OwnHours("Asia/Tokyo"), replace(TEAM, zone="Asia/Tokyo"), id="a zone"),
        pytest.param(
            OwnHours(weekdays=frozenset({2})), replace(TEAM, weekdays=frozenset({2})), id="other days"
        ),
        pytest.param(
            OwnHours(hours=(time(10), time(15))),
            replace(TEAM, begins=time(10), ends=time(15), part_time=()),
            id="hours, which the team's part-time days no longer have",
        ),
        pytest.param(
            OwnHours(part_time=((2, time(9), time(11)),)),
            replace(TEAM, weekdays=frozenset({0, 1, 2, 4}), part_time=((2, time(9), time(11)),)),
            id="a part-time day is worked as well",
        ),
        pytest.param(OwnHours(country="PT"), replace(TEAM, country="PT"), id="a country"),
        pytest.param(
            OwnHours(time_off=(AWAY,)), replace(TEAM, time_off=(AWAY, SHUTDOWN)), id="days off add up"
        ),
    ],
)
def test_what_somebody_does_not_say_is_the_others(own: OwnHours, expected: WorkingHours) -> None:
    assert own.over(TEAM) == expected


def test_hours_change_whenever_ones_own_or_the_others_do() -> None:
    team = replace(
        TEAM, changes=((MARCH, replace(TEAM, country="FR")), (SEPTEMBER, replace(TEAM, country="AT")))
    )
    own = OwnHours(changes=((JUNE, OwnHours(weekdays=frozenset({3}))),))
    thursdays = replace(TEAM, weekdays=frozenset({3}))
    assert own.over(team).changes == (
        (MARCH, replace(TEAM, country="FR")),
        (JUNE, replace(thursdays, country="FR")),
        (SEPTEMBER, replace(thursdays, country="AT")),
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(1970, 1, 1), 0, id="long before"),
        pytest.param(MARCH - timedelta(days=1), 0, id="the day before a change"),
        pytest.param(MARCH, 1, id="the day of a change"),
        pytest.param(JUNE, 2, id="the day of the last"),
        pytest.param(date(2100, 1, 1), 2, id="long after"),
    ],
)
def test_the_last_change_that_has_begun_is_in_force(day: date, hours: int) -> None:
    later = [WorkingHours(country="DE"), WorkingHours(country="FR")]
    all_of_them = WorkingHours(changes=((MARCH, later[0]), (JUNE, later[1])))
    assert all_of_them.on(day) == [all_of_them, *later][hours]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param("2026-08-31", True, id="a Monday"),
        pytest.param("2026-09-02", False, id="a Wednesday, which is not worked"),
        pytest.param("2026-12-25", False, id="a day of the shutdown"),
        pytest.param("2027-01-04", True, id="the first day back"),
        pytest.param("2026-05-01", False, id="a holiday"),
        pytest.param("2026-05-04", True, id="the Monday after"),
        pytest.param("2026-06-08", False, id="a Monday, in other hours"),
        pytest.param("2026-06-10", True, id="a Wednesday, in other hours"),
    ],
)
def test_a_day_is_worked_by_the_hours_in_force(day: str, *, works: bool) -> None:
    only_wednesday = replace(TEAM, weekdays=frozenset({2}))
    holidays = frozenset({date(2026, 5, 1)})
    changes = ((JUNE, only_wednesday), (date(2026, 8, 1), TEAM))
    assert replace(TEAM, holidays=holidays, changes=changes).works(date.fromisoformat(day)) is works


def test_periods_follow_one_another_from_the_beginning_to_the_end_of_time() -> None:
    summer = WorkingHours(ends=time(14))
    hours = replace(TEAM, changes=((JUNE, summer), (SEPTEMBER, TEAM)))
    assert list(hours.periods()) == [
        (date.min, JUNE, TEAM), (JUNE, SEPTEMBER, summer), (SEPTEMBER, date.max, TEAM),
    ]  # fmt: skip


def test_every_period_is_changed_alike() -> None:
    hours = replace(TEAM, changes=((JUNE, WorkingHours("Asia/Tokyo")),))
    moved = hours.each(lambda each: replace(each, zone="UTC"))
    assert moved == replace(TEAM, zone="UTC", changes=((JUNE, WorkingHours("UTC")),))


WEEKS = st.builds(
    OwnHours,
    zone=st.none() | st.sampled_from(("UTC", "Asia/Tokyo")),
    weekdays=st.none() | st.frozensets(st.integers(0, 6)),
    country=st.none() | st.sampled_from(("DE", "PT")),
)
DAYS = st.integers(0, 50).map(lambda number: MARCH + timedelta(days=number))
CHANGES = st.lists(st.tuples(DAYS, WEEKS), max_size=3, unique_by=lambda each: each[0]).map(
    lambda changes: tuple(sorted(changes, key=lambda change: change[0]))
)


@given(WEEKS, CHANGES, CHANGES, DAYS)
def test_on_every_day_it_is_ones_own_of_that_day_over_the_others_of_that_day(
    first: OwnHours,
    own: tuple[tuple[date, OwnHours], ...],
    team: tuple[tuple[date, OwnHours], ...],
    day: date,
) -> None:
    whole = replace(first, changes=own)
    around = replace(TEAM, changes=tuple((since, week.over(TEAM)) for since, week in team))
    own_then = [first, *(week for since, week in own if since <= day)][-1]
    around_then = [TEAM, *(week.over(TEAM) for since, week in team if since <= day)][-1]
    assert replace(whole.over(around).on(day), changes=()) == own_then.over(around_then)
