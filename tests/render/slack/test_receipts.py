"""The pull requests behind a figure, ten a page."""

import json
from dataclasses import replace
from typing import Any

import pytest

from render.receipts import spans
from render.slack.receipts import NEXT, PREVIOUS, modal
from tests.render import cases, results
from tests.render.cases import page


def turning(view: dict[str, Any]) -> dict[str, str]:
    rows = [block for block in view["blocks"] if block["type"] == "actions"]
    return {each["action_id"]: each["value"] for row in rows for each in row["elements"]}


def test_the_title_counts_them() -> None:
    assert modal(results.result(), page())["title"]["text"] == "23 pull requests"
    assert modal(cases.one(), page(0, 1))["title"]["text"] == "1 pull request"


def test_a_page_shows_ten_with_what_is_ruled_about_each() -> None:
    blocks = modal(results.result(), page())["blocks"]
    assert [block["type"] for block in blocks] == ["context", *["section", "context"] * 10, "actions"]


def test_an_item_is_a_link_with_its_value_and_spans() -> None:
    blocks = modal(results.result(), page())["blocks"]
    lead = blocks[1]["text"]["text"]
    assert lead.startswith("*<https://github.com/acme/pay-api/pull/1|Charge the card once, try 1>*\n")
    assert "acme/pay-api#1 · merged <!date^" in lead
    assert lead.endswith("*1 d 15 h*")
    (told,) = (element["text"] for element in blocks[2]["elements"])
    assert told.splitlines() == [
        "coding 9 h · pickup 14 h · review none · merge &lt;1 min",
        "Approved by raj; merged by ana.",
    ]


def test_nobody_is_named_beside_a_duration() -> None:
    unruled = tuple(replace(each, ruling="", author="zoe") for each in page().receipts)
    assert "zoe" not in json.dumps(modal(results.result(), replace(page(), receipts=unruled)))


@pytest.mark.parametrize(
    ("number", "buttons"),
    [(0, {NEXT: "1"}), (1, {PREVIOUS: "0", NEXT: "2"}), (2, {PREVIOUS: "1"})],
    ids=["first", "middle", "last"],
)
def test_pages_are_turned_both_ways_and_not_past_the_ends(number: int, buttons: dict[str, str]) -> None:
    assert turning(modal(results.result(), page(number))) == buttons


def test_one_page_needs_no_turning() -> None:
    assert turning(modal(cases.one(), page(0, 1))) == {}


def test_the_modal_remembers_question_page_and_channel() -> None:
    memory = json.loads(modal(results.result(), page(1), channel="C1")["private_metadata"])
    assert memory == {"text": results.question().text, "page": 1, "channel": "C1"}
    assert "channel" not in json.loads(modal(results.result(), page(1))["private_metadata"])


def test_the_first_line_says_where_one_is() -> None:
    lead = modal(results.result(), page(1))["blocks"][0]["elements"][0]["text"]
    assert lead.endswith("Longest first, page 2 of 3.")


def test_no_items_are_told() -> None:
    lead = modal(results.empty(), page(0, 0))["blocks"][0]["elements"][0]["text"]
    assert lead.endswith("No pull requests are behind this figure.")


def test_spans_of_working_time_count_hours() -> None:
    long = replace(results.receipt(1), phases=(("coding", 30 * results.HOUR),))
    assert spans(cases.working_p90(), long) == "coding 30 h"
