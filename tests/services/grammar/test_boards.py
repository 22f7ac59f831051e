"""`by board` is understood for sprints, said again in the same words, and refused for all else."""

import pytest

from domain.errors import Rejected
from domain.people import Asker
from domain.question import By
from services.answers import Answers
from services.grammar import Ask
from storage.store import Store
from tests.services.asking import answers, fill

NOBODY = Asker()


@pytest.fixture
def asking(store: Store) -> Answers:
    fill(store)
    return answers(store)


@pytest.mark.parametrize(
    "said", ["velocity payments by board", "velocity payments per board", "velocity by boards payments"]
)
def test_a_figure_of_sprints_is_broken_down_by_board(asking: Answers, said: str) -> None:
    parsed = asking.parse(said, NOBODY)
    assert isinstance(parsed, Ask)
    assert parsed.question.by is By.BOARD
    again = asking.parse(parsed.question.text, NOBODY)
    assert isinstance(again, Ask)
    assert again.question == parsed.question
    assert parsed.question.text.endswith(" by board")


def test_what_knows_no_boards_says_along_which_lines_it_can(asking: Answers) -> None:
    with pytest.raises(Rejected, match="cannot be broken down by board"):
        asking.parse("cycle-time payments by board", NOBODY)


def test_an_empty_store_has_no_velocity(asking: Answers) -> None:
    assert asking.ask("velocity everyone", NOBODY).is_empty
