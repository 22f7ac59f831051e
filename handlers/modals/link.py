"""The form that says which deployment caused an incident, or which issue a pull request belongs to."""

from typing import Any

from slack_bolt import Ack

from domain.correction import Action, Correction
from handlers.actions.correct import asked
from handlers.desk import Desk, Listener
from handlers.request import Request
from render.slack.correcting import submitted
from render.slack.receipts import modal


def listener(desk: Desk) -> Listener:
    """Save before the form goes, so that what is not found is told at its field (`bot.slack` does)."""

    def save(ack: Ack, body: dict[str, Any]) -> None:
        request = Request.of(body)
        memory = body_memory(request)
        asker = desk.services.identity.asker(request.user, request.channel)
        target = desk.services.sought.target(memory["kind"], submitted(body["view"]["state"]["values"]))
        correction = Correction(Action.LINK, memory["kind"], int(memory["item"]), target=target)
        question = asked(desk, request, asker)
        done = desk.services.corrections.make(correction, request.user, question=question, asker=asker)
        page = desk.services.answers.receipts(question, asker, page=int(memory["page"]))
        result = done.after or desk.services.answers.answer(question, asker)
        ack(response_action="update", view=modal(result, page, channel=request.channel, corrected=done))

    return save


def body_memory(request: Request) -> dict[str, str]:
    """What the form remembers, as text."""
    return {key: str(value) for key, value in (request.view.memory if request.view else {}).items()}
