"""The facts of a pull request: the working clock of its spans, and what is odd about it."""

from datetime import time

import pytest

from domain.facts import Flag, Span
from domain.people import WorkingHours
from domain.records import PullRequest
from tests.domain.rulings.stories import (
    AGENT,
    ALICE,
    BOB,
    CAROL,
    NINE_TO_SIX,
    ROBOT,
    SERVICE,
    abandoned,
    approved,
    closed,
    commented,
    draft,
    hour,
    merged,
    objected,
    requested,
    reviewed,
    ruled,
    still_open,
    working,
    wrote,
)

TOKYO = WorkingHours("Asia/Tokyo")
"""Nine to six in Tokyo is midnight to nine in UTC: not a second of `NINE_TO_SIX`."""

NEVER = WorkingHours(weekdays=frozenset())


def test_only_working_hours_count_on_the_working_clock() -> None:
    spans = working(merged(48, commits=(wrote(-16),), reviews=(reviewed(25), approved(32))))
    assert spans == {
        Span.CYCLE: 18,
        Span.CODING: 0,
        Span.PICKUP: 9 + 1,
        Span.REVIEW: 7,
        Span.MERGE: 1,
    }


def test_a_weekend_holds_no_work() -> None:
    friday_evening, monday_morning = 24 * 4 + 8, 24 * 7 + 1
    spans = working(merged(monday_morning, created_at=hour(friday_evening)))
    assert spans[Span.CYCLE] == 2


def test_a_review_within_a_minute_in_the_night_took_no_working_time_but_is_no_null() -> None:
    spans = working(merged(12, created_at=hour(11), reviews=(approved(11.01),)))
    assert spans[Span.PICKUP] == 0


@pytest.mark.parametrize(
    ("hours", "spans"),
    [
        pytest.param({"alice": NEVER}, (19, 0, 10, 7, 0), id="the author's in coding and merge"),
        pytest.param({"bob": TOKYO}, (19 + 27, 0, 9, 7, 2), id="the reviewer's in pickup, both in cycle"),
        pytest.param({"alice": TOKYO, "bob": TOKYO}, (27, 9, 9, 0, 9), id="both abroad"),
        pytest.param({"carol": TOKYO}, (19, 0, 10, 7, 2), id="a bystander's nowhere"),
    ],
)
def test_a_span_is_told_in_the_working_time_of_those_who_could_end_the_wait(
    hours: dict[str, WorkingHours], spans: tuple[float, ...]
) -> None:
    pr = merged(49, commits=(wrote(-16),), reviews=(reviewed(25), approved(32)))
    assert tuple(working(pr, **hours).values()) == spans


def test_somebody_who_was_asked_could_have_reviewed_too() -> None:
    pr = merged(48, reviews=(approved(25),), review_requests=(requested(0), requested(0, CAROL)))
    assert working(pr, carol=TOKYO)[Span.PICKUP] == 10 + 9


def test_a_bot_that_was_asked_has_no_working_time() -> None:
    pr = merged(48, reviews=(approved(25),), review_requests=(requested(0), requested(0, ROBOT)))
    assert working(pr, **{ROBOT.login: TOKYO})[Span.PICKUP] == 10


def test_somebody_who_only_commented_could_have_reviewed_too() -> None:
    pr = merged(48, reviews=(approved(25),), comments=(commented(30, CAROL),))
    assert working(pr, carol=TOKYO)[Span.PICKUP] == 10 + 9


def test_a_team_is_not_unfolded_so_the_default_hours_stand_for_it() -> None:
    pr = merged(48, comments=(commented(25, None),), review_requests=(requested(0, None, team="payments"),))
    assert working(pr)[Span.PICKUP] == 10


@pytest.mark.parametrize(
    ("pr", "cycle"),
    [
        pytest.param(merged(48, closed_intervals=(closed(24, 33),)), 9, id="closed for all of Tuesday"),
        pytest.param(
            merged(48, closed_intervals=(closed(2, 4), closed(3, 5))), 15, id="closed twice at once"
        ),
        pytest.param(merged(48, closed_intervals=(closed(24, None),)), 9, id="closed, and merged as it was"),
        pytest.param(merged(48, closed_intervals=(closed(48, None),)), 18, id="closed by its merge"),
    ],
)
def test_while_it_is_closed_the_working_clock_stands_still(pr: PullRequest, cycle: float) -> None:
    assert working(pr)[Span.CYCLE] == cycle
    assert ruled(pr).calendar[0] == 48 * 3600


def test_a_draft_after_the_review_is_working_time_of_coding() -> None:
    spans = working(merged(9, drafts=(draft(4, 6),), reviews=(reviewed(2), approved(8))))
    assert (spans[Span.CODING], spans[Span.REVIEW]) == (2, 4)


