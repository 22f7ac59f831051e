"""What is said of a change where there was nothing: now, before, or both."""

from dataclasses import replace

import pytest

from domain.metric import Aggregate, Better, MetricInfo, Unit
from domain.question import ORGANISATION
from domain.result import Result, Summary
from domain.window import Window
from render import text
from render.change import change, verdict
from render.slack.answer import answer
from render.slack.overview import card
from tests.fakes.slack.blocks import elements, strings
from tests.render import results

LOAD = MetricInfo(
    slug="oncall-load",
    title="On-call load",
    unit=Unit.NUMBER,
    better=Better.LOWER,
    family="incidents",
    ruling="How often somebody was called.",
    aggregate=Aggregate.RATIO,
    noun="interruption",
    per="per 100 h on call",
)
OPEN = MetricInfo(
    slug="open-prs",
    title="Open PRs",
    unit=Unit.COUNT,
    better=Better.LOWER,
    family="flow",
    ruling="How many are open.",
    aggregate=Aggregate.TOTAL,
    level=True,
)
NOTHING, UNKNOWN = Summary(0, 0.0), Summary(0)


def of(metric: MetricInfo, now: Summary, before: Summary) -> Result:
    """An answer of a month without items, or with these."""
    return replace(
        results.result(), metric=metric, summary=now, previous=before, change=None, phases=(), ids=()
    )


@pytest.mark.parametrize(
    ("metric", "before", "said"),
    [
        (LOAD, Summary(26, 1.25), "0 per 100 h on call, after 1.2 per 100 h on call in the 30 days before."),
        (LOAD, NOTHING, "0 per 100 h on call, the same as the 30 days before."),
        (LOAD, UNKNOWN, "0 per 100 h on call, with nothing to compare it to in the 30 days before."),
        (OPEN, Summary(22, 22.0), "0 pull requests, after 22 pull requests 30 days earlier."),
        (OPEN, NOTHING, "0 pull requests, the same as 30 days earlier."),
    ],
    ids=["after some calls", "still none", "unknown before", "a level after some", "a level still none"],
)
def test_what_is_truly_none_is_told_as_0(metric: MetricInfo, before: Summary, said: str) -> None:
    assert text.headline(of(metric, NOTHING, before)).endswith(said)


def test_a_level_of_none_beside_days_of_ones_own_names_their_end() -> None:
    days = Window(results.NOW.date().replace(month=9, day=1), results.NOW.date().replace(month=10, day=1))
    found = of(OPEN, NOTHING, Summary(22, 22.0))
    found = replace(found, question=replace(found.question, compared_to=days))
    assert change(found) == "after 22 pull requests at the end of 1 Sep – 30 Sep"  # noqa: RUF001 - a dash between days


def test_none_is_told_beside_what_others_have() -> None:
    found = of(LOAD, NOTHING, Summary(60, 1.5))
    found = replace(found, question=replace(found.question, against=ORGANISATION))
    assert change(found) == "beside 1.5 per 100 h on call of everyone"


def test_from_none_it_is_said_that_there_was_none() -> None:
    assert change(of(LOAD, Summary(9, 0.4), NOTHING)) == "with no interruptions in the 30 days before"
    assert change(of(LOAD, Summary(3, 0.4), NOTHING)) == "too few to compare"


def test_a_change_to_none_is_neither_better_nor_worse() -> None:
    assert verdict(of(LOAD, NOTHING, Summary(26, 1.25))) == ""


def test_the_last_one_is_told_beside_a_0() -> None:
    last = replace(of(LOAD, NOTHING, Summary(26, 1.25)), last_item_at=results.empty().last_item_at)
    assert text.headline(last).endswith(" in the 30 days before (the last one was on 11 Nov).")


def test_where_there_is_nothing_to_divide_by_it_is_no_0() -> None:
    found = replace(of(LOAD, UNKNOWN, Summary(26, 1.25)), excluded=())
    assert found.is_empty
    assert not found.is_zero
    assert text.headline(found) == "No interruptions for Payments in the last 30 days."


def test_a_0_is_a_figure_in_slack_that_opens_to_nothing_and_offers_more_days() -> None:
    seen = answer(of(LOAD, NOTHING, Summary(26, 1.25)))
    said = [words for words in strings(seen.blocks) if words.startswith("*0 per 100 h on call*")]
    assert said
    pressed = [element["text"]["text"] for _, element in elements(seen.blocks)]
    assert pressed == ["90 days", "365 days", "Other window", "Explain"]
    assert "*0 per 100 h on call*" in card(of(LOAD, NOTHING, Summary(26, 1.25)))
