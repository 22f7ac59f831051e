"""Reverts and re-lands, told by title, branch and commits."""

import pytest

from domain.rulings.reverts import is_revert
from tests.domain.rulings.stories import merged, wrote


@pytest.mark.parametrize(
    "title",
    [
        'Revert "Charge the card once"',
        'revert "charge the card once"',
        "Revert “Charge the card once”",
        'Revert "Reapply "Charge the card once""',
        'Revert "Revert "Revert "Charge the card once"""',
        "revert: charge the card once",
        "revert(pay)!: charge the card once",
        '  Revert "Charge the card once" (#12)',
    ],
)
def test_a_title_tells_a_revert(title: str) -> None:
    assert is_revert(merged(title=title))


@pytest.mark.parametrize(
    "title",
    [
        'Revert "Revert "Charge the card once""',
        'Reapply "Charge the card once"',
        'Reland "Charge the card once"',
        'Re-land "Charge the card once"',
        "Revert payments when the card is refused",
        "Reverting is easy now",
        'Say "Revert" on the button',
        "fix: revert: the label",
        "",
    ],
)
def test_a_title_that_lands_work_is_no_revert(title: str) -> None:
    assert not is_revert(merged(title=title))


@pytest.mark.parametrize(
    ("branch", "said"),
    [
        pytest.param("revert-12-pay-once", True, id="the one GitHub makes"),
        pytest.param("revert-34-revert-12-pay-once", False, id="a revert of a revert"),
        pytest.param("revert-button", False, id="a feature about reverting"),
        pytest.param("fix/revert-12-pay-once", False, id="somebody's own name"),
    ],
)
def test_a_branch_tells_where_the_title_does_not(branch: str, *, said: bool) -> None:
    assert is_revert(merged(title="Take it back", head_branch=branch)) is said


def test_the_title_has_the_last_word() -> None:
    pr = merged(title='Reland "Charge the card once"', head_branch="revert-34-pay-once")
    assert not is_revert(pr)


@pytest.mark.parametrize(
    ("headlines", "said"),
    [
        pytest.param(('Revert "Charge the card once"',), True, id="its only commit is a revert"),
        pytest.param(('Revert "One"', 'Revert "Two"'), True, id="every commit is a revert"),
        pytest.param(('Revert "One"', "Do it properly"), False, id="it takes back and goes on"),
        pytest.param(('Revert "Revert "One""',), False, id="its only commit lands again"),
        pytest.param((), False, id="it has no commits"),
    ],
)
def test_the_commits_tell_where_title_and_branch_do_not(headlines: tuple[str, ...], *, said: bool) -> None:
    commits = tuple(wrote(place, headline=headline) for place, headline in enumerate(headlines))
    assert is_revert(merged(title="Back to before", commits=commits)) is said
