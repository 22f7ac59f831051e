"""Blocks are Slack's dictionaries, and what goes into them is harmless."""

import json
from datetime import UTC, datetime

import pytest

from render.picture import Picture
from render.slack.blocks import button, image, link, metadata, moment, mrkdwn, plain, section

PULL = "https://github.com/acme/pay-api/pull/1"


@pytest.mark.parametrize(
    ("url", "label", "sent"),
    [
        (PULL, "Fix it", f"<{PULL}|Fix it>"),
        (PULL, "a > b & <c>", f"<{PULL}|a &gt; b &amp; &lt;c&gt;>"),
        (PULL, "", f"<{PULL}|(no name)>"),
        (f"{PULL}?a=1&b=2", "q", f"<{PULL}?a=1&amp;b=2|q>"),
        (f"{PULL}|x>y", "q", f"<{PULL}%7Cx%3Ey|q>"),
        (f"{PULL}%20a", "q", f"<{PULL}%20a|q>"),
        ("javascript:alert(1)", "Fix it", "Fix it"),
        ("slack://open", "Fix it", "Fix it"),
        ("", "Fix it", "Fix it"),
        ("https://[", "Fix it", "Fix it"),
    ],
    ids=[
        "the web", "brackets in the label", "no label", "a query", "the end of a link inside",
        "already quoted", "a script", "another program", "no address", "no address at all",
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_is_its_label(url: str, label: str, sent: str) -> None:
    assert link(url, label) == sent


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 24, 13, 45, tzinfo=UTC)
    assert moment(at) == "<!date^1795527900^{date_short_pretty} at {time}|24 Nov, 13:45 UTC>"


def test_plain_text_is_cleaned_and_shortened() -> None:
    assert plain(" a\u202eb\nc ", 75)["text"] == "ab c"
    assert plain("w" * 80, 75)["text"] == "w" * 74 + "…"
    assert plain("\u200b", 75)["text"] == "(no name)"


def test_mrkdwn_is_sent_as_it_is() -> None:
    assert mrkdwn("*a*") == {"type": "mrkdwn", "text": "*a*", "verbatim": True}


def test_a_section_has_only_what_it_is_given() -> None:
    assert section("a") == {"type": "section", "text": mrkdwn("a")}
    assert section("", fields=["a", "b"]) == {"type": "section", "fields": [mrkdwn("a"), mrkdwn("b")]}


def test_a_button_has_only_what_it_is_given() -> None:
    assert button("Go", "a.go") == {"type": "button", "text": plain("Go", 75), "action_id": "a.go"}
    full = button("Go", "a.go", "v", style="primary", url=PULL, spoken="Go there")
    assert (full["value"], full["style"], full["url"]) == ("v", "primary", PULL)
    assert full["accessibility_label"] == "Go there"


def test_a_picture_comes_from_its_address_or_from_slacks_files() -> None:
    assert image(Picture("A line.", url=PULL)) == {"type": "image", "alt_text": "A line.", "image_url": PULL}
    assert image(Picture("A line.", file_id="F1"))["slack_file"] == {"id": "F1"}


def test_metadata_is_read_back_as_it_was() -> None:
    memory = {"text": "cycle-time “é”", "page": 2}
    assert json.loads(metadata(memory)) == memory
