"""Reading what Slack sends: one `Request` for commands, clicks, submissions and events."""

import pytest

from handlers.request import Kind, Request, View
from render.message import Message
from render.slack.blocks import actions, button, section
from tests.bot.slack.space import workspace
from tests.fakes.slack.payloads import click, click_in, command, opened_home, submit

SPACE = workspace()
MODAL = {
    "id": "V1",
    "hash": "h1",
    "type": "modal",
    "callback_id": "window.ask",
    "title": {"type": "plain_text", "text": "Other window"},
    "private_metadata": '{"text":"cycle-time payments","channel":"CPAY"}',
    "blocks": [
        actions([button("Next", "receipts.next", "1")]),
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "name", "initial_value": "Payments"},
        },
    ],
}
PICKER = {
    "type": "static_select",
    "action_id": "team.assign",
    "options": [{"text": {"type": "plain_text", "text": "Web"}, "value": "web"}],
}
TOLD = Message(
    "x", [actions([button("Share", "answer.share", "ct 30d")]), section("Which?", accessory=PICKER)]
)


def test_a_command_is_its_text_without_the_blanks_around_it() -> None:
    request = Request.of(command(SPACE, "  cycle-time  "))
    assert (request.kind, request.text) == (Kind.COMMAND, "cycle-time")
    assert (request.user, request.channel) == ("UANA", "CPAY")
    assert str(request.response_url).startswith(SPACE.address)


def test_a_button_is_its_value() -> None:
    shown = SPACE.add("CPAY", TOLD.text, TOLD.blocks)
    request = Request.of(click(SPACE, shown, "answer.share"))
    assert (request.kind, request.action_id, request.text) == (Kind.ACTION, "answer.share", "ct 30d")
    assert request.channel == "CPAY"


def test_a_select_is_the_option_that_was_picked() -> None:
    shown = SPACE.add("CPAY", TOLD.text, TOLD.blocks)
    assert Request.of(click(SPACE, shown, "team.assign", value="web")).text == "web"


def test_a_button_of_a_modal_knows_the_modal_and_the_channel_it_came_from() -> None:
    request = Request.of(click_in(SPACE, MODAL, "receipts.next"))
    assert request.text == "1"
    assert request.channel == "CPAY"
    assert request.view is not None
    assert request.view.is_modal
    assert (request.view.id, request.view.hash) == ("V1", "h1")
    assert request.view.memory["text"] == "cycle-time payments"


def test_a_submission_carries_what_was_typed() -> None:
    request = Request.of(submit(SPACE, MODAL, {"name": "Web"}))
    assert request.kind is Kind.SUBMISSION
    assert request.view is not None
    assert request.view.state["name"]["name"]["value"] == "Web"


def test_an_event_is_its_tab_and_its_user() -> None:
    request = Request.of(opened_home(event_id="Ev7"))
    assert (request.kind, request.user, request.text) == (Kind.EVENT, "UANA", "home")
    assert request.key == "event:Ev7"


def test_home_is_no_modal() -> None:
    home = {"id": "V2", "hash": "h", "type": "home", "blocks": []}
    assert not View.of(home).is_modal


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(command(SPACE, "list"), id="command"),
        pytest.param(submit(SPACE, MODAL, {}), id="submission"),
        pytest.param(opened_home(), id="event"),
    ],
)
def test_the_same_delivery_has_the_same_key(body: dict[str, object]) -> None:
    assert Request.of(body).key == Request.of(dict(body)).key


def test_two_commands_have_two_keys() -> None:
    assert Request.of(command(SPACE, "list")).key != Request.of(command(SPACE, "list")).key


def test_what_lets_its_reader_act_for_us_is_not_printed() -> None:
    request = Request.of(command(SPACE, "list"))
    assert str(request.response_url) not in repr(request)
    assert request.trigger_id not in repr(request)
