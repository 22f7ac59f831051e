"""The modal that asks a question again over another window."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from handlers.commands.metrics import answer
from handlers.desk import Desk, Listener
from handlers.request import Request
from render.slack.window import asked, errors


def listener(desk: Desk) -> Listener:
    """Tell what is wrong at its field, or close the modal and answer."""

    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        state = body["view"]["state"]["values"]
        wrong = errors(state)
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        request = Request.of(body)
        memory = request.view.memory if request.view else {}
        question = replace(request, text=asked(str(memory["text"]), state))
        desk.later(lambda asking: answer(desk, asking), question)

    return submitted
