"""Whatever is too long for Slack is cut, and what is cut stays sound."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.message import Block
from render.safe import escape
from render.slack.blocks import actions, button, context, divider, link, section
from render.slack.fit import cut, fit, message
from render.slack.limits import message_problems, problems

words = st.text(max_size=60).map(escape)
pieces = words | st.builds(link, st.just("https://github.com/acme/pay/pull/1"), st.text(max_size=20))
marked_up = st.lists(pieces, max_size=30).map(" ".join)


def test_a_text_too_long_ends_with_an_ellipsis() -> None:
    fitted = fit([section("w" * 3001)], "message")
    assert fitted[0]["text"]["text"] == "w" * 2999 + "…"


def test_what_fits_is_left_alone() -> None:
    blocks = [
        section("one", fields=["two"]),
        divider(),
        context("three"),
        actions([button("Go", "a.go", "v")]),
    ]
    assert fit(blocks, "message") == blocks


def test_the_given_blocks_are_not_changed() -> None:
    block = section("w" * 3001)
    fit([block], "message")
    assert len(block["text"]["text"]) == 3001


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("plain words", 8, "plain w…"),
        ("see <https://x.y|the long label>", 20, "see …"),
        ("a &amp; b", 6, "a …"),
        ("a &amp; b", 8, "a &amp;…"),
        ("on <!date^1^{date}|24 Nov> it", 20, "on …"),
        ("<https://x.y|a> and <https://x.y|b>", 25, "<https://x.y|a> and …"),
    ],
    ids=["fits", "words", "link", "entity", "after an entity", "date", "second link"],
)
def test_markup_is_cut_at_its_seams(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


@settings(max_examples=1_000, deadline=None)
@given(marked_up, st.integers(min_value=1, max_value=400))
def test_no_cut_leaves_half_a_link_or_entity(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= max(limit, 1)
    assert short.count("<") == short.count(">")
    assert "&" not in re.sub("&(?:amp|lt|gt);", "", short)


def test_blocks_too_many_are_left_out_before_the_last() -> None:
    blocks: list[Block] = [context(f"{number}") for number in range(60)]
    fitted = fit(blocks, "message")
    assert len(fitted) == 50
    assert fitted[-1] == blocks[-1]
    assert fitted[:49] == blocks[:49]


def test_a_message_too_long_loses_blocks_but_not_its_buttons() -> None:
    buttons = actions([button("Go", "a.go", "v")])
    fitted = fit([*[section("w" * 2900)] * 6, buttons], "message")
    assert problems(fitted, "message") == []
    assert len(fitted) == 4
    assert fitted[-1] == buttons


def test_a_view_may_be_longer_than_a_message() -> None:
    assert len(fit([section("w" * 2900)] * 6, "modal")) == 6


def test_a_button_that_would_carry_too_much_is_left_out() -> None:
    both = actions([button("Long", "a.long", "v" * 2001), button("Short", "a.short", "v")])
    (fitted,) = fit([both], "message")
    assert [element["action_id"] for element in fitted["elements"]] == ["a.short"]


def test_a_row_without_buttons_is_left_out() -> None:
    assert fit([divider(), actions([button("Long", "a.long", "v" * 2001)])], "message") == [divider()]


def test_a_messages_sentence_is_cut_too() -> None:
    sound = message("w " * 3000, [divider()])
    assert message_problems(sound.text, sound.blocks) == []
    assert sound.text.endswith("…")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=4000).map(escape).filter(bool), min_size=1, max_size=70))
def test_whatever_is_fitted_fits(texts: list[str]) -> None:
    assert problems(fit([section(text) for text in texts], "message"), "message") == []
