"""The buttons of App Home."""

from handlers.desk import Desk
from handlers.events.home import publish
from handlers.request import Request


def refresh(desk: Desk, request: Request) -> None:
    """Look everything up anew."""
    publish(desk, request)
