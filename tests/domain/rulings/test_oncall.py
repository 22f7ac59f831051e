"""The rulings on being on call: whose hours, which calls are one, and how long somebody stood by."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import CallFlag, ShiftFacts
from domain.records import Incident, Shift
from domain.rulings.oncall import Called, call_facts, hours_of_day, interruptions, shift_facts
from tests.builders import NOW, account
from tests.incidents import call, incident, shift

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALICE, BOB = account("alice").id, account("bob").id
LATER = datetime(2027, 12, 31, tzinfo=UTC)
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns",
    "Pacific/Apia", "America/Havana", "America/Asuncion", "Africa/Casablanca", "Asia/Kathmandu",
)  # fmt: skip


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        pytest.param("2026-11-24 07:59:59", CallFlag.SLEEP, id="Tuesday before eight"),
        pytest.param("2026-11-24 08:00", CallFlag.BUSINESS, id="Tuesday at eight"),
        pytest.param("2026-11-24 17:59:59", CallFlag.BUSINESS, id="Tuesday before six"),
        pytest.param("2026-11-24 18:00", CallFlag.OFF_HOURS, id="Tuesday at six"),
        pytest.param("2026-11-24 21:59:59", CallFlag.OFF_HOURS, id="Tuesday before ten"),
        pytest.param("2026-11-24 22:00", CallFlag.SLEEP, id="Tuesday at ten"),
        pytest.param("2026-11-27 17:00", CallFlag.BUSINESS, id="Friday afternoon"),
        pytest.param("2026-11-28 08:00", CallFlag.OFF_HOURS, id="Saturday at eight"),
        pytest.param("2026-11-29 12:00", CallFlag.OFF_HOURS, id="Sunday noon"),
        pytest.param("2026-11-29 03:00", CallFlag.SLEEP, id="Sunday night"),
        pytest.param("2026-11-29 22:00", CallFlag.SLEEP, id="Sunday at ten"),
    ],
)
def test_hours_are_business_off_or_sleep(moment: str, hours: CallFlag) -> None:
    assert hours_of_day(local(moment), "Europe/Berlin") == hours


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        pytest.param("Europe/Berlin", CallFlag.BUSINESS, id="noon in Berlin"),
        pytest.param("America/Los_Angeles", CallFlag.SLEEP, id="three in the morning in California"),
        pytest.param("Asia/Tokyo", CallFlag.OFF_HOURS, id="eight in the evening in Tokyo"),
    ],
)
def test_hours_are_the_called_persons_own(zone: str, hours: CallFlag) -> None:
    """The same moment is another hour for each: never the schedule's zone, nor UTC."""
    assert hours_of_day(local("2026-11-24 12:00"), zone) == hours


def test_hours_follow_the_clock_on_the_wall_through_a_clock_change() -> None:
    winter, summer = datetime(2026, 10, 26, 7, 30, tzinfo=UTC), datetime(2026, 10, 23, 6, 30, tzinfo=UTC)
    assert hours_of_day(winter, "Europe/Berlin") == hours_of_day(summer, "Europe/Berlin") == CallFlag.BUSINESS


@pytest.mark.parametrize(
    ("channel", "counts"),
    [
        ("push", True), ("phone", True), ("sms", True), (" SMS ", True), ("Push", True),
        ("email", False), ("slack", False), ("", False),
    ],
)  # fmt: skip
def test_push_phone_and_sms_interrupt_and_an_email_does_not(channel: str, *, counts: bool) -> None:
    found = interruptions([incident(interruptions=(call(NOW, channel=channel),))])
    assert bool(found) is counts


def calls_at(*seconds: float, login: str = "alice") -> list[float]:
    """When interruptions began, of calls so many seconds after `NOW`."""
    story = incident(interruptions=tuple(call(NOW + each * SECOND, login) for each in seconds))
    return [(each.at - NOW).total_seconds() for each in interruptions([story])]


@pytest.mark.parametrize(
    ("called", "began"),
    [
        pytest.param((0, 0), [0], id="push and SMS at once"),
        pytest.param((0, 60), [0], id="a minute later is the same"),
        pytest.param((0, 60.001), [0, 60.001], id="more than a minute later is another"),
        pytest.param((0, 50, 100), [0, 100], id="counted from the first call, not from the one before"),
        pytest.param((100, 0, 50), [0, 100], id="in whichever order they are told"),
    ],
)
def test_calls_within_sixty_seconds_are_one_interruption(called: list[float], began: list[float]) -> None:
    assert calls_at(*called) == began


