"""Saying whether a login is one's own."""

from handlers.actions.undo import LINK, way_back
from handlers.desk import Desk
from handlers.request import Request
from render.slack.link import not_linked
from render.slack.note import note


def confirm(desk: Desk, request: Request) -> None:
    """Link the login, and tell so in the question's place, with a way back."""
    account = desk.services.identity.confirm(request.user, request.text)
    told = (
        f"{account.login} is linked to you. `{desk.command} cycle-time me` shows your figures, to you only."
    )
    desk.slack.answer(request, note(told, undo=way_back(LINK, account.login)), replace=True)


def refuse(desk: Desk, request: Request) -> None:
    """Leave everything as it was."""
    desk.services.identity.refuse(request.user)
    desk.slack.answer(request, not_linked(request.text), replace=True)
