"""Every slug of the catalogue, typed in Slack: the answer, its definition, its items and its file."""

import math
from statistics import fmean
from typing import Any

import numpy as np
import pytest

from domain.metric import Aggregate, Unit
from tests.bot.catalogue.doors import Doors, buttons, words
from tests.bot.catalogue.promised import BESIDES, FIGURES, PAGE, PICTURES, slugs_of_the_page

every_figure = pytest.mark.parametrize("slug", FIGURES)
every_slug = pytest.mark.parametrize("slug", [*FIGURES, *PICTURES])

PER_PAGE = 10


def asked(slug: str) -> str:
    return f"{slug} payments 90d"


@pytest.mark.skipif(not PAGE.exists(), reason="the page of definitions stands beside the repository only")
def test_the_page_names_these_slugs_and_no_others() -> None:
    assert slugs_of_the_page() == {*FIGURES, *PICTURES} - BESIDES


def test_the_catalogue_has_every_slug_once(doors: Doors) -> None:
    slugs = [info.slug for info in doors.leadline.services.answers.metrics()]
    assert sorted(slugs) == sorted([*FIGURES, *PICTURES])


def test_the_list_names_each_of_them_by_its_title(doors: Doors) -> None:
    told = words(doors.types("list").blocks).casefold()
    missing = [
        info.slug
        for info in doors.leadline.services.answers.metrics()
        if info.title.casefold() not in told and info.slug not in told
    ]
    assert missing == []


@every_figure
def test_it_answers_with_a_value_and_what_makes_it_honest(slug: str, doors: Doors) -> None:
    message = doors.types(asked(slug))
    result = doors.leadline.services.answers.ask(asked(slug), doors.asker)
    assert result.summary.value is not None
    assert math.isfinite(result.summary.value)
    assert message.only_for == "UANA"
    assert message.text.startswith("Payments' ")
    told = words(message.blocks)
    assert f"{result.summary.n:,} " in told
    assert "compared with the 90 days before" in told
    assert f"definition {result.metric.version}" in told
    assert "as of <!date^" in told
    for never in ("None", "nan", "no data", "No data", "{", "}", "  ", "..", "-0 "):
        assert never not in message.text


@every_slug
def test_its_definition_is_explained_in_sentences(slug: str, doors: Doors) -> None:
    told = words(doors.types(f"explain {slug}").blocks)
    info = doors.leadline.services.answers.explain(slug)
    assert info.title in told
    assert info.ruling.split(". ")[0][:60] in told


@every_figure
def test_its_button_explains_it_for_this_very_answer(slug: str, doors: Doors) -> None:
    seen = doors.clicks(doors.types(asked(slug)), "answer.explain")
    assert doors.leadline.services.answers.explain(slug).title in words(seen.blocks)


@every_figure
def test_its_items_are_behind_the_button(slug: str, doors: Doors) -> None:
    """The first page of as many as were counted, each with its name and what was ruled on it."""
    message = doors.types(asked(slug))
    view = doors.opens(message, "answer.receipts")
    ids = doors.leadline.services.answers.ask(asked(slug), doors.asker, with_ids=True).ids
    assert view["title"]["text"].startswith(f"{len(ids):,} ")
    items = [block for block in view["blocks"] if block["type"] == "section"]
    assert len(items) == min(PER_PAGE, len(ids))
    assert all(block["text"]["text"].startswith("*") for block in items)
    if len(ids) > PER_PAGE:
        doors.house.clicks_in(view, "receipts.next")
        assert "page 2 of" in words(doors.house.view["blocks"])


@every_figure
def test_its_items_come_as_a_file_from_which_the_figure_can_be_computed(slug: str, doors: Doors) -> None:
    """A row an item; what the file holds gives the value that was told, by the metric's own aggregate."""
    result = doors.leadline.services.answers.ask(asked(slug), doors.asker)
    rows = doors.csv(doors.types(asked(slug)))
    assert len(rows) == result.summary.n
    assert all(row["ruling"] for row in rows)
    if result.metric.aggregate in RECOMPUTED:
        column = f"{slug}_seconds" if result.metric.unit is Unit.DURATION else slug
        values = np.array([float(row[column]) for row in rows])
        value = RECOMPUTED[result.metric.aggregate](values)
        rounded = 1 if result.metric.unit is Unit.DURATION else 1e-6
        assert result.summary.value == pytest.approx(value, abs=rounded, rel=1e-9)


RECOMPUTED: dict[Aggregate, Any] = {
    Aggregate.PERCENTILE: np.median,
    Aggregate.MEAN: fmean,
    Aggregate.SHARE: fmean,
    Aggregate.TOTAL: sum,
}
"""What the values of a file come to, where that needs nothing else; rates and ratios do."""


@every_figure
def test_why_it_changed_is_asked_by_a_button_where_it_is_compared(slug: str, doors: Doors) -> None:
    message = doors.types(asked(slug))
    result = doors.leadline.services.answers.ask(asked(slug), doors.asker)
    named = {each["text"]["text"]: action for action, each in buttons(message.blocks).items()}
    assert ("Why?" in named) is (result.change is not None)
    if "Why?" in named:
        seen = doors.clicks(message, named["Why?"])
        assert f"why {result.metric.title[:1].lower()}" in words(seen.blocks).lower()


@pytest.mark.parametrize(("slug", "verb"), PICTURES.items(), ids=PICTURES)
def test_what_is_no_figure_shows_its_view(slug: str, verb: str, doors: Doors) -> None:
    shown, same = doors.types(f"{slug} payments"), doors.types(f"{verb} payments")
    assert shown.text == same.text
    assert words(shown.blocks) == words(same.blocks)
    assert shown.text.startswith("Payments ")
