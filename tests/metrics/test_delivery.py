"""Cycle time reads its span and shows its four phases."""

from domain.question import TimeBase
from metrics.delivery import cycle_time
from tests.metrics.samples import answer, columns, question


def test_cycle_time_is_the_cycle_span() -> None:
    rows = columns([10, None, 30], working=[1, None, 3])
    assert cycle_time.values(rows, TimeBase.CALENDAR) is rows.cycle
    assert cycle_time.values(rows, TimeBase.WORKING) is rows.cycle_working


def test_cycle_time_shows_coding_pickup_review_and_merge_in_their_order() -> None:
    assert cycle_time.info.phases == ("coding", "pickup", "review", "merge")


def test_working_time_is_another_figure_than_calendar_time() -> None:
    rows = columns([100] * 5, working=[20] * 5)
    assert answer(cycle_time, rows).summary.value == 100
    asked = question(cycle_time, clock=TimeBase.WORKING)
    assert answer(cycle_time, rows, asked=asked).summary.value == 20
