"""Pipelines in words, and as a terminal shows them."""

from dataclasses import replace

import pytest

from domain.views.pipelines import Pipelines
from render.pipelines import (
    bottleneck,
    branch,
    cut,
    finding,
    held_up,
    improvements,
    longest,
    measured,
    moved,
    red,
    shares,
    step_moved,
    timeline,
    times,
)
from render.terminal.views.pipelines import pipelines
from tests.render import building
from tests.render.building import MINUTE, NOTHING, step
from tests.render.poison import poisoned
from tests.render.results import HOSTILE
from tests.render.test_terminal import shown as printed

VIEW = building.pipelines()


def test_the_finding_says_how_often_how_long_and_what_holds_it_up() -> None:
    assert finding(VIEW) == (
        "Payments' builds succeed 94 % of the time and take 22 min by the median."
        " The longest wait in payments-api / ci is for integration: 18 min."
    )


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (building.no_runs(), "No runs for Payments in the last 30 days."),
        (
            building.few_runs(),
            "Payments' builds succeed 67 % of the time and take 15 min by the median, from only 3 runs.",
        ),
        (building.all_red(), "Payments' builds succeed 0 % of the time."),
    ],
    ids=["no runs", "few runs", "none that succeeded"],
)
def test_the_finding_is_honest_about_little(view: Pipelines, said: str) -> None:
    assert finding(view) == said


def test_both_rates_stand_together_with_their_change() -> None:
    assert shares(VIEW) == (
        "94 % succeed · 87 % at the first attempt · 3 percentage points higher than the 30 days before"
    )


def test_times_are_told_with_mean_and_p95() -> None:
    assert times(VIEW).startswith("22 min median · mean 23 min · p95 28 min · after 34 s in the queue · ")


def test_of_few_builds_no_p95_is_told() -> None:
    assert "p95" not in times(building.few_runs())
    assert measured(building.measured(3)) == "94 % of 3 runs · 87 % at once · 22 min"


def test_where_nothing_succeeded_there_is_no_time() -> None:
    assert times(building.all_red()) == "no build succeeded, so there is no build time"


def test_a_branch_tells_its_runs_and_by_how_much_they_are_slower() -> None:
    assert branch(VIEW.branches[0]) == (
        "default branch: 97 % of 145 runs · 90 % at once · 22 min (p95 29 min), 10 % slower"
    )
    assert measured(NOTHING) == "no run counts"


@pytest.mark.parametrize(
    ("now", "before", "n", "said"),
    [
        (110.0, 100.0, 9, "10 % slower"),
        (50.0, 100.0, 9, "50 % faster"),
        (100.2, 100.0, 9, ""),
        (110.0, 100.0, 4, ""),
        (110.0, None, 9, ""),
        (None, 100.0, 9, ""),
        (110.0, 0.0, 9, ""),
    ],
    ids=[
        "slower",
        "faster",
        "the same",
        "too few",
        "nothing before",
        "nothing now",
        "before it took no time",
    ],
)
def test_a_change_is_told_where_there_is_one(
    now: float | None, before: float | None, n: int, said: str
) -> None:
    assert moved(now, before, n, 9) == said


def test_what_holds_a_pipeline_up_is_told_with_its_share_and_change() -> None:
    assert held_up(VIEW) == (
        "payments-api / ci waits longest for integration: 18 min of 25 min, 72 % of the time,"
        " 16 % slower than the 30 days before."
    )
    assert held_up(building.few_runs()) == ""
    assert bottleneck(building.no_runs()) is None


def test_steps_that_became_faster_or_slower_are_named() -> None:
    assert improvements(VIEW) == "Faster: build 33 %. Slower: integration 16 %."
    assert improvements(building.no_runs()) == ""


def test_a_step_that_hardly_moved_is_not_worth_a_word() -> None:
    assert step_moved(step("unit", 0, 4, before=3.9 * MINUTE)) == ""
    assert step_moved(step("unit", 0, 4, before=2 * MINUTE, before_n=3)) == ""
    assert step_moved(step("unit", 0, 4, before=2 * MINUTE)) == "100 % slower"


def test_a_red_branch_says_since_when() -> None:
    assert red(VIEW.workflows[1]) == "red since 24 Nov, 09:02 UTC"
    assert red(VIEW.workflows[0]) == ""


def test_the_timeline_shows_each_step_where_it_ran() -> None:
    lines = timeline(VIEW.steps, 25 * MINUTE)
    bars = [line[12:34] for line in lines]
    starts = [len(bar) - len(bar.lstrip()) for bar in bars]
    assert starts == [0, 0, 4, 4, 20]
    assert [bar.strip()[:1] for bar in bars] == ["█", "▒", "█", "▒", "█"]
    assert [line for line in lines if line.endswith("longest wait")] == [lines[2]]


def test_the_longest_steps_are_kept_in_their_order() -> None:
    kept = longest(VIEW.steps, 2)
    assert [each.name for each in kept] == ["integration", "unit"]
    assert (cut(VIEW.steps, 2), cut(VIEW.steps, 4)) == (
        "the 3 shortest steps left out",
        "the shortest step left out",
    )
    assert cut(VIEW.steps, 5) == ""


def test_the_longest_wait_is_never_cut_away() -> None:
    many = building.many_workflows()
    assert bottleneck(many) in longest(many.steps, 3)


def test_a_terminal_shows_figures_workflows_and_steps() -> None:
    shown = printed(pipelines(VIEW))
    for words in (
        "94 % succeed",
        "default branch:",
        "indexer / ci",
        "red since 24 Nov",
        "longest wait",
        "14 cancelled",
    ):
        assert words in shown
    assert "Medians of 157 runs that succeeded at once" in shown


def test_a_terminal_says_plainly_that_there_are_no_runs() -> None:
    shown = printed(pipelines(building.no_runs()))
    assert "No runs for Payments in the last 30 days." in shown
    assert "workflow" not in shown


def test_a_terminal_counts_the_workflows_and_steps_that_it_leaves_out() -> None:
    many = building.many_workflows()
    steps = tuple(step(f"shard {number}", 0, number + 1) for number in range(40))
    shown = printed(pipelines(replace(many, steps=steps)))
    assert "and 31 workflows more" in shown
    assert "the 10 shortest steps left out" in shown


def test_a_terminal_warns_of_stale_data() -> None:
    late = replace(VIEW.coverage, stale=True, failing="GitHub hasn't answered since 14:02")
    assert printed(pipelines(replace(VIEW, coverage=late))).endswith(
        "Warning: GitHub hasn't answered since 14:02."
    )
    assert "Warning" not in printed(pipelines(VIEW))


@pytest.mark.parametrize("words", [HOSTILE, "[red]not markup[/red]", "", "w" * 3000])
def test_a_terminal_shows_any_name(words: str) -> None:
    assert printed(pipelines(poisoned(words)(VIEW)))
