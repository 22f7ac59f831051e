"""App Home: what was drawn last at once, then what is true now."""

from handlers.desk import Desk
from handlers.request import Request
from render.slack.home import home

HOME_TAB = "home"


def opened(desk: Desk, request: Request) -> None:
    """Show the last view at once, and draw a new one when that is not recent."""
    if request.text != HOME_TAB:
        return
    drawn = desk.recall.home(request.user)
    if drawn is not None:
        desk.slack.publish_home(request.user, drawn.view)
    if drawn is None or not drawn.is_recent:
        publish(desk, request)


def publish(desk: Desk, request: Request) -> None:
    """Draw the view anew, and keep it for the next time."""
    view = home(desk.services.home.view(desk.asker(request)))
    desk.slack.publish_home(request.user, view)
    desk.recall.keep_home(request.user, view)
