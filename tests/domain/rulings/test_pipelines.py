"""Which step holds a pipeline up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rulings.pipelines import with_bottleneck
from domain.views.pipelines import Step


def step(name: str, offset: float, took: float) -> Step:
    return Step(name, offset, took, share=0.0, n=10, before=None, before_n=0)


def named(steps: tuple[Step, ...]) -> tuple[list[str], list[str]]:
    """The critical path in the order it runs, and the longest on it."""
    return [each.name for each in steps if each.is_critical], [
        each.name for each in steps if each.is_bottleneck
    ]


@pytest.mark.parametrize(
    ("steps", "critical", "longest"),
    [
        ([], [], []),
        ([("build", 0, 60)], ["build"], ["build"]),
        ([("build", 0, 60), ("test", 62, 300)], ["build", "test"], ["test"]),
        ([("lint", 0, 200), ("build", 0, 60), ("test", 62, 300)], ["build", "test"], ["test"]),
        ([("build", 0, 400), ("test", 402, 300), ("sign", 705, 10)], ["build", "test", "sign"], ["build"]),
        ([("lint", 0, 5), ("build", 0, 400), ("test", 402, 300)], ["build", "test"], ["build"]),
        ([("build", 0, 60), ("unit", 62, 100), ("slow", 62, 900), ("ship", 970, 30)],
         ["build", "slow", "ship"], ["slow"]),
    ],
    ids=["no steps", "one", "one after the other", "a long step beside the path holds nothing up",
         "the longest may be the first", "what runs beside the first step is not before it", "the later end"],
)  # fmt: skip
def test_the_longest_of_those_that_the_end_waits_for_holds_it_up(
    steps: list[tuple[str, float, float]], critical: list[str], longest: list[str]
) -> None:
    assert named(with_bottleneck([step(*each) for each in steps])) == (critical, longest)


def test_steps_come_in_the_order_in_which_they_begin() -> None:
    steps = with_bottleneck([step("test", 62, 300), step("lint", 0, 20), step("build", 0, 60)])
    assert [each.name for each in steps] == ["build", "lint", "test"]


lengths = st.tuples(st.integers(0, 900), st.integers(1, 900))


@given(st.lists(lengths, min_size=1, max_size=12))
def test_there_is_one_bottleneck_and_it_is_on_the_path(drawn: list[tuple[int, int]]) -> None:
    steps = with_bottleneck([step(f"job {place}", *each) for place, each in enumerate(drawn)])
    (longest,) = [each for each in steps if each.is_bottleneck]
    assert longest.is_critical
    assert longest.took == max(each.took for each in steps if each.is_critical)
    assert {each.name for each in steps} == {f"job {place}" for place in range(len(drawn))}
