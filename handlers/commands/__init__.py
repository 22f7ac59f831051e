"""What people type."""

from slack_bolt import App

from handlers.commands.metrics import answer
from handlers.desk import Desk


def register(app: App, desk: Desk) -> None:
    """Listen to the one root command."""
    app.command(desk.command)(desk.hand_over(answer))
