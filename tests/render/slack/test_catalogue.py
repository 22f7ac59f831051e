"""The catalogue explains every figure."""

from dataclasses import replace

import pytest

from domain.metric import AT_WORK_FIRST, BOTH_CLOCKS, CALENDAR_ONLY, Better
from domain.question import TimeBase
from render.slack.catalogue import explain, listing
from render.slack.limits import message_problems
from tests.render import results
from tests.render.slack.drawn import texts

OTHER = replace(results.CYCLE_TIME, slug="pickup-time", title="Pickup time", synonyms=(), phases=())


def test_every_metric_is_listed_with_its_ruling_and_command() -> None:
    drawn = listing((results.CYCLE_TIME, OTHER))
    said = texts(drawn.blocks)
    assert "*Delivery*\n`cycle-time` From the first commit, or opening if that is earlier, to merge;" in said
    assert "`pickup-time` From the first commit" in said
    (menu,) = (
        element for block in drawn.blocks for element in block.get("elements", []) if "options" in element
    )
    assert [each["value"] for each in menu["options"]] == ["explain cycle-time", "explain pickup-time"]


def test_each_family_has_its_own_paragraph() -> None:
    other = replace(OTHER, family="ci")
    paragraphs = [block["text"]["text"] for block in listing((results.CYCLE_TIME, other)).blocks[1:3]]
    assert [each.partition("\n")[0] for each in paragraphs] == ["*Delivery*", "*Continuous integration*"]


def test_a_catalogue_of_hundreds_fits_into_a_message() -> None:
    many = [replace(OTHER, slug=f"metric-{n}", family=f"family {n // 30}") for n in range(150)]
    drawn = listing(many)
    assert message_problems(drawn.text, drawn.blocks) == []


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


@pytest.mark.parametrize(
    ("clocks", "told"),
    [
        pytest.param(BOTH_CLOCKS, "It is told in calendar time; add `working`", id="calendar is usual"),
        pytest.param(AT_WORK_FIRST, "It is told in working time; add `calendar`", id="working is usual"),
    ],
)
def test_it_says_which_clock_is_usual(clocks: tuple[TimeBase, ...], told: str) -> None:
    assert told in texts(explain(replace(OTHER, clocks=clocks)).blocks)


def test_what_has_one_clock_offers_no_other() -> None:
    assert "clock" not in texts(explain(replace(OTHER, clocks=CALENDAR_ONLY)).blocks)


def test_it_tells_its_other_names() -> None:
    assert "Also called `lead time to merge`, `ct`." in texts(explain(results.CYCLE_TIME).blocks)


def test_a_state_is_explained_as_one() -> None:
    assert "how things stand at the window's end" in texts(explain(replace(OTHER, level=True)).blocks)


def test_an_answers_explanation_tells_what_it_left_out() -> None:
    said = texts(explain(results.CYCLE_TIME, results.result()).blocks)
    assert "*In your answer*\nPayments · median cycle time" in said
    assert "Left out: 3 bot pull requests, 1 revert excluded." in said
