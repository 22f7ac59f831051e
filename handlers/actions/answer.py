"""The buttons of an answer; each carries the canonical text of its question."""

from domain.errors import Forbidden
from domain.question import ScopeKind
from handlers.commands.metrics import reply
from handlers.desk import Desk
from handlers.request import Request
from render.files.csv import receipts_csv
from render.slack.answer import answer
from render.slack.catalogue import explain
from render.slack.note import note, snippet
from render.slack.window import window_modal
from render.text import headline


def again(desk: Desk, request: Request) -> None:
    """Ask what the button says, in the place of the message that offered it."""
    reply(desk, request, replace=True)


def share(desk: Desk, request: Request) -> None:
    """Show the answer to the whole channel, with the name of who shared it."""
    result = desk.services.answers.ask(request.text, desk.asker(request))
    if result.question.scope.kind is ScopeKind.PERSON:
        raise Forbidden("Figures about one person are shown to that person only, so they can't be shared.")
    picture = desk.delivery.at_once(result) or desk.delivery.after_waiting(result)
    desk.slack.post(request.channel or request.user, answer(result, picture, shared_by=request.user))


def explained(desk: Desk, request: Request) -> None:
    """The definition, and what it left out of this very answer."""
    result = desk.services.answers.ask(request.text, desk.asker(request))
    desk.slack.answer(request, explain(result.metric, result))


def other_window(desk: Desk, request: Request) -> None:
    """Fill the modal that asks for another window."""
    result = desk.services.answers.ask(request.text, desk.asker(request))
    desk.fill(request, window_modal(result.question, channel=request.channel))


def csv(desk: Desk, request: Request) -> None:
    """Every pull request behind the answer: a file by direct message, or its beginning as text."""
    asker = desk.asker(request)
    result = desk.services.answers.ask(request.text, asker)
    page = desk.services.answers.receipts(result.question, asker, size=max(1, result.summary.n))
    content = receipts_csv(result, page.receipts)
    name = f"{result.metric.slug}-{result.question.window.first}.csv"
    sent = desk.delivery.send(request.user, content.encode(), filename=name, title=headline(result))
    told = note(f"{name} is in your direct messages.") if sent else snippet(name, content)
    desk.slack.answer(request, told)


def picture(desk: Desk, request: Request) -> None:
    """The chart by direct message, where an answer cannot show it."""
    result = desk.services.answers.ask(request.text, desk.asker(request))
    desk.delivery.send_picture(request.user, result)
    desk.slack.answer(request, note("The chart is in your direct messages."))
