"""Short notes and snippets: said plainly, within Slack's limits, with nothing in them that pings."""

import pytest

from render.message import Message
from render.slack.note import UNDO, note, snippet
from tests.fakes.slack.blocks import elements, refused, strings

HOSTILE = "<!channel> & <@U1>"


def test_a_note_is_its_sentence() -> None:
    told = note("Saved.")
    assert told.text == "Saved."
    assert list(elements(told.blocks)) == []


def test_a_note_offers_the_way_back_that_it_is_given() -> None:
    ((_, button),) = elements(note("Saved.", undo="team payments").blocks)
    assert (button["action_id"], button["value"]) == (UNDO, "team payments")


def test_a_long_note_with_a_way_back_stays_within_what_slack_takes() -> None:
    assert refused(note("word " * 40, undo="team payments").blocks, "message") is None


def test_a_short_file_is_shown_whole() -> None:
    shown = snippet("x.csv", "a,b\n1,2\n")
    assert "a,b\n1,2" in str(shown.blocks[0]["text"]["text"])
    assert "more lines" not in str(shown.blocks)


def test_of_a_long_file_whole_lines_are_shown_and_the_rest_is_counted() -> None:
    lines = [f"{number:04d}," + "&" * 40 for number in range(100)]
    blocks = snippet("x.csv", "\n".join(lines)).blocks
    text = blocks[0]["text"]["text"]
    shown = sum(f"{number:04d}," in text for number in range(100))
    assert 0 < shown < 100
    assert f"and {100 - shown} more lines" in text
    assert refused(blocks, "message") is None


@pytest.mark.parametrize(
    "message", [note(HOSTILE, undo="x"), snippet(HOSTILE, HOSTILE)], ids=["note", "file"]
)
def test_nothing_in_it_pings(message: Message) -> None:
    shown = [text for block in message.blocks if block["type"] == "section" for text in strings(block)]
    assert not [text for text in shown if "<!channel>" in text or "<@U1>" in text]