def test_two_incidents_at_once_are_one_interruption_of_a_person_and_belong_to_the_first() -> None:
    first = incident(1, interruptions=(call(NOW, "alice"), call(NOW, "bob")))
    second = incident(2, interruptions=(call(NOW + 30 * SECOND, "alice"), call(NOW + 90 * SECOND, "bob")))
    assert Counter(interruptions([second, first])) == Counter(
        [Called(ALICE, NOW, first.id), Called(BOB, NOW, first.id), Called(BOB, NOW + 90 * SECOND, second.id)]
    )


def test_whoever_was_called_counts_and_not_who_was_on_the_schedule() -> None:
    """After a hand-off the incident calls somebody else: the interruption is theirs."""
    handed_over = incident(interruptions=(call(NOW, "alice"), call(NOW + 5 * MINUTE, "bob")))
    assert {each.account_id for each in interruptions([handed_over])} == {ALICE, BOB}


def test_people_without_an_account_are_taken_for_one() -> None:
    gone = incident(interruptions=(call(NOW, None), call(NOW + 10 * SECOND, None)))
    assert interruptions([gone]) == [Called(0, NOW, gone.id)]


def test_a_call_is_counted_at_its_moment_for_its_incident() -> None:
    called = Called(ALICE, local("2026-11-24 03:00"), 12)
    told = call_facts(called, "Europe/Berlin", place_id=3)
    assert (told.author_id, told.at, told.kind_id, told.place_id) == (ALICE, called.at, 12, 3)
    assert told.flags == CallFlag.SLEEP
    assert told.id == call_facts(called, "UTC", place_id=4).id, "it stays itself, wherever it belongs"


def rows(*shifts: Shift, zone: str = "Europe/Berlin", now: datetime = LATER) -> list[ShiftFacts]:
    return shift_facts(shifts, zone, {}, now)


def total(told: list[ShiftFacts]) -> tuple[float, float]:
    """Hours on call, and of sleep."""
    return sum(each.seconds for each in told) / 3600, sum(each.sleep for each in told) / 3600


@pytest.mark.parametrize(
    ("began", "hours", "expected"),
    [
        pytest.param("2026-11-23 08:00", 24, [(16, 2), (8, 8)], id="a day and its night"),
        pytest.param("2026-11-23 00:00", 24, [(24, 10)], id="one whole day"),
        pytest.param("2026-11-23 09:00", 8, [(8, 0)], id="office hours"),
        pytest.param("2026-11-23 21:30", 2, [(2, 1.5)], id="into the night"),
        pytest.param("2026-03-29 00:00", 23, [(23, 9)], id="the night in which the clock is set forward"),
        pytest.param("2026-10-25 00:00", 25, [(25, 11)], id="the night in which the clock is set back"),
    ],
)
def test_a_shift_is_cut_by_the_days_of_the_person(
    began: str, hours: float, expected: list[tuple[float, float]]
) -> None:
    told = rows(shift(local(began), hours))
    assert [(each.seconds / 3600, each.sleep / 3600) for each in told] == expected


def test_a_days_time_on_call_counts_on_that_day() -> None:
    """It would count for the day after if it were dated at midnight."""
    (first, second) = rows(shift(local("2026-11-23 12:00"), 20))
    assert first.at == local("2026-11-23 23:59:59")
    assert second.at == local("2026-11-24 07:59:59")


def test_the_time_is_of_the_persons_days_wherever_the_schedule_is() -> None:
    on_call = shift(datetime(2026, 11, 23, tzinfo=UTC), 24)
    assert [each.sleep / 3600 for each in rows(on_call, zone="UTC")] == [10]
    assert total(rows(on_call, zone="Asia/Kolkata")) == (24, 10)
    assert len(rows(on_call, zone="Asia/Kolkata")) == 2


def test_time_on_two_schedules_at_once_counts_once() -> None:
    day = local("2026-11-23 00:00")
    one, other = shift(day, 24), shift(day + 12 * 60 * MINUTE, 24, schedule="Search")
    told = rows(other, one)
    assert total(told) == (36, 8 + 2 + 8)
    hours = {each.shift_id: 0.0 for each in told}
    for each in told:
        hours[each.shift_id] += each.seconds / 3600
    assert hours == {one.id: 24, other.id: 12}


def test_the_lower_level_has_the_hours_that_two_schedules_share() -> None:
    day = local("2026-11-23 00:00")
    backup, first = shift(day, 24, level=2), shift(day + 60 * MINUTE, 4, schedule="Search")
    told = rows(backup, first)
    assert sorted((each.shift_id == first.id, each.seconds / 3600) for each in told) == [
        (False, 20),
        (True, 4),
    ]
    assert len(told) == 2, "a day that another shift cuts in two is still one row"


