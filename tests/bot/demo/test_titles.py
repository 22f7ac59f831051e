"""What pull requests of the demo are called."""

from random import Random

import pytest

from bot.demo import titles
from bot.demo.organisation import CREWS

REPOSITORIES = [repository for crew in CREWS for repository, _ in crew.repositories]


@pytest.mark.parametrize("repository", REPOSITORIES)
def test_every_repository_has_words_of_its_own(repository: str) -> None:
    drawn = {titles.title(repository, "", number, Random(number)) for number in range(200)}
    assert len(drawn) > 100
    assert all(any(feature in title for feature in titles.FEATURES[repository]) for title in drawn)


def test_a_ticket_stands_in_front_where_that_is_the_habit() -> None:
    drawn = [titles.title("ledger", "LED", 7, Random(seed)) for seed in range(400)]
    named = sum(title.startswith("LED-914: ") for title in drawn)
    assert 250 < named < 350


def test_an_update_goes_from_one_version_to_a_newer_one() -> None:
    title, branch = titles.bump(Random(3))
    package, _, versions = title.removeprefix("Bump ").partition(" from ")
    was, _, now = versions.partition(" to ")
    assert [int(part) for part in was.split(".")] < [int(part) for part in now.split(".")]
    assert branch == f"deps/{package}-{now}"


def test_a_branch_is_plain_and_begins_with_its_author() -> None:
    assert (
        titles.branch("ana-duarte", "PAY-1: Fix <select> & 3-D Secure") == "ana/pay-1-fix-select-3-d-secure"
    )
