"""Which pull requests merge one long-lived branch into another."""

import pytest

from domain.facts import Flag
from tests.domain.rulings.stories import merged, ruled


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("develop", "main"),
        ("Development", "main"),
        ("staging", "production"),
        ("main", "release/2.4"),
        ("release/2.4", "main"),
        ("release-2026.11", "main"),
        ("releases/v3", "develop"),
        ("release", "main"),
        ("trunk", "prod"),
        ("next", "main"),
    ],
)
def test_a_branch_that_others_come_to_is_long_lived(head: str, base: str) -> None:
    assert Flag.BETWEEN_BRANCHES in ruled(merged(head_branch=head, base_branch=base), into="main").flags


def test_the_default_branch_is_long_lived_whatever_it_is_called() -> None:
    back = merged(head_branch="the-one", base_branch="hotfix/2")
    assert Flag.BETWEEN_BRANCHES in ruled(back, into="the-one").flags
    assert Flag.BETWEEN_BRANCHES not in ruled(back, into="main").flags


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("pay-once", "main"),
        ("develop-the-ledger", "main"),
        ("feature/main-menu", "main"),
        ("release-notes", "main"),
        ("release/notes", "main"),
        ("maintenance", "main"),
        ("pay-once", "develop"),
        ("", "main"),
        ("main", "main"),
    ],
)
def test_a_branch_for_one_piece_of_work_is_not(head: str, base: str) -> None:
    assert Flag.BETWEEN_BRANCHES not in ruled(merged(head_branch=head, base_branch=base), into="main").flags
