"""Slack's limits are told before Slack refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from render.message import Block
from render.picture import Picture
from render.slack.blocks import (
    actions,
    button,
    context,
    divider,
    header,
    image,
    mrkdwn,
    option,
    plain,
    section,
)
from render.slack.limits import message_problems, problems, view_problems


def elements(n: int) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": "w"}] * n}


def raw_header(letters: int) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": "h" * letters}}


def select(options: int, *, kind: str = "static_select", value: str = "v") -> Block:
    choices = [option(f"o{number}", f"{value}{number}") for number in range(options)]
    return section("Pick", accessory={"type": kind, "action_id": "a.pick", "options": choices})


def pressing(**changes: Any) -> Block:  # noqa: ANN401 - any field of a button
    return actions([button("Go", "a.go", "v") | changes])


def text_input(initial: str = "", label: str = "Name") -> Block:
    element = {"type": "plain_text_input", "action_id": "a", "initial_value": initial}
    return {
        "type": "input",
        "block_id": "a",
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }


def modal(*blocks: Block, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a view
    view = {"type": "modal", "title": plain("Team", 24), "submit": plain("Save", 24), "blocks": list(blocks)}
    return view | changes


SOUND: dict[str, Callable[[], Block]] = {
    "a section of 3,000": lambda: section("w" * 3000),
    "ten fields of 2,000": lambda: {"type": "section", "fields": [mrkdwn("w" * 900)] * 10},
    "a header of 150": lambda: raw_header(150),
    "ten elements of context": lambda: elements(10),
    "twenty-five buttons": lambda: actions([button("b", f"a.b.{n}", "v") for n in range(25)]),
    "a hundred options": lambda: select(100),
    "a divider": divider,
    "an image by address": lambda: image(Picture("A line.", url="https://leadline.example/p.png")),
    "an image by file": lambda: image(Picture("A line.", file_id="F1")),
}
REFUSED: dict[str, tuple[Callable[[], Block], str]] = {
    "a section of 3,001": (lambda: section("w" * 3001), "blocks[0].text: 3001 characters, at most 3000"),
    "an empty section": (lambda: {"type": "section"}, "blocks[0]: neither text nor fields"),
    "a section of empty text": (lambda: section("") | {"text": mrkdwn("")}, "blocks[0].text: empty"),
    "eleven fields": (
        lambda: {"type": "section", "fields": [mrkdwn("w")] * 11},
        "blocks[0].fields: 11 items, at most 10",
    ),
    "a field of 2,001": (
        lambda: {"type": "section", "fields": [mrkdwn("w" * 2001)]},
        "blocks[0].fields[0]: 2001 characters, at most 2000",
    ),
    "a header of 151": (lambda: raw_header(151), "blocks[0].text: 151 characters, at most 150"),
    "eleven elements of context": (lambda: elements(11), "blocks[0].elements: 11 items, at most 10"),
    "an empty context": (lambda: elements(0), "blocks[0].elements: empty"),
    "no buttons": (lambda: actions([]), "blocks[0].elements: empty"),
    "twenty-six buttons": (
        lambda: actions([button("b", f"a.b.{n}") for n in range(26)]),
        "blocks[0].elements: 26 items, at most 25",
    ),
    "two buttons of one action": (
        lambda: actions([button("a", "a.b"), button("b", "a.b")]),
        "elements: action_id 'a.b' stands 2 times",
    ),
    "a long label": (
        lambda: pressing(text={"type": "plain_text", "text": "w" * 76}),
        "blocks[0].elements[0].text: 76 characters, at most 75",
    ),
    "a long value": (
        lambda: pressing(value="v" * 2001),
        "blocks[0].elements[0].value: 2001 characters, at most 2000",
    ),
    "a long address": (
        lambda: pressing(url="u" * 3001),
        "blocks[0].elements[0].url: 3001 characters, at most 3000",
    ),
    "a long spoken label": (
        lambda: pressing(accessibility_label="w" * 76),
        "blocks[0].elements[0].accessibility_label: 76 characters, at most 75",
    ),
    "no action id": (lambda: pressing(action_id=""), "blocks[0].elements[0].action_id: missing"),
    "a long action id": (
        lambda: pressing(action_id="a" * 256),
        "blocks[0].elements[0].action_id: 256 characters, at most 255",
    ),
    "a long confirmation": (
        lambda: pressing(
            confirm={"title": plain("t", 9), "text": plain("w" * 301, 400), "confirm": plain("y", 9)}
        ),
        "blocks[0].elements[0].confirm.text: 301 characters, at most 300",
    ),
    "a confirmation that cannot be denied": (
        lambda: pressing(confirm={"title": plain("t", 9), "text": plain("w", 9), "confirm": plain("y", 9)}),
        "blocks[0].elements[0].confirm.deny: empty",
    ),
    "a nameless element": (lambda: pressing(type=""), "blocks[0].elements[0]: no type"),
    "no options": (lambda: select(0), "blocks[0].accessory.options: empty"),
    "a hundred and one options": (lambda: select(101), "blocks[0].accessory.options: 101 items, at most 100"),
    "eleven radio buttons": (
        lambda: select(11, kind="radio_buttons"),
        "blocks[0].accessory.options: 11 items, at most 10",
    ),
    "six in an overflow": (
        lambda: select(6, kind="overflow"),
        "blocks[0].accessory.options: 6 items, at most 5",
    ),
    "a long option value": (
        lambda: select(1, value="v" * 150),
        "blocks[0].accessory.options[0].value: 151 characters, at most 150",
    ),
    "a picture without words": (
        lambda: {"type": "image", "image_url": "https://leadline.example/p.png"},
        "blocks[0].alt_text: empty",
    ),
    "a picture from nowhere": (
        lambda: {"type": "image", "alt_text": "A line."},
        "blocks[0]: needs image_url or slack_file, and not both",
    ),
    "a picture from two places": (
        lambda: image(Picture("A line.", url="https://x")) | {"slack_file": {"id": "F1"}},
        "blocks[0]: needs image_url or slack_file, and not both",
    ),
    "a file without an id": (
        lambda: {"type": "image", "alt_text": "A line.", "slack_file": {}},
        "blocks[0].slack_file: no id",
    ),
    "a long picture address": (
        lambda: image(Picture("A line.", url="u" * 3001)),
        "blocks[0].image_url: 3001 characters, at most 3000",
    ),
    "a block nobody knows": (lambda: {"type": "chart"}, "blocks[0]: 'chart' is no block we use"),
    "a long block id": (
        lambda: divider() | {"block_id": "b" * 256},
        "blocks[0].block_id: 256 characters, at most 255",
    ),
    "a long placeholder": (
        lambda: pressing(placeholder={"type": "plain_text", "text": "w" * 151}),
        "blocks[0].elements[0].placeholder: 151 characters, at most 150",
    ),
}


@pytest.mark.parametrize("block", SOUND.values(), ids=SOUND)
def test_what_slack_takes_is_no_problem(block: Callable[[], Block]) -> None:
    assert problems([block()], "message") == []


@pytest.mark.parametrize(("block", "told"), REFUSED.values(), ids=REFUSED)
def test_what_slack_refuses_is_told_with_its_place(block: Callable[[], Block], told: str) -> None:
    assert told in problems([block()], "message")


@pytest.mark.parametrize(
    ("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)], ids=["message", "modal", "home"]
)
def test_the_blocks_of_a_surface_are_counted(surface: str, most: int) -> None:
    assert problems([divider()] * most, surface) == []
    assert problems([divider()] * (most + 1), surface) == [f"blocks: {most + 1} blocks, at most {most}"]


def test_a_message_holds_ten_thousand_characters() -> None:
    assert problems([section("w" * 2500)] * 4, "message") == []
    blocks = [section("w" * 2500)] * 4 + [context("w")]
    assert problems(blocks, "message") == ["blocks: 10001 characters in all, at most 10000"]
    assert problems(blocks, "modal") == []


def test_block_ids_stand_once() -> None:
    twice = [divider() | {"block_id": "b"}] * 2
    assert problems(twice, "home") == ["blocks: block_id 'b' stands 2 times"]


def test_a_message_needs_a_sentence_for_those_who_hear_it() -> None:
    assert message_problems("", [divider()]) == ["text: empty"]
    assert message_problems("w" * 3001, [divider()]) == ["text: 3001 characters, at most 3000"]


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (modal(divider()), []),
        (modal(divider(), title=plain("w" * 25, 30)), ["title: 25 characters, at most 24"]),
        (modal(divider(), submit=plain("w" * 25, 30)), ["submit: 25 characters, at most 24"]),
        (modal(divider(), close=plain("w" * 25, 30)), ["close: 25 characters, at most 24"]),
        (modal(divider(), private_metadata="m" * 3001), ["private_metadata: 3001 characters, at most 3000"]),
        (modal(divider(), callback_id="c" * 256), ["callback_id: 256 characters, at most 255"]),
        (modal(text_input("w" * 3000)), []),
        (modal(text_input("w" * 3001)), ["blocks[0].element.initial_value: 3001 characters, at most 3000"]),
        (modal(text_input(label="w" * 2001)), ["blocks[0].label: 2001 characters, at most 2000"]),
        (
            {"type": "modal", "blocks": [text_input()]},
            ["title: missing", "submit: missing, and there are inputs"],
        ),
        ({"type": "page", "blocks": []}, ["type: 'page', expected modal or home"]),
        ({"type": "home", "blocks": [divider()]}, []),
    ],
    ids=[
        "sound", "long title", "long submit", "long close", "long memory", "long callback", "full input",
        "overfull input", "long label", "nothing to press", "unknown surface", "a home",
    ],
)  # fmt: skip
def test_a_view_is_checked_as_a_whole(view: dict[str, Any], told: list[str]) -> None:
    assert view_problems(view) == told


def test_a_view_weighs_at_most_a_quarter_of_a_megabyte() -> None:
    heavy = modal(*[section("w" * 2900)] * 90)
    assert any("at most 250000" in problem for problem in view_problems(heavy))


def test_an_initial_option_is_one_of_the_options() -> None:
    block = select(2)
    block["accessory"]["initial_option"] = option("other", "other")
    assert problems([block], "home") == ["blocks[0].accessory: an initial option is none of its options"]


def test_headers_are_made_to_fit() -> None:
    assert problems([header("w" * 500)], "message") == []
