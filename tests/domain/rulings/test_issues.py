"""When an issue was begun and done, and how long that took, told in hours from a Monday morning."""

from dataclasses import replace
from datetime import timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import IssueFacts, IssueFlag
from domain.people import WorkingHours
from domain.records import Category, Issue, Stop, Transition
from domain.rulings.issues import categorised, course, issue_facts, since_creation
from tests import builders as build
from tests.builders import Value
from tests.domain.rulings.stories import NINE_TO_SIX, hour

TYPE = 99
HOUR = 3600
TO_DO, DOING, DONE, CANCELED = "todo", "in_progress", "done", "canceled"


def story(*moves: tuple[float, str, str], created: float = 0, **fields: Value) -> Issue:
    """An issue with these moves: the hour, from where and to where."""
    transitions = (build.moved(hour(at), before, after) for at, before, after in moves)
    return build.issue("PAY-1", *transitions, created_at=hour(created), **fields)


def ruled(issue: Issue, *, is_linked: bool = False) -> IssueFacts | None:
    return issue_facts(categorised(issue, {}), (NINE_TO_SIX,), TYPE, is_linked=is_linked)


def facts(issue: Issue) -> IssueFacts:
    found = ruled(issue)
    assert found is not None
    return found


def cycle(issue: Issue) -> float | None:
    found = facts(issue).cycle
    return None if found is None else found / HOUR


PLAIN = ((5, TO_DO, DOING), (30, DOING, DONE))


@pytest.mark.parametrize(
    ("issue", "hours"),
    [
        pytest.param(story(*PLAIN), 25, id="begun once and done once"),
        pytest.param(story((5, TO_DO, DOING), (9, DOING, TO_DO), (20, TO_DO, DOING), (30, DOING, DONE)), 25,
                     id="put back and begun again: from the first beginning"),
        pytest.param(story(*PLAIN, (40, DONE, DOING), (50, DOING, DONE)), 45,
                     id="reopened and done again: to the last end"),
        pytest.param(story(*PLAIN, (40, DONE, TO_DO), (50, TO_DO, DONE)), 45,
                     id="reopened and closed without a second beginning"),
        pytest.param(story((5, TO_DO, DONE), (9, DONE, DOING), (12, DOING, DONE)), 3,
                     id="begun only after it was closed too early"),
        pytest.param(story((30, DOING, DONE)), 30, id="created in progress: from its creation"),
        pytest.param(story((5, TO_DO, DOING), (5, DOING, DONE)), 0, id="done as soon as it was begun"),
        pytest.param(story((5, TO_DO, DOING), (30, DOING, CANCELED), (40, CANCELED, DONE)), 35,
                     id="canceled on the way and then done after all"),
        pytest.param(story((30, TO_DO, DONE)), None, id="never begun"),
        pytest.param(story(category=Category.DONE, status="done"), None, id="created as done"),
    ],
)  # fmt: skip
def test_the_cycle_is_from_the_first_beginning_to_the_last_end(issue: Issue, hours: float | None) -> None:
    assert cycle(issue) == hours


def test_a_move_between_two_statuses_of_one_category_is_no_beginning_and_no_end() -> None:
    review = build.moved(hour(8), DOING, DOING, from_status="Doing", to_status="In review")
    closed = build.moved(hour(90), DONE, DONE, from_status="Resolved", to_status="Closed")
    begun = build.moved(hour(5), TO_DO, DOING, to_status="Doing")
    resolved = build.moved(hour(30), DOING, DONE, from_status="In review", to_status="Resolved")
    issue = build.issue("PAY-1", begun, review, resolved, closed, created_at=hour(0))
    assert cycle(issue) == 25
    assert facts(issue).at == hour(30)


def test_a_history_in_any_order_is_read_by_its_times() -> None:
    issue = story(*PLAIN)
    backwards = replace(issue, transitions=issue.transitions[::-1])
    assert facts(backwards) == facts(issue)


