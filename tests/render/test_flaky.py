"""Flaky tests in words, and as a terminal shows them."""

import pytest

from domain.views.flaky import Flaky, Mark
from render.flaky import KEY, SIGNS, dropped, finding, last, named, rate, share
from render.terminal.views.flaky import flaky
from tests.render import building
from tests.render.poison import poisoned
from tests.render.results import HOSTILE
from tests.render.test_terminal import shown as printed

VIEW = building.flaky()


WORST = f"The flakiest is {building.QUIET}: 8 of 39 commits, 21 %."
JOB = "The flakiest is ios-app / ui-tests (job): 1 of 1 run, 100 %."


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (VIEW, f"Flaky for Payments: 5 of 860 tests. {WORST}"),
        (building.one_flaky_job(), f"Flaky for Payments: 1 of 15 jobs. {JOB}"),
        (
            building.none_flaky(),
            "No flaky tests for Payments: none of 860 tests passed and failed on the same files.",
        ),
        (building.nothing_ran(), "No tests ran for Payments in the 14 days up to 24 Nov."),
    ],
    ids=["some", "a job", "none", "nothing ran"],
)
def test_the_finding_says_how_many_and_which_is_worst(view: Flaky, said: str) -> None:
    assert finding(view) == said


def test_a_job_is_told_from_a_test_and_by_runs() -> None:
    job = VIEW.tests[2]
    assert (named(job), rate(job)) == ("ios-app / ui-tests (job)", "4 of 58 runs, 7 %")
    assert (named(VIEW.tests[0]), rate(VIEW.tests[0])) == (building.QUIET, "8 of 39 commits, 21 %")


def test_the_last_flake_is_told_by_its_day() -> None:
    assert last(VIEW.tests[0]) == "last on 23 Nov"


def test_how_many_of_how_many() -> None:
    assert share(VIEW) == "5 of 860 tests"
    assert share(building.one_flaky_job()) == "1 of 15 jobs"


def test_what_tells_nothing_is_told() -> None:
    assert dropped(VIEW) == "2 runs dropped in which at least 80 % of the tests failed"
    assert dropped(building.one_flaky_job()) == "no run reports its tests, so jobs stand for them"
    assert dropped(building.nothing_ran()) == ""


def test_every_mark_has_a_sign_of_its_own_and_stands_in_the_key() -> None:
    assert len(set(SIGNS.values())) == len(Mark)
    assert all(sign in KEY for sign in SIGNS.values())


def test_a_terminal_shows_each_test_with_its_days() -> None:
    shown = printed(flaky(VIEW))
    assert "\u2013············◆◆" in shown
    assert "21 %" in shown
    assert KEY in shown
    assert "2 runs dropped" in shown


def test_a_terminal_says_plainly_that_none_is_flaky() -> None:
    shown = printed(flaky(building.none_flaky()))
    assert "No flaky tests for Payments" in shown
    assert KEY not in shown


@pytest.mark.parametrize("words", [HOSTILE, "[red]not markup[/red]", "", "w" * 3000])
def test_a_terminal_shows_any_name(words: str) -> None:
    assert printed(flaky(poisoned(words)(VIEW)))
