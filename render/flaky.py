"""Flaky tests in words: the sentences that every surface says of them."""

from domain.rulings.flaky import DAYS, ENOUGH_PASSES
from domain.views.flaky import Flaky, FlakyTest, Mark
from render.days import day
from render.extent import unread
from render.safe import clean
from render.text import plural
from render.values import percent
from render.whose import of_scope

RULE = (
    f"Flaky: passed and failed on the same files within {DAYS} days."
    f" Settled after {ENOUGH_PASSES} passes in a row on others."
)

SIGNS = {Mark.NOT_RUN: "\u2013", Mark.PASSED: "·", Mark.FAILED: "x", Mark.FLAKED: "◆"}
"""How a day is written where there is no picture: by shape, never by colour."""

KEY = "\u2013 not run  · passed  x failed  ◆ passed and failed on the same files"


def finding(view: Flaky) -> str:
    """How many there are, and which is the worst."""
    if not view.executed and not view.coverage.synced:
        return unread(view.question, view.coverage)
    if not view.executed:
        return f"No tests ran{of_scope(view.question)} in the {DAYS} days up to {_until(view)}."
    if not view.tests:
        ran = plural(view.executed, what(view))
        return f"No flaky tests{of_scope(view.question)}: none of {ran} passed and failed on the same files."
    worst = view.tests[0]
    return f"Flaky{of_scope(view.question)}: {share(view)}. The flakiest is {named(worst)}: {rate(worst)}."


def share(view: Flaky) -> str:
    """How many of how many: "5 of 60 tests"."""
    return f"{len(view.tests):,} of {plural(view.executed, what(view))}"


def what(view: Flaky) -> str:
    """What ran: tests, or jobs where no run reported any."""
    return "test" if view.reports else "job"


def rate(test: FlakyTest) -> str:
    """On how much of what it ran on it flaked: "3 of 41 commits, 7 %"."""
    ran_on = plural(test.trees, "run" if test.is_job else "commit")
    return f"{test.flaky_trees:,} of {ran_on}, {percent(test.rate)}"


def named(test: FlakyTest) -> str:
    """A job is told from a test."""
    return f"{clean(test.name)} (job)" if test.is_job else clean(test.name)


def last(test: FlakyTest) -> str:
    return f"last on {day(test.last_flaked_at.date())}"


def dropped(view: Flaky) -> str:
    """Which runs told nothing, and that jobs stand for tests where none are reported."""
    told = []
    if view.broken:
        told.append(f"{plural(view.broken, 'run')} dropped in which at least 80 % of the tests failed")
    if not view.reports and view.executed:
        told.append("no run reports its tests, so jobs stand for them")
    return "; ".join(told)


def _until(view: Flaky) -> str:
    return day(view.days[-1], view.computed_at.date())
