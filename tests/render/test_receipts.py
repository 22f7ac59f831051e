"""What an item weighs in words: its value, its share of a count, and what lay outside working hours."""

from dataclasses import replace

import pytest

from domain.metric import Aggregate, Unit
from domain.question import TimeBase
from domain.result import Receipt, Result
from render.receipts import order, spans, weight
from tests.render import results

WEEKEND = 61 * results.HOUR


def at_work() -> Result:
    asked = replace(results.question(), time_base=TimeBase.WORKING)
    return replace(results.result(), question=asked)


def over_a_weekend() -> Receipt:
    """Nobody worked while it waited for its first review, nor in the rest of its time."""
    phases = (("coding", 2 * results.HOUR), ("pickup", 0.0), ("review", None), ("merge", 0.0))
    return replace(
        results.receipt(1), value=0.0, phases=phases, off_hours={"": WEEKEND, "pickup": 60 * results.HOUR}
    )


def test_a_wait_without_working_time_is_told_on_the_calendar() -> None:
    assert weight(at_work(), over_a_weekend()) == "2 d 13 h out of hours"


def test_so_is_a_phase_and_one_that_took_no_time_at_all_is_short() -> None:
    told = "coding 2 h · pickup 2 d 12 h out of hours · review none · merge <1 min"
    assert spans(at_work(), over_a_weekend()) == told


def test_seconds_are_told_of_what_machines_do_and_not_of_people() -> None:
    machines = replace(results.CYCLE_TIME, family="ci")
    told = replace(results.receipt(1), value=34.0)
    assert weight(replace(results.result(), metric=machines), told) == "34 s"
    assert weight(results.result(), told) == "<1 min"


@pytest.mark.parametrize(
    ("aggregate", "unit", "value", "said", "first"),
    [
        (Aggregate.SHARE, Unit.SHARE, 1.0, "yes", "Those that count towards the share first"),
        (Aggregate.SHARE, Unit.SHARE, 0.0, "no", "Those that count towards the share first"),
        (Aggregate.PER_WEEK, Unit.COUNT, 1.0, "", "Latest first"),
        (Aggregate.TOTAL, Unit.COUNT, 1.0, "", "Latest first"),
        (Aggregate.PERCENTILE, Unit.LINES, 86.0, "86 lines", "Greatest first"),
        (Aggregate.PERCENTILE, Unit.DURATION, 7200.0, "2 h", "Longest first"),
        (Aggregate.PERCENTILE, Unit.DURATION, None, "", "Longest first"),
    ],
    ids=["counts towards", "does not", "a rate", "a count", "lines", "a duration", "no value"],
)
def test_an_item_weighs_what_its_metric_makes_of_it(
    aggregate: Aggregate, unit: Unit, value: float | None, said: str, first: str
) -> None:
    result = replace(results.result(), metric=replace(results.CYCLE_TIME, aggregate=aggregate, unit=unit))
    assert weight(result, replace(results.receipt(1), value=value)) == said
    assert order(result) == first
