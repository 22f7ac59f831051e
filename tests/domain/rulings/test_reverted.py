"""What a revert takes back."""

import pytest

from domain.rulings.reverted import Reverts
from tests.domain.rulings.shipments import landed

PRS = [
    landed(11, "a", 1, title="Charge the card once"),
    landed(12, "b", 2, title="Retry refunds (#9)"),
    landed(13, "c", 3, title="Charge the card once"),
]


def taken_back(title: str, branch: str = "some-branch", at: float = 9) -> int | None:
    pr = landed(20, "z", at, title=title, head_branch=branch)
    found = Reverts.among([*PRS, pr]).of(pr)
    return found.number if found else None


@pytest.mark.parametrize(
    ("title", "branch", "number"),
    [
        pytest.param('Revert "Charge the card once"', "revert-11-main", 11, id="the branch names it"),
        pytest.param('Revert "Charge the card once"', "revert-11", 11, id="the branch ends with its number"),
        pytest.param('Revert "Charge the card once (#11)"', "fix", 11, id="the quoted title names it"),
        pytest.param('Revert "Charge the card once"', "fix", 13, id="the latest of that title"),
        pytest.param('Revert "CHARGE the  card once" (#20)', "fix", 13, id="in other letters and spaces"),
        pytest.param("revert: retry refunds", "fix", 12, id="a conventional title"),
        pytest.param("revert(pay)!: retry refunds", "fix", 12, id="a conventional title with a scope"),
        pytest.param("Revert “Retry refunds”", "fix", 12, id="in typographic quotes"),
        pytest.param('Revert "Something else"', "fix", None, id="a title nobody knows"),
        pytest.param('Revert "Charge the card once"', "revert-99-main", None, id="a number nobody knows"),
        pytest.param("Charge the card twice", "revert-11-main", 11, id="only the branch says so"),
        pytest.param("Charge the card once", "fix", None, id="no revert"),
        pytest.param('Revert "Revert "Charge the card once""', "revert-20-revert-11-x", None, id="a re-land"),
    ],
)
def test_a_revert_names_what_it_takes_back(title: str, branch: str, number: int | None) -> None:
    assert taken_back(title, branch) == number


def test_nothing_is_taken_back_that_was_merged_later() -> None:
    assert taken_back('Revert "Charge the card once"', at=2) == 11
    assert taken_back('Revert "Charge the card once"', "revert-13-main", at=2) is None


def test_a_revert_does_not_take_back_itself() -> None:
    pr = landed(20, "z", 9, title='Revert "Revert payments"', head_branch="revert-20-main")
    assert Reverts.among([pr]).of(pr) is None
