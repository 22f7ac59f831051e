"""The modal of the pull requests behind a figure: its first page, and turning to another."""

from handlers.desk import Desk
from handlers.request import Request
from render.slack.receipts import modal


def first(desk: Desk, request: Request) -> None:
    """Fill the modal that was opened for the button."""
    _page(desk, request, request.text, 0)


def turn(desk: Desk, request: Request) -> None:
    """Draw the page that the button leads to; the modal remembers the question."""
    if request.view is not None:
        _page(desk, request, str(request.view.memory["text"]), int(request.text))


def _page(desk: Desk, request: Request, text: str, page: int) -> None:
    asker = desk.asker(request)
    result = desk.services.answers.ask(text, asker)
    found = desk.services.answers.receipts(result.question, asker, page=page)
    desk.fill(request, modal(result, found, channel=request.channel))
