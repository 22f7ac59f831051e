"""Which rows a question asks about, which of them count, and what each weighs."""

from domain.facts import NO_SPAN, Flag, Span
from domain.question import Question, TimeBase
from metrics.delivery import cycle_time
from metrics.items import Items
from tests.metrics.samples import WINDOW, columns, question

ROWS = columns(
    [10, 20, 30, None, 50],
    day=[1, 2, 60, 3, 4],
    repository=[1, 2, 1, 1, 1],
    flags=[Flag(0), Flag(0), Flag(0), Flag(0), Flag.REVERT],
    coding=[1, 2, 3, 4, 5],
)


def items(asked: Question) -> Items:
    return Items.of(cycle_time, asked, WINDOW, ROWS)


def test_rows_of_the_window_are_asked_about_and_reverts_do_not_count() -> None:
    found = items(question(cycle_time))
    assert found.asked.tolist() == [True, True, False, True, True]
    assert found.counted.tolist() == [True, True, False, True, False]


def test_rows_of_other_repositories_are_not_asked_about() -> None:
    assert items(question(cycle_time, repositories=(2,))).asked.tolist() == [False, True, False, False, False]


def test_only_rows_that_count_have_a_value_or_a_span() -> None:
    found = items(question(cycle_time))
    assert found.values.tolist() == [10, 20, NO_SPAN, NO_SPAN, NO_SPAN]
    assert found.span(Span.CODING).tolist() == [1, 2, NO_SPAN, 4, NO_SPAN]


def test_items_without_a_value_weigh_nothing() -> None:
    assert items(question(cycle_time)).heaviest_first() == (2, 1)


def test_of_items_of_equal_weight_the_order_is_always_the_same() -> None:
    rows = columns([7, 7, 7])
    turned = rows.where(rows.id > 0)
    turned.id[:] = turned.id[::-1].copy()
    orders = {
        Items.of(cycle_time, question(cycle_time), WINDOW, each).heaviest_first() for each in (rows, turned)
    }
    assert len(orders) == 1


def off_hours(clock: TimeBase) -> dict[int, dict[str, float]]:
    """Of an item within hours, one over a weekend, one of an instant, and a revert."""
    rows = columns(
        [3600, 7200, 0, 9000],
        working=[1800, 0, 0, 0],
        flags=[Flag(0), Flag(0), Flag(0), Flag.REVERT],
        pickup=[3600, 7100, 0, 9000],
    )
    found = Items.of(cycle_time, question(cycle_time, clock=clock), WINDOW, rows)
    return found.off_hours({1, 2, 3, 4})


def test_spans_in_which_nobody_worked_are_told_on_the_calendar() -> None:
    """Only where working time is 0 and that of the calendar is not; a phase that is unknown is not 0."""
    assert off_hours(TimeBase.WORKING) == {1: {}, 2: {"": 7200.0}, 3: {}, 4: {}}


def test_on_the_calendar_there_are_no_off_hours() -> None:
    assert off_hours(TimeBase.CALENDAR) == {}
