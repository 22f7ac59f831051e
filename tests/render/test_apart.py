"""Figures that have no value for all items together say why, and compare nothing."""

from dataclasses import replace

import pytest

from domain.metric import Aggregate, Unit
from domain.question import By
from domain.result import Exclusion, Result, Slice, Summary
from render import text
from render.slack.answer import answer
from services.delivery import is_drawn
from tests.render import results
from tests.render.slack.drawn import texts


def apart(boards: int = 2, aggregate: Aggregate = Aggregate.MEAN) -> Result:
    """A velocity of several boards, five sprints each."""
    info = replace(
        results.CYCLE_TIME,
        slug="velocity",
        title="Velocity",
        unit=Unit.POINTS,
        aggregate=aggregate,
        noun="sprint",
        phases=(),
    )
    rows = tuple(Slice(f"Board {number}", Summary(5, 20.0 + number)) for number in range(1, boards + 1))
    return replace(
        results.result(),
        metric=info,
        question=replace(results.question(), by=By.BOARD),
        summary=Summary(5 * boards),
        change=None,
        trend=(),
        phases=(),
        breakdown=rows,
        quality=(),
    )


def test_boards_are_told_one_by_one() -> None:
    assert text.headline(apart()) == (
        "Payments' velocity is told by board, for points of different boards do not add up: "
        "Board 1 21 points, Board 2 22 points."
    )


def test_teams_that_were_asked_for_are_told_one_by_one() -> None:
    by_team = replace(apart(), question=replace(results.question(), by=By.TEAM))
    assert text.headline(by_team).startswith("Payments' velocity is told by team, for points of")


def test_of_many_boards_the_first_are_named() -> None:
    assert text.headline(apart(200)).endswith("Board 5 25 points, and 195 more.")


def test_a_ratio_over_nothing_says_so() -> None:
    nothing = replace(apart(aggregate=Aggregate.RATIO), question=results.question(), breakdown=())
    assert text.headline(nothing) == (
        "Payments' velocity has no value: there is nothing to set 10 sprints against."
    )


def test_a_rate_that_is_held_back_gives_its_reason() -> None:
    held = replace(
        apart(aggregate=Aggregate.PER_WEEK),
        question=results.question(),
        quality=(Exclusion("by fewer than 3 reviewers, so their load is not told", 12),),
    )
    assert text.headline(held) == (
        "Payments' velocity has no value: 12 by fewer than 3 reviewers, so their load is not told."
    )


def test_what_has_no_value_is_compared_to_nothing_and_not_drawn() -> None:
    assert text.change(apart()) == "nothing to compare"
    assert not is_drawn(apart())


def test_a_value_is_not_compared_with_none() -> None:
    lone = replace(apart(), summary=Summary(5, 21.0), previous=Summary(9))
    assert text.change(lone) == "with nothing to compare it to in the 30 days before"


@pytest.mark.parametrize("boards", [2, 12])
def test_the_answer_lists_the_boards(boards: int) -> None:
    said = texts(answer(apart(boards)).blocks)
    assert "no data" not in said
    assert "Board 2" in said
