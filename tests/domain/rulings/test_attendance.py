"""Days off on which people worked on a pull request all the same count, for it and for them alone."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given

from domain.facts import Span
from domain.people import WorkingHours
from domain.records import PullRequest
from domain.rulings.attendance import attendance
from domain.working import DayWorked, working_seconds
from tests import builders
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NINE_TO_SIX,
    approved,
    commented,
    hour,
    merged,
    requested,
    reviewed,
    still_open,
    working,
    wrote,
)
from tests.domain.rulings.strategies import pull_requests

FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY = (24 * day for day in (4, 5, 6, 7))
"""Nine o'clock of these days, in hours since the Monday."""

ON_SATURDAY = date(2026, 11, 7)
WEDNESDAY_OFF = WorkingHours(holidays=frozenset({date(2026, 11, 4)}))


def days(pr: PullRequest, hours: WorkingHours = NINE_TO_SIX) -> dict[int, set[date]]:
    """The days off that were worked, by account."""
    worked = attendance(pr, {}, hours).worked
    return {account: {each.day for each in of_one} for account, of_one in worked.items()}


@pytest.mark.parametrize(
    ("pr", "who"),
    [
        pytest.param(merged(NEXT_MONDAY, created_at=hour(SATURDAY)), ALICE, id="opening it"),
        pytest.param(
            merged(
                NEXT_MONDAY,
                commits=(replace(wrote(SATURDAY, committed=NEXT_MONDAY), author_id=ALICE.id),),
            ),
            ALICE,
            id="a commit, when it was written",
        ),
        pytest.param(merged(NEXT_MONDAY, reviews=(reviewed(SATURDAY),)), BOB, id="a review"),
        pytest.param(merged(NEXT_MONDAY, comments=(commented(SATURDAY),)), BOB, id="a comment"),
        pytest.param(merged(SATURDAY), CAROL, id="the merge"),
        pytest.param(still_open(comments=(commented(SATURDAY),)), BOB, id="a comment while it is open"),
    ],
)
def test_it_is_work_of_that_day(pr: PullRequest, who: object) -> None:
    assert days(pr) == {getattr(who, "id", None): {ON_SATURDAY}}


@pytest.mark.parametrize(
    "pr",
    [
        pytest.param(merged(FRIDAY, comments=(commented(SATURDAY),)), id="a comment after the merge"),
        pytest.param(
            builders.pull_request(created_at=hour(0), closed_at=hour(9), reviews=(reviewed(SATURDAY),)),
            id="a review after the close",
        ),
        pytest.param(merged(NEXT_MONDAY, reviews=(reviewed(SATURDAY, None),)), id="by a deleted account"),
        pytest.param(merged(NEXT_MONDAY, review_requests=(requested(SATURDAY),)), id="being asked"),
        pytest.param(merged(NEXT_MONDAY, comments=(commented(10),)), id="in the evening of a working day"),
    ],
)
def test_it_makes_no_day_one_of_work(pr: PullRequest) -> None:
    assert days(pr) == {}


def test_somebody_who_works_on_saturdays_worked_on_no_day_off() -> None:
    every_day = WorkingHours(weekdays=frozenset(range(7)))
    pr = merged(NEXT_MONDAY, reviews=(reviewed(SATURDAY),))
    assert attendance(pr, {BOB.id: every_day}, NINE_TO_SIX).worked == {}
    assert attendance(pr, {CAROL.id: every_day}, NINE_TO_SIX).of([BOB.id]) == {
        NINE_TO_SIX, DayWorked(NINE_TO_SIX, ON_SATURDAY),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "worked"),
    [
        pytest.param(FRIDAY + 17, {}, id="at two, in the night shift of Friday"),
        pytest.param(SATURDAY, {BOB.id: {ON_SATURDAY}}, id="at nine, between two shifts"),
        pytest.param(SATURDAY + 17, {BOB.id: {ON_SATURDAY}}, id="at two, in what would be Saturday's shift"),
    ],
)
def test_the_hours_after_midnight_belong_to_the_night_shift_before(
    moment: float, worked: dict[int, set[date]]
) -> None:
    nights = WorkingHours(begins=time(22), ends=time(6))
    pr = merged(NEXT_MONDAY + 24, merged_by_id=None, comments=(commented(moment),))
    assert days(pr, nights) == worked


def test_a_review_on_saturday_makes_saturday_count_in_the_spans_that_wait_for_the_reviewer() -> None:
    seen = (reviewed(SATURDAY + 4), approved(SATURDAY + 6))
    spans = working(merged(NEXT_MONDAY + 1, created_at=hour(FRIDAY + 8), reviews=seen))
    assert spans[Span.PICKUP] == 1 + 4, "the last hour of Friday, and Saturday from nine to one"
    assert spans[Span.REVIEW] == 2
    assert spans[Span.MERGE] == 1, "the author was off until Monday at nine"
    assert spans[Span.CYCLE] == 1 + 9 + 1, "Friday, all of Bob's Saturday, Monday"


def test_a_commit_on_a_holiday_makes_it_count_for_the_author_and_not_for_the_reviewer() -> None:
    wednesday = 24 * 2
    pr = merged(
        24 * 3 + 9,
        created_at=hour(wednesday),
        commits=(replace(wrote(wednesday), author_id=ALICE.id),),
        reviews=(approved(24 * 3 + 2),),
    )
    spans = working(pr, alice=WEDNESDAY_OFF, bob=WEDNESDAY_OFF)
    assert spans[Span.PICKUP] == 2, "Bob was off on Wednesday"
    assert spans[Span.CYCLE] == 9 + 9, "Alice was not, and both worked on Thursday"


def test_a_review_in_the_same_minute_of_a_night_off_took_no_working_time() -> None:
    pr = merged(NEXT_MONDAY, created_at=hour(SATURDAY + 12), reviews=(approved(SATURDAY + 12.01),))
    assert working(pr)[Span.PICKUP] == 0


@given(pull_requests())
def test_days_off_only_ever_add_time(pr: PullRequest) -> None:
    accounts = [ALICE.id, BOB.id, CAROL.id]
    present = attendance(pr, {}, WEDNESDAY_OFF)
    hours = present.of(accounts)
    assert hours >= {WEDNESDAY_OFF}
    assert all(not WEDNESDAY_OFF.works(each.day) for each in hours if isinstance(each, DayWorked))
    start, end = hour(-200), hour(500)
    assert working_seconds(start, end, hours) >= working_seconds(start, end, [WEDNESDAY_OFF])
