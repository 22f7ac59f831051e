"""Which sprint follows which on a board, and which of several boards counts an issue once for all."""

from dataclasses import replace

import pytest

from domain.ids import identify
from domain.records import Issue, Sprint, SprintState
from domain.rulings.boards import board_id, counted_once_id, counts_once, following, is_consecutive
from tests.builders import Value
from tests.domain.rulings.sprint_stories import CLOSE, SPRINT, came, hour, issue, left, sprint

LEDGER = identify("jira", "project", "LED")
NEXT = sprint(8, began=CLOSE, closed=2 * CLOSE)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([NEXT], NEXT),
        ([sprint(9, began=3 * CLOSE), NEXT], NEXT),
        ([sprint(8, began=CLOSE - 24)], sprint(8, began=CLOSE - 24)),
        ([sprint(8, began=CLOSE - 25)], None),
        ([sprint(8, began=CLOSE, board="Ledger")], None),
        ([sprint(8, began=CLOSE, source="linear")], None),
        ([sprint(8, began=None)], None),
        ([SPRINT], None),
        ([], None),
    ],
    ids=[
        "at the close",
        "the first of several",
        "a day early",
        "earlier than that",
        "another board",
        "another tracker's board of that name",
        "no beginning known",
        "itself",
        "none",
    ],
)
def test_the_next_sprint_is_the_first_to_begin_after_the_close(
    others: list[Sprint], expected: Sprint | None
) -> None:
    assert following(SPRINT, others) == expected


def test_a_sprint_that_runs_has_no_next_one() -> None:
    assert following(sprint(closed=None), [NEXT]) is None


@pytest.mark.parametrize(
    ("began", "expected"),
    [(CLOSE, True), (CLOSE + 120, True), (CLOSE + 120.1, False), (CLOSE - 10, True), (None, False)],
    ids=["at once", "five days later", "longer", "overlapping", "never"],
)
def test_sprints_are_consecutive_up_to_five_days_apart(began: float | None, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_consecutive(SPRINT, sprint(8, began=began)) is expected


def test_nothing_is_consecutive_to_a_sprint_that_runs() -> None:
    assert not is_consecutive(sprint(closed=None), NEXT)


def test_a_board_is_known_by_its_tracker_and_name() -> None:
    ids = {board_id(each) for each in (SPRINT, NEXT, sprint(board="Ledger"), sprint(source="linear"))}
    assert len(ids) == 3


def test_what_is_counted_once_lies_under_an_id_of_its_own() -> None:
    assert counted_once_id(SPRINT.id) not in (SPRINT.id, counted_once_id(NEXT.id))


OTHER = sprint(20, board="Ledger", project_id=LEDGER)


def shared(**fields: Value) -> Issue:
    return issue(1, came(-24), came(-20, 20), **fields)


def told(one: Issue, *sprints: Sprint) -> list[bool]:
    known = {each.id: each for each in sprints}
    return [counts_once(one, each, known) for each in sprints]


def test_the_board_of_the_issues_project_counts_it() -> None:
    assert told(shared(), SPRINT, OTHER) == [True, False]
    assert told(shared(project_id=LEDGER), SPRINT, OTHER) == [False, True]


def test_else_the_sprint_that_began_first_does() -> None:
    later = replace(OTHER, began_at=hour(10), closed_at=hour(CLOSE))
    assert told(issue(1, came(-24), came(-20, 20), project_id=5), SPRINT, later) == [True, False]


def test_of_three_boards_one_counts_it() -> None:
    third = sprint(30, board="Checkout")
    one = issue(1, came(-24), came(-20, 20), came(-19, 30), project_id=5)
    assert sum(told(one, SPRINT, OTHER, third)) == 1


@pytest.mark.parametrize(
    "other",
    [
        sprint(20, began=CLOSE, closed=2 * CLOSE, board="Ledger"),
        sprint(20, began=-2 * CLOSE, closed=0, board="Ledger"),
        sprint(20),
        sprint(20, began=None, board="Ledger", state=SprintState.FUTURE, closed=None),
    ],
    ids=["afterwards", "before", "the same board", "not begun"],
)
def test_only_boards_at_the_same_time_share(other: Sprint) -> None:
    assert counts_once(shared(project_id=5), SPRINT, {other.id: other, SPRINT.id: SPRINT})


def test_an_issue_that_was_in_neither_end_of_the_other_sprint_is_not_shared() -> None:
    passed_through = issue(1, came(-24), came(20, 20), left(30, 20), project_id=LEDGER)
    assert told(passed_through, SPRINT, OTHER)[0]


def test_a_sprint_that_still_runs_shares_too() -> None:
    running = sprint(20, closed=None, board="Ledger", project_id=LEDGER)
    assert told(shared(project_id=LEDGER), SPRINT, running) == [False, True]