def test_hours_of_day_and_night_are_the_calendar() -> None:
    always = WorkingHours(weekdays=frozenset(range(7)), begins=time(0), ends=time(0))
    facts = ruled(merged(900, reviews=(approved(300),)), alice=always, bob=always)
    assert facts.working == facts.calendar


@pytest.mark.parametrize(
    ("pr", "flag"),
    [
        pytest.param(merged(author=ROBOT), Flag.BOT_AUTHOR, id="a bot's"),
        pytest.param(merged(author=AGENT), Flag.BOT_AUTHOR, id="an agent's"),
        pytest.param(merged(author=SERVICE), Flag.BOT_AUTHOR, id="a service's"),
        pytest.param(merged(author=AGENT), Flag.AGENT_AUTHOR, id="an agent's, told apart"),
        pytest.param(merged(author=SERVICE), Flag.SERVICE_AUTHOR, id="a service's, told apart"),
        pytest.param(merged(title='Revert "Pay once"'), Flag.REVERT, id="a revert"),
        pytest.param(merged(), Flag.UNREVIEWED, id="merged without a review"),
        pytest.param(merged(reviews=(reviewed(4, ROBOT),)), Flag.UNREVIEWED, id="reviewed by a bot only"),
        pytest.param(merged(merged_by_id=ALICE.id), Flag.SELF_MERGED, id="merged by its author"),
        pytest.param(merged(reviews=(objected(4),)), Flag.OVER_OBJECTION, id="merged over an objection"),
        pytest.param(merged(commits=(wrote(-721),)), Flag.OLD_COMMIT, id="a commit of 30 days and an hour"),
        pytest.param(merged(closed_intervals=(closed(3, 4),)), Flag.REOPENED, id="closed and reopened"),
        pytest.param(
            merged(commits=(wrote(1, headline="One"), wrote(1, committed=5, headline="One"))),
            Flag.FORCE_PUSHED,
            id="the same work under two hashes",
        ),
    ],
)
def test_it_is_flagged(pr: PullRequest, flag: Flag) -> None:
    assert flag in ruled(pr).flags


@pytest.mark.parametrize(
    ("pr", "flag"),
    [
        pytest.param(merged(author_id=None), Flag.BOT_AUTHOR, id="a deleted account may have been a person"),
        pytest.param(merged(author=ROBOT), Flag.AGENT_AUTHOR | Flag.SERVICE_AUTHOR, id="a bot is just that"),
        pytest.param(
            merged(author_id=None, merged_by_id=None), Flag.SELF_MERGED, id="nobody merged nobody's"
        ),
        pytest.param(merged(commits=(wrote(-720),)), Flag.OLD_COMMIT, id="a commit of 30 days"),
        pytest.param(still_open(), Flag.UNREVIEWED, id="open and not reviewed yet"),
        pytest.param(abandoned(), Flag.UNREVIEWED, id="closed without a review"),
        pytest.param(abandoned(reviews=(objected(4),)), Flag.OVER_OBJECTION, id="closed under objection"),
        pytest.param(
            merged(commits=(wrote(1, headline="One"), wrote(2, headline="One"))),
            Flag.FORCE_PUSHED,
            id="two commits of one headline",
        ),
    ],
)
def test_it_is_not_flagged(pr: PullRequest, flag: Flag) -> None:
    assert flag not in ruled(pr).flags


def test_a_quiet_pull_request_has_no_flag() -> None:
    assert ruled(merged(commits=(wrote(-3),), reviews=(approved(4, BOB),)), into="main").flags == Flag(0)


@pytest.mark.parametrize(
    ("base", "default", "off"),
    [
        pytest.param("main", "main", False, id="into the default branch"),
        pytest.param("develop", "main", True, id="into another branch"),
        pytest.param("develop", "", False, id="where the default branch is not known"),
        pytest.param("", "main", False, id="where its own branch is not known"),
    ],
)
def test_a_merge_into_another_branch_than_the_default_is_told(base: str, default: str, *, off: bool) -> None:
    assert (Flag.OFF_DEFAULT in ruled(merged(base_branch=base), into=default).flags) is off


def test_facts_name_the_pull_request_its_repository_and_author() -> None:
    pr = merged()
    facts = ruled(pr)
    assert (facts.pull_request_id, facts.repository_id) == (pr.id, pr.repository_id)
    assert (facts.author_id, facts.merged_at) == (ALICE.id, hour(48))


def test_hours_of_nobody_in_particular_are_the_default() -> None:
    assert working(merged(9, author_id=None))[Span.CODING] == 0
    assert working(merged(9, author_id=None))[Span.CYCLE] == 9
    assert NINE_TO_SIX.zone == "UTC"
