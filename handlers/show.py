"""Showing an answer: the text at once, the picture with it or as soon as Slack can show it."""

from domain.people import Asker
from domain.result import Result
from handlers.desk import Desk
from handlers.request import Request
from render.slack.answer import answer
from render.slack.views import VIEWS
from services.delivery import is_drawn
from services.grammar import Verb

REFUSED = "Slack refuses to show a picture in an answer."


def show(desk: Desk, request: Request, result: Result, asker: Asker, *, replace: bool = False) -> None:
    """The ephemeral answer to a question; a picture that takes time comes into its place."""
    picture = desk.delivery.at_once(result)
    if picture is not None:
        if desk.slack.answer(request, answer(result, picture), replace=replace, plain=False):
            return
        desk.delivery.give_up(REFUSED)
    few = desk.services.answers.receipts(result.question, asker).receipts if result.is_few else ()
    coming = picture is None and desk.delivery.comes_later(result)
    offered = is_drawn(result) and not coming
    desk.slack.answer(request, answer(result, receipts=few, offers_picture=offered), replace=replace)
    if coming:
        _add_picture(desk, request, result)


def show_view(desk: Desk, request: Request, verb: Verb, asker: Asker, *, replace: bool = False) -> None:
    """A view: its text at once, its picture with it or as soon as Slack can show it."""
    view, draw = desk.services.answers.view(verb, asker), VIEWS[verb.name]
    picture = desk.delivery.at_once(view)
    if picture is not None and desk.slack.answer(request, draw(view, picture), replace=replace, plain=False):
        return
    desk.slack.answer(request, draw(view, None), replace=replace)
    later = desk.delivery.after_waiting(view) if picture is None else None
    if later is not None:
        desk.slack.answer(request, draw(view, later), replace=True, plain=False)


def _add_picture(desk: Desk, request: Request, result: Result) -> None:
    """The same answer with its picture, or with the button that sends it where it cannot be shown here."""
    picture = desk.delivery.after_waiting(result)
    if picture is not None:
        if desk.slack.answer(request, answer(result, picture), replace=True, plain=False):
            return
        desk.delivery.give_up(REFUSED)
    desk.slack.answer(request, answer(result, offers_picture=True), replace=True)