@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(story(), id="not begun"),
        pytest.param(story((5, TO_DO, DOING)), id="in progress"),
        pytest.param(story(*PLAIN, (40, DONE, DOING)), id="reopened and not done again"),
    ],
)
def test_what_is_not_done_has_no_facts(issue: Issue) -> None:
    assert ruled(issue) is None
    assert course(issue).ended_at is None


def test_lead_time_begins_with_the_creation() -> None:
    assert facts(story(*PLAIN, created=-10)).lead == 40 * HOUR


@pytest.mark.parametrize(
    ("issue", "flags"),
    [
        pytest.param(story(*PLAIN), IssueFlag.UNESTIMATED, id="nothing odd but no estimate"),
        pytest.param(story(*PLAIN, estimate=3.0), IssueFlag(0), id="nothing odd"),
        pytest.param(story((5, TO_DO, DOING), (9, DOING, TO_DO), (10, TO_DO, DONE), estimate=1.0),
                     IssueFlag.REOPENED, id="put back"),
        pytest.param(story(*PLAIN, (40, DONE, DOING), (50, DOING, DONE), estimate=1.0),
                     IssueFlag.REOPENED, id="reopened"),
        pytest.param(story((5, TO_DO, DONE), estimate=1.0), IssueFlag.NEVER_STARTED, id="never begun"),
        pytest.param(story(*PLAIN, estimate=1.0, is_subtask=True), IssueFlag.SUBTASK, id="a sub-task"),
        pytest.param(story(*PLAIN, estimate=1.0, stops=(Stop(hour(6), hour(7)),)), IssueFlag.BLOCKED,
                     id="blocked on the way"),
        pytest.param(story(*PLAIN, estimate=1.0, stops=(Stop(hour(1), hour(2)),)), IssueFlag(0),
                     id="blocked before it was begun"),
        pytest.param(story((5, TO_DO, DOING), (30, DOING, CANCELED), estimate=1.0), IssueFlag.CANCELED,
                     id="canceled"),
    ],
)  # fmt: skip
def test_what_is_odd_about_an_issue_is_flagged(issue: Issue, flags: IssueFlag) -> None:
    assert facts(issue).flags == flags


def test_a_linked_issue_is_flagged() -> None:
    linked = ruled(story(*PLAIN), is_linked=True)
    assert linked
    assert linked.flags & IssueFlag.LINKED


def test_a_canceled_issue_has_no_cycle_and_ends_when_it_was_canceled() -> None:
    dropped = facts(story((5, TO_DO, DOING), (30, DOING, CANCELED)))
    assert (dropped.cycle, dropped.cycle_working, dropped.stopped) == (None, None, None)
    assert (dropped.at, dropped.lead) == (hour(30), 30 * HOUR)


@pytest.mark.parametrize(
    ("stops", "hours"),
    [
        pytest.param((), 0, id="never"),
        pytest.param(((10, 12),), 2, id="within the cycle"),
        pytest.param(((0, 12),), 7, id="from before the beginning"),
        pytest.param(((28, 40),), 2, id="beyond the end"),
        pytest.param(((28, None),), 2, id="never lifted"),
        pytest.param(((10, 14), (12, 16)), 6, id="overlaps counted once"),
        pytest.param(((12, 10),), 0, id="lifted before it was set"),
        pytest.param(((40, 50),), 0, id="after the end"),
    ],
)
def test_blocked_time_is_told_apart_and_stays_in_the_cycle(
    stops: tuple[tuple[float, float | None], ...], hours: float
) -> None:
    told = tuple(Stop(hour(began), None if ended is None else hour(ended)) for began, ended in stops)
    blocked = facts(story(*PLAIN, stops=told))
    assert blocked.stopped == hours * HOUR
    assert blocked.cycle == 25 * HOUR


