"""Reminders tell waits by the clock of the metrics, as one function (metric definitions, section 9)."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Span
from domain.people import WorkingHours
from domain.rulings.turns import turn
from services.facts import Roster
from services.turns import waited
from tests.domain.rulings.stories import (
    BOB,
    CAROL,
    NINE_TO_SIX,
    PEOPLE,
    approved,
    draft,
    hour,
    merged,
    objected,
    requested,
    reviewed,
    ruled,
    still_open,
    wrote,
)

HOUR = 3600
EVERY_DAY = frozenset(range(7))
BERLIN, LOS_ANGELES = WorkingHours("Europe/Berlin"), WorkingHours("America/Los_Angeles")
MORNINGS = WorkingHours(begins=time(9), ends=time(12))
AWAY_UNTIL_WEDNESDAY = WorkingHours(time_off=((date(2026, 11, 2), date(2026, 11, 4)),))

Fields = dict[str, Any]
"""What a pull request is told by, open or merged alike."""


def reminded(fields: Fields, at: float, **hours: WorkingHours) -> int:
    """What a reminder at that hour would say of the wait, in seconds."""
    pr = still_open(**fields)
    return waited(pr, turn(pr, PEOPLE), PEOPLE, Roster(hours, {}, {}, NINE_TO_SIX, ""), hour(at))


def measured(span: Span, fields: Fields, ended: float, **hours: WorkingHours) -> int | None:
    """What the metric says of it once it was merged at that hour, in seconds of working time."""
    return ruled(merged(ended, **fields), into="", **hours).working[list(Span).index(span)]


@pytest.mark.parametrize(
    ("fields", "review", "hours", "worked"),
    [
        pytest.param({"review_requests": (requested(0),)}, 6, {}, 6, id="a day at work"),
        pytest.param({"review_requests": (requested(0),)}, 24 + 3, {}, 9 + 3, id="overnight"),
        pytest.param({"review_requests": (requested(4 * 24 + 8),)}, 7 * 24 + 2, {}, 1 + 2, id="a weekend"),
        pytest.param(
            {"review_requests": (requested(0),)}, 10, {"bob": LOS_ANGELES}, 2, id="a reviewer in Los Angeles"
        ),
        pytest.param(
            {"review_requests": (requested(0), requested(0, CAROL))},
            10,
            {"bob": BERLIN, "carol": LOS_ANGELES},
            8 + 2,
            id="two reviewers, either of whom could",
        ),
        pytest.param(
            {"review_requests": (requested(0), requested(0, CAROL))},
            24 + 3,
            {"bob": AWAY_UNTIL_WEDNESDAY, "carol": MORNINGS},
            3 + 3,
            id="one of two is away",
        ),
        pytest.param(
            {"review_requests": (requested(0),)},
            2 * 24 + 1,
            {"bob": AWAY_UNTIL_WEDNESDAY},
            1,
            id="whoever was asked is away",
        ),
        pytest.param(
            {"review_requests": (requested(0),), "drafts": (draft(0, 5),)}, 8, {}, 3, id="ready at two"
        ),
        pytest.param(
            {"review_requests": (requested(0),), "commits": (wrote(7),)}, 8, {}, 1, id="pushed at four"
        ),
    ],
)
def test_a_reminder_tells_the_wait_that_the_metric_will_tell(
    fields: Fields, review: float, hours: dict[str, WorkingHours], worked: float
) -> None:
    """Bob reviews at that hour; a moment before, a reminder has told the same."""
    assert reminded(fields, review, **hours) == worked * HOUR
    told = measured(Span.PICKUP, {**fields, "reviews": (approved(review),)}, 300, **hours)
    assert told == worked * HOUR


def test_the_wait_for_the_merge_is_told_by_the_clock_of_the_merge_phase() -> None:
    """Approved on Monday at four, merged on Tuesday at ten by Alice's hours."""
    fields = {"reviews": (approved(7),)}
    assert reminded(fields, 25) == measured(Span.MERGE, fields, 25) == (2 + 1) * HOUR
    assert reminded(fields, 25, alice=MORNINGS) == measured(Span.MERGE, fields, 25, alice=MORNINGS) == HOUR


def test_who_waits_for_the_author_is_told_in_the_authors_hours() -> None:
    fields = {"reviews": (objected(1),)}
    assert reminded(fields, 25, alice=MORNINGS, bob=LOS_ANGELES) == (2 + 1) * HOUR


def test_a_comment_that_asks_for_an_answer_waits_from_the_comment() -> None:
    assert reminded({"reviews": (reviewed(2),)}, 5) == 3 * HOUR


zones = st.sampled_from(("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"))
calendars = st.builds(
    lambda zone, begins, length: WorkingHours(zone, EVERY_DAY, time(begins), time(begins + length)),
    zones,
    st.integers(0, 14),
    st.integers(1, 9),
)
hours_before = st.integers(0, 60)


@given(
    st.lists(hours_before, max_size=3),
    st.lists(st.tuples(hours_before, st.sampled_from((BOB, CAROL))), min_size=1, max_size=3),
    st.one_of(st.none(), st.integers(1, 60)),
    st.integers(61, 200),
    st.fixed_dictionaries({"bob": calendars, "carol": calendars}),
)
def test_whatever_was_before_it_a_first_review_ends_the_wait_that_a_reminder_told(
    pushes: list[int],
    requests: list[tuple[int, Any]],
    ready: int | None,
    review: int,
    hours: dict[str, WorkingHours],
) -> None:
    who = requests[0][1]
    fields: Fields = {
        "commits": tuple(map(wrote, pushes)),
        "review_requests": tuple(requested(at, of) for at, of in requests),
        "drafts": () if ready is None else (draft(0, ready),),
    }
    told = measured(Span.PICKUP, {**fields, "reviews": (approved(review, who),)}, 300, **hours)
    assert reminded(fields, review, **hours) == told
