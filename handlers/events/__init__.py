"""What happens without a command or a click."""

from slack_bolt import App

from handlers.desk import Desk
from handlers.events.home import opened


def register(app: App, desk: Desk) -> None:
    """Listen to App Home being opened; nothing else is subscribed to."""
    app.event("app_home_opened")(desk.hand_over(opened))
