"""The modal that makes or changes a team."""

from typing import Any

from slack_bolt import Ack

from domain.people import Team
from handlers.actions.undo import TEAM, way_back
from handlers.desk import Desk, Listener
from handlers.events.home import publish
from handlers.request import Request
from render.slack.note import note
from render.slack.teams import submitted


def listener(desk: Desk) -> Listener:
    """Save before the modal closes, so that what is wrong is told at its field (`bot.slack` does)."""

    def save(ack: Ack, body: dict[str, Any]) -> None:
        request = Request.of(body)
        view = body["view"]
        slug = request.view.memory.get("slug", "") if request.view else ""
        fields = {**submitted(view["state"]["values"]), "slug": slug}
        asker = desk.services.identity.asker(
            request.user, request.channel
        )  # Slack is not asked before the ack
        saved = desk.services.teams.save(fields, asker)
        ack()
        desk.later(lambda told: _told(desk, told, saved), request)

    return save


def _told(desk: Desk, request: Request, saved: Team) -> None:
    desk.slack.answer(request, note(f"The team {saved.name} is saved.", undo=way_back(TEAM, saved.slug)))
    publish(desk, request)