def test_the_working_clock_is_the_assignees() -> None:
    issue = categorised(story(*PLAIN), {})  # Monday 14:00 to Tuesday 15:00
    nine_to_six = issue_facts(issue, (NINE_TO_SIX,), TYPE, is_linked=False)
    assert nine_to_six
    assert nine_to_six.cycle_working == (4 + 6) * HOUR
    tuesdays = WorkingHours(weekdays=frozenset({1}))
    part_time = issue_facts(issue, (tuesdays,), TYPE, is_linked=False)
    assert part_time
    assert part_time.cycle_working == 6 * HOUR


@pytest.mark.parametrize(
    ("estimate", "points"),
    [
        (3.0, 300),
        (0.5, 50),
        (1 / 3, 33),
        (0.0, 0),
        (None, None),
        (-1.0, None),
        (nan, None),
        (inf, None),
        (1e12, None),
    ],
)
def test_points_are_counted_in_hundredths_and_below_zero_is_no_estimate(
    estimate: float | None, points: int | None
) -> None:
    told = facts(story(*PLAIN, estimate=estimate))
    assert told.points == points
    assert bool(told.flags & IssueFlag.UNESTIMATED) is (points is None)


def test_an_end_before_the_creation_has_no_lead_time_and_is_told() -> None:
    skewed = facts(story(*PLAIN, created=31))
    assert skewed.lead is None
    assert skewed.cycle == 25 * HOUR
    assert skewed.flags & IssueFlag.CONTRADICTORY


def test_a_beginning_after_the_end_has_no_cycle_and_is_told() -> None:
    closed = build.moved(hour(5), TO_DO, DONE)
    begun = build.moved(hour(9), DONE, DOING, to_status="Ghost")
    wrong = build.issue(
        "PAY-1", closed, begun, created_at=hour(0), status="done", category=Category.DONE, estimate=1.0
    )
    told = facts(wrong)
    assert (told.cycle, told.cycle_working, told.stopped) == (None, None, None)
    assert told.flags == IssueFlag.CONTRADICTORY | IssueFlag.REOPENED
    assert told.lead == 5 * HOUR


def test_a_century_in_progress_has_no_value() -> None:
    assert facts(story((0, TO_DO, DOING), (24 * 366 * 90, DOING, DONE))).cycle is None


@pytest.mark.parametrize(
    ("resolved", "ended"),
    [pytest.param(44, 44, id="when it was resolved"), pytest.param(None, 5, id="else with its last move")],
)
def test_without_a_history_of_its_end_it_ended(resolved: float | None, ended: float) -> None:
    issue = story(
        (5, TO_DO, DOING),
        status="Closed",
        category=Category.DONE,
        resolved_at=None if resolved is None else hour(resolved),
    )
    assert facts(issue).at == hour(ended)


def test_a_status_means_what_the_settings_say() -> None:
    waiting = build.moved(hour(5), TO_DO, TO_DO, to_status="In Review")
    done = build.moved(hour(30), TO_DO, DONE, from_status="In Review")
    issue = build.issue("PAY-1", waiting, done, created_at=hour(0))
    assert cycle(issue) is None
    filed = categorised(issue, {"in review": Category.IN_PROGRESS})
    told = issue_facts(filed, (NINE_TO_SIX,), TYPE, is_linked=False)
    assert told
    assert told.cycle == 25 * HOUR


def test_the_settings_can_say_that_a_closing_status_cancels() -> None:
    issue = build.issue("PAY-1", build.moved(hour(30), TO_DO, DONE, to_status="Won't do"), created_at=hour(0))
    filed = categorised(issue, {"won't do": Category.CANCELED})
    assert filed.category is Category.CANCELED
    told = issue_facts(filed, (NINE_TO_SIX,), TYPE, is_linked=False)
    assert told
    assert told.flags & IssueFlag.CANCELED


def test_a_status_that_was_filed_anew_means_what_it_means_today() -> None:
    """The tracker told of the move when "Shipped" was still work in progress."""
    moves = (build.moved(hour(5), TO_DO, DOING), build.moved(hour(30), DOING, DOING, to_status="Shipped"))
    issue = build.issue("PAY-1", *moves, created_at=hour(0), category=Category.DONE)
    assert cycle(issue) == 25


