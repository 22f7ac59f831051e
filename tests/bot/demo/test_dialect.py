"""Slack's markup in local-slack's dialect."""

from datetime import UTC, datetime

import pytest

from bot.demo.dialect import translated
from render.picture import Picture
from render.slack.blocks import actions, button, context, image, moment, section


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(
            f"as of {moment(datetime(2026, 11, 24, 13, 45, tzinfo=UTC))} · definition 1",
            "as of 24 Nov, 13:45 UTC · definition 1",
            id="a moment is spelled out",
        ),
        pytest.param(
            "Means:\n```coding  26 %\nmerge   10 %```",
            "Means:\n`coding\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}26\N{NO-BREAK SPACE}%`\n"
            "`merge\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}%`",
            id="code stands line by line",
        ),
        pytest.param(
            "a &lt;!channel&gt; &amp; b",
            "a \N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}!channel"
            "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} & b",
            id="escaped signs are not unescaped",
        ),
        pytest.param(
            "<https://github.example/1|One> by <@U1>",
            "<https://github.example/1|One> by <@U1>",
            id="links stay",
        ),
    ],
)
def test_text_is_shown_as_slack_would(written: str, shown: str) -> None:
    assert translated(section(written))["text"] == {**section(written)["text"], "text": shown}


def test_texts_of_a_context_stand_below_one_another() -> None:
    assert translated(context("one", "two"))["elements"] == [{"type": "mrkdwn", "text": "one\ntwo"}]


def test_blocks_without_text_of_that_kind_stay_as_they_are() -> None:
    buttons = actions([button("Share <this>", "answer.share", "cycle-time &lt;")])
    picture = image(Picture("a &lt; b", url="http://127.0.0.1/x.png"))
    assert translated(buttons) == buttons
    assert translated(picture) == picture
