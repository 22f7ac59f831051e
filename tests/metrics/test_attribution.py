"""What moved a figure, against sums taken by hand and, for percentiles, NumPy on the items themselves."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import NO_SPAN, Flag, PullRequestColumns, Seconds
from domain.metric import Aggregate, Better, Unit
from domain.question import By, TimeBase
from metrics.attribution import Attribution, Compared, by_group, by_phase
from metrics.items import Items
from metrics.metric import Metric, metric
from metrics.ratios import Divisors
from tests.metrics.samples import HOUR, WINDOW, columns, question

API, WEB, DOCS = 1, 2, 3
ALL = 99
Told = Sequence[tuple[int, int]]
"""Items as (repository, value)."""


def declared(aggregate: Aggregate, *, over: Metric | None = None, scale: int = 1) -> Metric:
    @metric(
        "Made up",
        family="made up",
        unit=Unit.NUMBER,
        better=Better.LOWER,
        aggregate=aggregate,
        over=over,
        scale=scale,
    )
    def made_up(facts: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a metric's signature
        """Made up."""
        return facts.cycle

    return made_up


def items(told: Told, of: Metric) -> Items:
    rows = columns([value for _, value in told], repository=[repository for repository, _ in told])
    return Items.of(of, question(of), WINDOW, rows)


def compared(
    now: Told, before: Told, of: Metric, *, asked: int = 50, days: tuple[int, int] = (28, 28)
) -> Compared:
    return Compared(items(now, of), items(before, of), asked, days)


def effects(found: Attribution) -> dict[int, float]:
    return {each.key: each.effect for each in found.effects}


def values(told: Told, *repositories: int) -> list[int]:
    return [value for repository, value in told if not repositories or repository in repositories]


MEDIANS_NOW = ((API, 30), (API, 40), (API, 50), (WEB, 10), (WEB, 12), (WEB, 14))
MEDIANS_BEFORE = ((API, 20), (API, 22), (API, 24), (WEB, 10), (WEB, 12), (WEB, 14))


def test_a_repositorys_effect_on_the_median_is_what_it_alone_would_have_done() -> None:
    found = by_group(
        By.REPOSITORY, compared(MEDIANS_NOW, MEDIANS_BEFORE, declared(Aggregate.PERCENTILE)), ALL
    )
    assert effects(found) == {API: (14 + 30) / 2 - (14 + 20) / 2}, "the web stayed as it was"
    assert (found.of, found.explained, found.groups) == (5, 5, 2)
    assert (found.effects[0].now.value, found.effects[0].before.value) == (40, 22)


def test_effects_on_a_percentile_need_not_add_up_and_what_several_come_to_is_computed_together() -> None:
    before = ((API, 10), (WEB, 20), (DOCS, 30))
    now = ((API, 40), (WEB, 50), (DOCS, 30))
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.PERCENTILE)), 2)
    assert effects(found) == {API: 30 - 20, WEB: 30 - 20}
    assert (found.explained, found.of) == (40 - 20, 40 - 20)


def test_a_mean_is_taken_apart_into_each_ones_own_and_its_part_of_all() -> None:
    before = [(API, 10)] * 8 + [(WEB, 30)] * 2
    now = [(API, 12)] * 5 + [(WEB, 30)] * 5
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.MEAN)), ALL)
    api, web = sorted(found.effects, key=lambda each: each.key)
    middle = (21 + 14) / 2
    assert (api.within, api.mix) == pytest.approx(((0.5 + 0.8) / 2 * 2, (0.5 - 0.8) * (11 - middle)))
    assert (web.within, web.mix) == pytest.approx((0, (0.5 - 0.2) * (30 - middle)))
    assert api.effect + web.effect == pytest.approx(found.of) == pytest.approx(21 - 14)


def test_a_repository_that_is_new_has_no_other_mean_to_move_from() -> None:
    now = [(API, 10)] * 5 + [(WEB, 40)] * 5
    found = by_group(By.REPOSITORY, compared(now, [(API, 10)] * 5, declared(Aggregate.MEAN)), ALL)
    assert found.effects[0].key == WEB
    assert (found.effects[0].within, found.effects[0].mix) == pytest.approx((0, 0.5 * (40 - (25 + 10) / 2)))


def test_a_rate_is_taken_apart_into_what_each_adds_a_week() -> None:
    now = [(API, 1)] * 12 + [(WEB, 1)] * 4
    before = [(API, 1)] * 4 + [(DOCS, 1)] * 4
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.PER_WEEK), days=(28, 14)), ALL)
    assert effects(found) == pytest.approx({API: 12 / 4 - 4 / 2, WEB: 4 / 4, DOCS: -4 / 2})
    assert found.of == pytest.approx(16 / 4 - 8 / 2)


def test_a_total_is_the_sum_of_its_parts_in_the_metrics_unit() -> None:
    of = declared(Aggregate.TOTAL, scale=100)
    found = by_group(By.REPOSITORY, compared([(API, 300), (WEB, 100)], [(API, 100)], of), ALL)
    assert effects(found) == {API: 2.0, WEB: 1.0}
    assert (found.of, found.explained) == (3.0, 3.0)


def test_a_ratio_is_moved_by_its_parts_and_by_what_it_is_over() -> None:
    over = declared(Aggregate.TOTAL)
    of = declared(Aggregate.RATIO, over=over)
    sides = ([(API, 6), (WEB, 2)], [(API, 2), (WEB, 2)])
    divisors = (Divisors(items([(API, 8)], over)), Divisors(items([(API, 2)], over)))
    found = by_group(By.REPOSITORY, replace(compared(*sides, of), over=divisors), ALL)
    assert effects(found) == pytest.approx({API: (6 - 2) * (1 / 8 + 1 / 2) / 2})
    assert found.divisor == pytest.approx((8 + 4) / 2 * (1 / 8 - 1 / 2))
    assert found.of == pytest.approx(8 / 8 - 4 / 2) == pytest.approx(found.explained + found.divisor)


def test_the_greatest_effects_are_told_whichever_way_they_go() -> None:
    now = [(API, 5), (WEB, 1), (DOCS, 4)]
    before = [(API, 1), (WEB, 9), (DOCS, 4)]
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.TOTAL)), 1)
    assert effects(found) == {WEB: -8}
    assert (found.explained, found.of, found.groups) == (-8, -4, 3)


def test_items_that_do_not_count_move_nothing() -> None:
    of = declared(Aggregate.TOTAL)
    rows = columns([5, 7], flags=[Flag(0), Flag.BOT_AUTHOR], repository=[API, WEB])
    now = Items.of(of, question(of), WINDOW, rows)
    found = by_group(By.REPOSITORY, Compared(now, items([(API, 5)], of), 50, (28, 28)), ALL)
    assert (found.effects, found.of, found.groups) == ((), 0, 1)


def test_author_classes_are_groups_too() -> None:
    of = replace(declared(Aggregate.TOTAL), leaves_out={})
    rows = columns([5, 7], flags=[Flag(0), Flag.BOT_AUTHOR | Flag.AGENT_AUTHOR])
    now = Items.of(of, question(of), WINDOW, rows)
    found = by_group(By.AUTHOR_CLASS, Compared(now, items([(API, 5)], of), 50, (28, 28)), ALL)
    assert effects(found) == {2: 7}


def phased() -> Metric:
    @metric("Phased", family="made up", unit=Unit.DURATION, better=Better.LOWER, phases=("coding", "review"))
    def made_up(facts: PullRequestColumns, clock: TimeBase) -> Seconds:  # noqa: ARG001 - a metric's signature
        """Made up."""
        return facts.cycle

    return made_up


def of_columns(now: PullRequestColumns, before: PullRequestColumns, of: Metric) -> Compared:
    here, there = (Items.of(of, question(of), WINDOW, each) for each in (now, before))
    return Compared(here, there, 50, (28, 28))


def test_phases_are_taken_over_all_items_so_that_they_and_the_rest_add_up_to_the_mean() -> None:
    of = phased()
    now = columns([10 * HOUR, 20 * HOUR], coding=[4 * HOUR, 8 * HOUR], review=[None, 10 * HOUR])
    before = columns([6 * HOUR, 6 * HOUR], coding=[4 * HOUR, 4 * HOUR], review=[2 * HOUR, 2 * HOUR])
    found = by_phase(of_columns(now, before, of), ALL)
    assert effects(found) == {1: (0 + 10) / 2 * HOUR - 2 * HOUR, 0: 6 * HOUR - 4 * HOUR}
    assert found.of == 15 * HOUR - 6 * HOUR
    assert found.effects[0].now.n == 1, "one of them was reviewed"


def test_items_without_a_value_have_no_phases_either() -> None:
    of = phased()
    now = columns([10, None], coding=[4, 100])
    before = columns([10], coding=[2])
    assert effects(by_phase(of_columns(now, before, of), ALL)) == {0: 2}


TOLD = st.lists(
    st.tuples(st.sampled_from((API, WEB, DOCS)), st.integers(0, 2**31 - 1)), min_size=1, max_size=30
)


@given(TOLD, TOLD, st.integers(1, 99))
def test_the_effect_on_any_percentile_is_numpys_over_the_items_with_one_group_exchanged(
    now: Told, before: Told, asked: int
) -> None:
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.PERCENTILE), asked=asked), ALL)
    base = np.percentile(values(before), asked)
    for effect in found.effects:
        others = values(before, *({API, WEB, DOCS} - {effect.key})) if {*dict(before)} - {effect.key} else []
        exchanged = others + (values(now, effect.key) if effect.key in dict(now) else [])
        assert effect.effect == pytest.approx(np.percentile(exchanged, asked) - base, abs=0.01)
    assert found.of == pytest.approx(np.percentile(values(now), asked) - base, abs=0.01)
    if len(found.effects) == len({*dict(now), *dict(before)}):
        assert found.explained == pytest.approx(found.of, abs=0.01)


@given(TOLD, TOLD)
def test_the_effects_on_a_mean_add_up_to_its_change(now: Told, before: Told) -> None:
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.MEAN)), ALL)
    moved = fmean(values(now)) - fmean(values(before))
    assert sum(each.effect for each in found.effects) == pytest.approx(moved, abs=1)
    assert all(
        each.effect == pytest.approx((each.within or 0) + (each.mix or 0), abs=1) for each in found.effects
    )


@given(TOLD, TOLD)
def test_the_effects_on_a_rate_add_up_to_its_change(now: Told, before: Told) -> None:
    found = by_group(By.REPOSITORY, compared(now, before, declared(Aggregate.PER_WEEK)), ALL)
    assert sum(each.effect for each in found.effects) == pytest.approx(
        (sum(values(now)) - sum(values(before))) / 4, abs=1
    )
    assert found.explained == pytest.approx(found.of, abs=1)


def test_a_group_that_was_all_there_was_and_is_gone_has_no_effect_of_its_own() -> None:
    found = by_group(By.REPOSITORY, compared([(WEB, 9)], [(API, 1)], declared(Aggregate.PERCENTILE)), ALL)
    assert effects(found) == {WEB: 5 - 1}, "without the API there would be nothing to take a median of"
    assert NO_SPAN not in effects(found).values()