def test_time_since_creation_is_told_on_both_clocks() -> None:
    told = since_creation(story(assignee_id=7), hour(30), (NINE_TO_SIX,), TYPE)
    assert (told.at, told.span, told.span_working) == (hour(30), 30 * HOUR, (9 + 6) * HOUR)
    assert (told.author_id, told.kind_id, told.flags) == (7, TYPE, IssueFlag.LINKED)


def test_a_pull_request_older_than_its_issue_has_no_value_and_is_told() -> None:
    told = since_creation(story(created=10), hour(5), (NINE_TO_SIX,), TYPE)
    assert (told.span, told.span_working) == (None, None)
    assert told.flags & IssueFlag.CONTRADICTORY


def test_time_since_creation_of_a_canceled_issue_says_so() -> None:
    dropped = categorised(story((5, TO_DO, CANCELED)), {})
    assert since_creation(dropped, hour(6), (NINE_TO_SIX,), TYPE).flags & IssueFlag.CANCELED


def histories() -> st.SearchStrategy[Issue]:
    """Issues that wandered between any categories, at any times after their creation."""
    categories = st.lists(st.sampled_from(list(Category)), min_size=1, max_size=7)

    def told(stations: list[Category], waits: list[int]) -> Issue:
        at, moves = 0, []
        for before, after, wait in zip(stations, stations[1:], waits, strict=False):
            at += wait
            moves.append((at, str(before), str(after)))
        return story(*moves, category=stations[-1], status=str(stations[-1]))

    return st.builds(told, categories, st.lists(st.integers(0, 100), min_size=7, max_size=7))


def plain_walk(moves: tuple[Transition, ...], where: Category) -> tuple[float | None, float | None]:
    """The first hour in progress and the last in which it came to be done, by going through all of it."""
    begun = 0.0 if where is Category.IN_PROGRESS else None
    done = 0.0 if where is Category.DONE else None
    for move in moves:
        now = (move.at - hour(0)) / timedelta(hours=1)
        if move.to_category is Category.IN_PROGRESS and begun is None:
            begun = now
        if move.to_category is Category.DONE and where is not Category.DONE:
            done = now
        where = move.to_category
    return begun, done


@given(histories())
def test_whatever_its_history_the_cycle_is_what_a_plain_walk_finds(issue: Issue) -> None:
    first = issue.transitions[0].from_category if issue.transitions else issue.category
    begun, done = plain_walk(issue.transitions, first)
    told = ruled(issue)
    if issue.category is not Category.DONE:
        assert told is None or told.flags & IssueFlag.CANCELED
        return
    assert told is not None
    assert done is not None
    assert told.at == hour(done)
    expected = None if begun is None or begun > done else (done - begun) * HOUR
    assert told.cycle == expected
    assert bool(told.flags & IssueFlag.NEVER_STARTED) is (begun is None)


@given(histories(), st.lists(st.tuples(st.integers(-9, 200), st.integers(-9, 200)), max_size=5))
def test_blocked_time_is_never_longer_than_the_cycle(issue: Issue, stops: list[tuple[int, int]]) -> None:
    told = ruled(replace(issue, stops=tuple(Stop(hour(began), hour(ended)) for began, ended in stops)))
    if told is None or told.cycle is None:
        return
    assert told.stopped is not None
    assert told.cycle_working is not None
    assert told.lead is not None
    assert 0 <= told.stopped <= told.cycle <= told.lead
    assert 0 <= told.cycle_working <= told.cycle


def test_filing_twice_is_filing_once() -> None:
    once = categorised(story(*PLAIN, (40, DONE, DOING), (50, DOING, DONE)), {"done": Category.CANCELED})
    assert categorised(once, {"done": Category.CANCELED}) == once