def test_what_has_not_passed_yet_is_no_time_on_call() -> None:
    day = local("2026-11-23 00:00")
    assert total(rows(shift(day, 7 * 24), now=day + 6 * 60 * MINUTE)) == (6, 6)
    assert rows(shift(day, 24), now=day) == []


@pytest.mark.parametrize("hours", [0, -5], ids=["empty", "ending before it begins"])
def test_a_shift_without_length_is_none(hours: float) -> None:
    assert rows(shift(NOW, hours)) == []


def test_a_row_keeps_its_id_while_its_day_goes_on() -> None:
    day = local("2026-11-23 00:00")
    early, late = (rows(shift(day, 24), now=day + hours * 60 * MINUTE) for hours in (3, 9))
    assert [each.id for each in early] == [each.id for each in late]
    assert shift_facts([shift(day, 24)], "UTC", {shift(day, 24).id: 7}, LATER)[0].place_id == 7


def asleep_by_the_minute(start: datetime, end: datetime, zone: str) -> int:
    """Seconds of sleep, told by looking at the clock on the wall every minute."""
    minutes = range(int((end - start) / MINUTE))
    looks = ((start + each * MINUTE).astimezone(ZoneInfo(zone)).hour for each in minutes)
    return 60 * sum(not 8 <= hour < 22 for hour in looks)


quarters = st.integers(0, 366 * 96).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * 15 * MINUTE)
changes = st.sampled_from([datetime(2026, month, day, tzinfo=UTC) for month, day in
                           ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1))])  # fmt: skip
around_changes = st.builds(lambda at, n: at + n * 15 * MINUTE, changes, st.integers(-150, 150))


@given(quarters | around_changes, st.integers(1, 4 * 72), st.sampled_from(ZONES))
def test_the_pieces_are_the_shift_and_their_sleep_is_what_the_wall_shows(
    began: datetime, length: int, zone: str
) -> None:
    on_call = shift(began, length / 4)
    told = rows(on_call, zone=zone)
    assert sum(each.seconds for each in told) == length * 900
    assert sum(each.sleep for each in told) == asleep_by_the_minute(began, on_call.ended_at, zone)
    assert all(0 <= each.sleep <= each.seconds <= 25 * 3600 for each in told)
    assert all(began < each.at < on_call.ended_at for each in told)
    assert len({each.id for each in told}) == len(told)


several = st.lists(
    st.builds(
        lambda at, length, schedule, level: shift(at, length / 4, schedule=schedule, level=level),
        around_changes, st.integers(1, 300), st.sampled_from("ABC"), st.integers(1, 3),
    ),
    max_size=6,
)  # fmt: skip


@given(several, st.sampled_from(ZONES))
def test_no_hour_is_counted_twice_and_none_is_lost(shifts: list[Shift], zone: str) -> None:
    covered = {
        moment
        for each in shifts
        for moment in range(int(each.began_at.timestamp()), int(each.ended_at.timestamp()), 900)
    }
    assert sum(each.seconds for each in rows(*shifts, zone=zone)) == 900 * len(covered)


pages = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.sampled_from(["alice", "bob", None]),
        st.sampled_from(["push", "email", "sms"]),
    ),
    max_size=25,
)


@given(pages, st.integers(1, 4))
def test_interruptions_are_as_if_counted_by_hand(said: list[tuple[int, str | None, str]], parts: int) -> None:
    stories: list[Incident] = [
        incident(n, interruptions=tuple(call(NOW + at * SECOND, who, how) for at, who, how in said[n::parts]))
        for n in range(parts)
    ]
    expected = 0
    for who in ("alice", "bob", None):
        heard = sorted(at for at, whom, how in said if whom == who and how != "email")
        while heard:
            expected += 1
            heard = [at for at in heard if at > heard[0] + 60]
    assert len(interruptions(stories)) == expected


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(ZONES))  # noqa: DTZ001 - made aware below
def test_every_moment_is_in_exactly_one_class_of_hours(moment: datetime, zone: str) -> None:
    aware = moment.replace(tzinfo=UTC)
    wall = aware.astimezone(ZoneInfo(zone))
    expected = CallFlag.OFF_HOURS
    if wall.hour >= 22 or wall.hour < 8:
        expected = CallFlag.SLEEP
    elif wall.hour < 18 and wall.isoweekday() <= 5:
        expected = CallFlag.BUSINESS
    assert hours_of_day(aware, zone) == expected
