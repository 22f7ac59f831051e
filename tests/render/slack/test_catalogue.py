"""The catalogue explains every figure."""

from dataclasses import replace

import pytest

from domain.metric import Better, Unit
from render.slack.catalogue import explain, listing
from tests.render import results
from tests.render.slack.drawn import pressed, texts

OTHER = replace(results.CYCLE_TIME, slug="pickup-time", title="Pickup time", synonyms=(), phases=())


def test_every_metric_is_listed_with_its_ruling_and_command() -> None:
    drawn = listing((results.CYCLE_TIME, OTHER))
    said = texts(drawn.blocks)
    assert said.count(results.CYCLE_TIME.ruling) == 2
    assert "*Cycle time* · `/metrics cycle-time`" in said
    assert "Also: lead time to merge, ct" in said
    assert list(pressed(drawn.blocks).values()) == ["explain cycle-time", "explain pickup-time"]


def test_the_listing_reads_as_a_sentence() -> None:
    assert listing((results.CYCLE_TIME, OTHER)).text == "You can ask for 2 metrics: cycle time, pickup time."
    assert listing((OTHER,)).text == "You can ask for 1 metric: pickup time."


def test_an_explanation_tells_definition_phases_and_version() -> None:
    said = texts(explain(results.CYCLE_TIME).blocks)
    assert f"*Definition*\n{results.CYCLE_TIME.ruling}" in said
    assert "coding, pickup, review, merge. Their bars show means" in said
    assert "cycle-time · definition 1 · family delivery" in said
    assert "Below 5 items" in said
    assert "never a zero" in said


def test_a_metric_without_phases_explains_none() -> None:
    assert "Phases" not in texts(explain(OTHER).blocks)


@pytest.mark.parametrize(
    ("better", "told"),
    [(Better.LOWER, "Lower is better."), (Better.HIGHER, "Higher is better.")],
    ids=["lower", "higher"],
)
def test_it_says_which_way_is_good(better: Better, told: str) -> None:
    assert told in texts(explain(replace(OTHER, better=better)).blocks)


def test_where_neither_way_is_good_nothing_is_said() -> None:
    assert "is better" not in texts(explain(replace(OTHER, better=Better.NEITHER)).blocks)


def test_only_durations_have_two_clocks() -> None:
    assert "`working`" in texts(explain(OTHER).blocks)
    assert "`working`" not in texts(explain(replace(OTHER, unit=Unit.COUNT)).blocks)


def test_an_answers_explanation_tells_what_it_left_out() -> None:
    said = texts(explain(results.CYCLE_TIME, results.result()).blocks)
    assert "*In your answer*\nPayments · median cycle time" in said
    assert "Left out: 3 bot pull requests, 1 revert excluded." in said
