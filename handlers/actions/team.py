"""Teams: which one a channel is, and the modal that makes or changes one."""

from dataclasses import replace

from domain.errors import Rejected
from handlers.actions.undo import TEAM, way_back
from handlers.commands.metrics import answer
from handlers.desk import Desk
from handlers.request import Request
from render.slack.note import note
from render.slack.teams import team_modal


def assign(desk: Desk, request: Request) -> None:
    """Remember which team the channel is, say so with a way back, and answer what was asked."""
    if request.channel is None:
        raise Rejected("There is no channel here to remember a team for.", hint="Ask in a channel.")
    team = desk.services.teams.assign_channel(request.text, request.channel)
    told = note(f"This channel is {team.name} from now on.", undo=way_back(TEAM, team.slug))
    desk.slack.answer(request, told, replace=True)
    answer(desk, replace(request, text=""))


def new(desk: Desk, request: Request) -> None:
    """Fill the modal of a new team; the channel it was asked for in is the first guess."""
    desk.fill(request, team_modal(channel=request.channel))


def edit(desk: Desk, request: Request) -> None:
    """Fill the modal with the team as it is."""
    team = next(team for team in desk.services.teams.all() if team.slug == request.text)
    desk.fill(request, team_modal(team, channel=request.channel))
