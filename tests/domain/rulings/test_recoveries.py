"""Red stretches of default branches, against a plain walk over the same runs."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import EXCLUDED_BY_HAND, RunFacts, RunFlag
from domain.rulings.recoveries import Red, red_stretches
from tests.ci import MORNING, attempt_facts, run_columns

GREEN, RED = RunFlag.SUCCESS | RunFlag.ON_DEFAULT, RunFlag.FAILURE | RunFlag.ON_DEFAULT
LATE, SILENT = RunFlag.TIMED_OUT | RunFlag.ON_DEFAULT, RunFlag.UNCOUNTED | RunFlag.ON_DEFAULT
ASIDE = RunFlag(RED | EXCLUDED_BY_HAND)


def history(*flags: RunFlag) -> list[RunFacts]:
    """One run an hour."""
    return [
        attempt_facts(number, flag, at=MORNING + timedelta(hours=number))
        for number, flag in enumerate(flags, start=1)
    ]


def stretches(facts: list[RunFacts]) -> list[tuple[int, int]]:
    """Which run began each red stretch, and which one ended it, 0 for none."""
    return [(red.red_id, red.green_id) for red in red_stretches(run_columns(facts))]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ([], []),
        ([GREEN, GREEN], []),
        ([GREEN, RED, GREEN], [(2, 3)]),
        ([RED, GREEN], [(1, 2)]),
        ([GREEN, RED, RED, LATE, GREEN, GREEN], [(2, 5)]),
        ([RED, GREEN, RED, GREEN], [(1, 2), (3, 4)]),
        ([GREEN, LATE, GREEN], [(2, 3)]),
        ([GREEN, RED], [(2, 0)]),
        ([RED, SILENT, GREEN], [(1, 3)]),
        ([RED, RunFlag.SUCCESS, GREEN], [(1, 3)]),
        ([GREEN, ASIDE, GREEN], []),
    ],
    ids=["nothing", "always green", "once", "from the first run on", "several red runs are one stretch",
         "twice", "a timeout is red", "still red", "a cancelled run says nothing",
         "another branch heals nothing", "set aside by hand"],
)  # fmt: skip
def test_a_stretch_is_from_the_first_red_to_the_next_green(
    flags: list[RunFlag], expected: list[tuple[int, int]]
) -> None:
    assert stretches(history(*flags)) == expected


def test_a_stretch_is_told_with_its_times_and_who_ended_it() -> None:
    red, green = history(RED, GREEN)
    (found,) = red_stretches(run_columns([red, attempt_facts(2, GREEN, at=green.at, author_id=7)]))
    began, ended = int(red.at.timestamp()), int(green.at.timestamp())
    assert found == Red(1, 1, 1, began, 2, ended, 7)


def test_another_workflow_heals_nothing() -> None:
    red, green = history(RED, GREEN)
    other = attempt_facts(2, GREEN, at=green.at, workflow=2)
    assert stretches([red, other]) == [(1, 0)]


def test_a_rerun_that_passes_ends_the_stretch_when_it_ended() -> None:
    first, second = history(RED | RunFlag.FIRST_ATTEMPT, GREEN | RunFlag.FINAL_ATTEMPT)
    assert stretches([second, first]) == [(1, 2)]


def plain(facts: list[RunFacts]) -> set[tuple[int, int]]:
    """A walk over one workflow after the other."""
    found: set[tuple[int, int]] = set()
    for workflow in {each.workflow_id for each in facts}:
        began: int | None = None
        for each in sorted(facts, key=lambda one: (one.at, one.id)):
            if each.workflow_id != workflow or not each.flags & RunFlag.ON_DEFAULT:
                continue
            if each.flags & RunFlag.UNCOUNTED:
                continue
            if each.flags & RunFlag.SUCCESS:
                if began is not None:
                    found.add((began, each.id))
                began = None
            elif began is None:
                began = each.id
        if began is not None:
            found.add((began, 0))
    return found


outcomes = st.sampled_from([RunFlag.SUCCESS, RunFlag.FAILURE, RunFlag.TIMED_OUT, RunFlag.UNCOUNTED])
runs = st.tuples(outcomes, st.booleans(), st.integers(1, 3), st.integers(0, 20))


@given(st.lists(runs, max_size=40))
def test_stretches_are_those_of_a_plain_walk(drawn: list[tuple[RunFlag, bool, int, int]]) -> None:
    facts = [
        attempt_facts(
            number,
            outcome | (RunFlag.ON_DEFAULT if on_default else RunFlag(0)),
            at=MORNING + timedelta(minutes=minute),
            workflow=workflow,
        )
        for number, (outcome, on_default, workflow, minute) in enumerate(drawn, start=1)
    ]
    assert set(stretches(facts)) == plain(facts)
