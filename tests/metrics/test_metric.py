"""A metric is declared by a function and its words."""

import numpy as np
import pytest

from domain.facts import PullRequestColumns, Seconds, Span
from domain.metric import Better, Unit
from domain.question import TimeBase
from metrics.metric import MISLEADING, metric, span
from tests.metrics.samples import columns


@metric(
    "Half the cycle",
    family="odd",
    unit=Unit.DURATION,
    better=Better.LOWER,
    phases=(Span.CODING,),
    synonyms=("hc",),
)
def half_the_cycle(prs: PullRequestColumns, clock: TimeBase) -> Seconds:
    """Half of the time.

    It is good
    for nothing.
    """
    return (span(prs, Span.CYCLE, clock) // 2).astype(np.int32)


def test_the_functions_name_is_the_slug_and_its_docstring_the_ruling() -> None:
    info = half_the_cycle.info
    assert (info.slug, info.title) == ("half-the-cycle", "Half the cycle")
    assert info.ruling == "Half of the time. It is good for nothing."
    assert (info.phases, info.synonyms, info.version) == (("coding",), ("hc",), 1)


def test_a_metric_leaves_out_what_misleads_unless_told_otherwise() -> None:
    assert half_the_cycle.leaves_out == MISLEADING


def test_a_metric_computes_over_columns() -> None:
    assert half_the_cycle.values(columns([8, 3]), TimeBase.CALENDAR).tolist() == [4, 1]


@pytest.mark.parametrize("which", list(Span))
def test_a_span_is_read_on_the_clock_that_was_asked_for(which: Span) -> None:
    rows = columns([1], coding=[2], pickup=[3], review=[4], merge=[5], working=[6])
    assert span(rows, which, TimeBase.CALENDAR) is getattr(rows, which.value)
    assert span(rows, which, TimeBase.WORKING) is getattr(rows, f"{which.value}_working")
