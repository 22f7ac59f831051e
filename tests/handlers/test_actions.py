"""Every button and select that a view draws is heard by exactly one listener, and does what it says."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

import render.slack.again
import render.slack.answer
import render.slack.correcting
import render.slack.errors
import render.slack.home
import render.slack.link
import render.slack.note
import render.slack.receipts
import render.slack.teams
from tests.bot.slack.house import PNG, House, house, merged
from tests.bot.slack.space import workspace
from tests.fakes.slack.payloads import click
from tests.fakes.slack.workspace import Message, file_ids

TEXT = "cycle-time payments 30d"
CAUGHT = 1
"""The catch-all is registered last and hears everything too."""

DRAWN = {
    "answer.share", "answer.receipts", "answer.explain", "answer.window", "answer.csv", "answer.picture",
    "ask.again", "ask.again.0", "ask.again.24", "team.assign", "team.new", "team.new.footer", "team.edit",
    "team.edit.3", "link.confirm", "link.refuse", "home.link", "home.refresh", "home.open.0", "home.open.4",
    "receipts.next", "receipts.previous", "note.undo", "receipts.correct.0", "receipts.correct.9",
    "receipts.undo", "receipts.undo.3",
}  # fmt: skip
MODULES = (
    render.slack.again, render.slack.answer, render.slack.correcting, render.slack.errors,
    render.slack.home, render.slack.link, render.slack.note, render.slack.receipts, render.slack.teams,
)  # fmt: skip
NOT_PRESSED = {"team.save", "answer.ask", "receipts.link", "receipts.correct"}


def listeners(bot: House, action_id: str) -> int:
    """How many listeners an action reaches, the catch-all not counted."""
    body: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": "UANA"},
        "team": {"id": "T1"},
        "actions": [{"action_id": action_id, "block_id": "b", "type": "button"}],
    }
    request = BoltRequest(mode="socket_mode", body=body)
    bot.slack.app._init_context(request)
    matching = [
        each for each in bot.slack.app._listeners if each.matches(req=request, resp=BoltResponse(status=200))
    ]
    return len(matching) - CAUGHT


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator fixture
    with house(tmp_path_factory.mktemp("still"), merged=[]) as made:
        yield made


@pytest.mark.parametrize("action_id", sorted(DRAWN))
def test_an_action_reaches_exactly_one_listener(still: House, action_id: str) -> None:
    assert listeners(still, action_id) == 1


def test_every_action_that_render_names_is_in_the_table() -> None:
    named = {
        value
        for module in MODULES
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and "." in value and " " not in value
    }
    assert {each for each in named if each.count(".") == 1} - DRAWN - NOT_PRESSED - {"home.open"} == set()


def test_what_no_view_draws_is_acknowledged_and_does_nothing(bot: House) -> None:
    shown = bot.space.add("CPAY", "x", [
        {"type": "actions", "elements": [
            {"type": "button", "action_id": "old.thing", "text": {"type": "plain_text", "text": "Old"}}
        ]}
    ])  # fmt: skip
    bot.clicks(shown, "old.thing")
    assert bot.space.calls == []


def asked(bot: House) -> Message:
    return bot.types(TEXT)[-1]


def test_sharing_shows_the_channel_the_answer_and_who_shared_it(bot: House) -> None:
    bot.clicks(asked(bot), "answer.share")
    (shared,) = bot.space.said_in("CPAY")
    assert "Shared by <@UANA>" in str(shared.blocks)
    assert file_ids(shared.blocks) == list(bot.space.files)
    assert "answer.share" not in str(shared.blocks)


def test_sharing_where_the_bot_is_not_tells_how_to_invite_it(bot: House) -> None:
    seen = bot.types(TEXT, channel="CSECRET")[-1]
    bot.clicks(seen, "answer.share")
    assert "/invite @leadline" in bot.space.seen_by("UANA")[-1].text
    assert bot.space.said_in("CSECRET") == []


def test_ones_own_figures_are_not_shared(bot: House) -> None:
    forged = click(bot.space, asked(bot), "answer.share")  # an answer about oneself has no such button
    forged["actions"][0]["value"] = "cycle-time me 30d"
    bot.send(forged)
    assert "can't be shared" in bot.space.seen_by("UANA")[-1].text
    assert bot.space.said_in("CPAY") == []


def test_a_double_click_shares_once(bot: House) -> None:
    body = click(bot.space, asked(bot), "answer.share")
    bot.send(body)
    bot.send(body)
    assert len(bot.space.said_in("CPAY")) == 1


def test_the_pull_requests_open_in_a_modal_and_are_turned(bot: House) -> None:
    bot.clicks(asked(bot), "answer.receipts")
    assert "try 1" in str(bot.view["blocks"])
    assert bot.view["title"]["text"] == "12 pull requests"
    bot.clicks_in(bot.view, "receipts.next")
    assert "page 2 of 2" in str(bot.view["blocks"])
    bot.clicks_in(bot.view, "receipts.previous")
    assert "page 1 of 2" in str(bot.view["blocks"])


def test_the_modal_opens_before_it_is_filled(bot: House) -> None:
    bot.clicks(asked(bot), "answer.receipts")
    (opened,) = bot.space.called("views.open")
    assert "Loading" in str(opened["view"])


def test_a_click_that_reaches_us_too_late_is_told(bot: House) -> None:
    body = click(bot.space, asked(bot), "answer.receipts")
    bot.space.triggers[body["trigger_id"]] -= 5
    bot.send(body)
    bot.slack.work_pool.submit(lambda: None).result(5)
    assert "once more" in bot.space.seen_by("UANA")[-1].text


def test_it_is_explained_with_what_was_left_out(bot: House) -> None:
    bot.clicks(asked(bot), "answer.explain")
    assert "In your answer" in str(bot.space.seen_by("UANA")[-1].blocks)
    assert len(bot.space.seen_by("UANA")) == 2, "the answer stays where it is"


def test_another_window_is_asked_for_in_a_modal_and_answered_where_it_was_opened(bot: House) -> None:
    bot.clicks(asked(bot), "answer.window")
    answer = bot.submits(bot.view, {"window.length": "7"})
    assert answer.body == ""
    assert len(bot.space.seen_by("UANA")) == 2
    assert bot.space.called("chat.postEphemeral") == []


def test_days_in_the_wrong_order_are_told_at_their_field(bot: House) -> None:
    bot.clicks(asked(bot), "answer.window")
    values = {"window.length": "own", "window.first": "2026-11-20", "window.last": "2026-11-01"}
    answer = bot.submits(bot.view, values)
    assert "2026-11-20" in str(answer.body)
    assert "window.last" in str(answer.body)
    assert len(bot.space.seen_by("UANA")) == 1


def test_the_csv_comes_as_a_file_by_direct_message(bot: House) -> None:
    bot.clicks(asked(bot), "answer.csv")
    files = [file for file in bot.space.files.values() if file.name.endswith(".csv")]
    assert len(files[0].content.splitlines()) == 13
    assert "direct messages" in bot.space.seen_by("UANA")[-1].text
    assert [message.files for message in bot.space.said_in("DUANA") if message.files] == [[files[0].id]]


def test_without_the_scope_the_csv_comes_as_text(tmp_path: Path) -> None:
    with house(tmp_path, space=workspace(without=frozenset({"files:write"}))) as bot:
        bot.clicks(asked(bot), "answer.csv")
        assert "acme/pay-api" in str(bot.space.seen_by("UANA")[-1].blocks)


def test_the_picture_comes_by_direct_message(tmp_path: Path) -> None:
    space = workspace()
    space.takes_ephemeral_files = False
    with house(tmp_path, space=space) as bot:
        bot.clicks(asked(bot), "answer.picture")
        (sent,) = [message for message in space.said_in("DUANA") if message.files]
        assert space.files[sent.files[0]].content == PNG


def test_too_many_for_a_snippet_are_counted(tmp_path: Path) -> None:
    many = [merged(number) for number in range(1, 15)] * 1
    with house(tmp_path, space=workspace(without=frozenset({"files:write"})), merged=many) as bot:
        bot.clicks(asked(bot), "answer.csv")
        assert "more lines" in str(bot.space.seen_by("UANA")[-1].blocks)
