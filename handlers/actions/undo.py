"""Taking back the last change of a team, or a link to a login."""

from handlers.desk import Desk
from handlers.request import Request
from render.slack.note import note

TEAM, LINK = "team", "link"


def way_back(what: str, name: str) -> str:
    """The value of a button that takes back what was done to a team or a login."""
    return f"{what} {name}"


def undo(desk: Desk, request: Request) -> None:
    """Go the way back that the button names, and say so in its place."""
    what, _, name = request.text.partition(" ")
    told = _team(desk, name) if what == TEAM else _link(desk, request, name)
    desk.slack.answer(request, note(told), replace=True)


def _team(desk: Desk, slug: str) -> str:
    before = desk.services.teams.undo(slug)
    return f"Undone: {before.name} is as it was." if before else "Undone: the new team is gone again."


def _link(desk: Desk, request: Request, login: str) -> str:
    desk.services.identity.unlink(request.user, login)
    return f"Undone: {login} is not linked to you any more."
