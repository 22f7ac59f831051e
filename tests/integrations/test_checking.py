"""Checks say alike what is in sight, what could not be asked, and how far clocks are apart."""

from datetime import timedelta

import pytest

from domain.errors import Misconfigured, Retryable
from domain.health import Light
from domain.records import RepositoryState
from integrations.checking import clock, failed, repositories_seen, seen
from integrations.pages import RepositoryPage
from tests.builders import repository

API, WEB = repository("acme/api"), repository("acme/web")
OLD = repository("acme/old", state=RepositoryState.ARCHIVED)
CORRECT, LOOK = "Correct the names.", "See what the token may read."
WORDS = {"correct": CORRECT, "look": LOOK}


@pytest.mark.parametrize(
    ("n", "missing", "light", "told", "hint"),
    [
        pytest.param(2, (), Light.GREEN, "2 teams", "", id="all that was chosen"),
        pytest.param(2, ("PAY", "WEB"), Light.YELLOW, "2 teams; not PAY, WEB", CORRECT, id="a part"),
        pytest.param(0, ("PAY",), Light.RED, "0 teams; not PAY", CORRECT, id="none of the names"),
        pytest.param(0, (), Light.RED, "0 teams", LOOK, id="nothing at all"),
    ],
)
def test_what_is_in_sight(n: int, missing: tuple[str, ...], light: Light, told: str, hint: str) -> None:
    check = seen(f"{n} teams", n, missing, **WORDS)
    assert (check.light, check.found, check.next_step) == (light, told, hint)


def test_archived_repositories_are_counted_apart_and_not_read() -> None:
    pages = [RepositoryPage((API, OLD), missing=("acme/gone",)), RepositoryPage((WEB,))]
    check, active = repositories_seen(pages, **WORDS)
    assert (check.light, check.found) == (Light.YELLOW, "2 repositories, 1 archived; not acme/gone")
    assert active == [API, WEB]


def test_only_archived_repositories_are_nothing_to_read() -> None:
    check, active = repositories_seen([RepositoryPage((OLD,))], **WORDS)
    assert (check.light, check.found, active) == (Light.RED, "0 repositories, 1 archived", [])


def test_one_repository_is_told_in_the_singular() -> None:
    check, _ = repositories_seen([RepositoryPage((API,))], **WORDS)
    assert check.found == "1 repository"


def test_an_error_says_what_to_do_and_where_it_does_not_the_check_does() -> None:
    error = Misconfigured("The scope is missing.", hint="Tick read.")
    assert failed("Builds", error, "Look again.").next_step == "Tick read."
    quiet = failed("Builds", Retryable("It answered 502."), "Look again.", Light.YELLOW)
    assert (quiet.light, quiet.found, quiet.next_step) == (Light.YELLOW, "It answered 502.", "Look again.")


@pytest.mark.parametrize(
    ("seconds", "light", "told"),
    [
        pytest.param(0, Light.GREEN, "agrees with Jira's", id="the same"),
        pytest.param(-60, Light.GREEN, "agrees with Jira's", id="a minute apart"),
        pytest.param(61, Light.YELLOW, "61 s behind Jira's", id="ours is behind"),
        pytest.param(-90, Light.YELLOW, "90 s ahead of Jira's", id="ours is ahead"),
    ],
)
def test_clocks_that_differ(seconds: int, light: Light, told: str) -> None:
    check = clock("Jira", timedelta(seconds=seconds))
    assert (check.light, check.found) == (light, told)
