"""What people submit."""

from slack_bolt import App

from handlers.desk import Desk
from handlers.modals import link, team, window
from render.slack.correcting import CALLBACK as LINK
from render.slack.teams import CALLBACK as TEAM
from render.slack.window import CALLBACK as WINDOW


def register(app: App, desk: Desk) -> None:
    """Listen to the modals that have something to submit."""
    app.view(WINDOW)(window.listener(desk))
    app.view(TEAM)(team.listener(desk))
    app.view(LINK)(link.listener(desk))
