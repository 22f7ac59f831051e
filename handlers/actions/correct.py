"""Correcting what misleads, in the modal of a figure's items or from the log of corrections."""

from dataclasses import replace

from domain.correction import Action, Corrected, Correction
from domain.people import Asker
from domain.question import Question
from domain.records import AccountKind
from handlers.desk import Desk
from handlers.request import Request
from render.slack.correcting import link_form, undone
from render.slack.receipts import modal


def correct(desk: Desk, request: Request) -> None:
    """Do what was chosen from an item's menu, and show the items anew."""
    action, subject, item = request.text.split(" ")
    if action == "link":
        desk.fill(request, link_form(subject, item, request.view.memory if request.view else {}))
        return
    correction = Correction(Action.EXCLUDE, subject, int(item), reason="it misleads")
    if action == "bot":
        author = desk.services.sought.author(int(item))
        correction = Correction(Action.KIND, "account", author, target=AccountKind.BOT.value)
    asker = desk.asker(request)
    question = asked(desk, request, asker)
    done = desk.services.corrections.make(correction, request.user, question=question, asker=asker)
    show(desk, request, asker, done)


def undo(desk: Desk, request: Request) -> None:
    """Take a correction back, in the modal or in the log that offered it."""
    asker = desk.asker(request)
    if request.view is None:
        desk.slack.answer(
            request, undone(desk.services.corrections.undo(int(request.text), request.user)), replace=True
        )
        return
    question = asked(desk, request, asker)
    done = desk.services.corrections.undo(int(request.text), request.user, question=question, asker=asker)
    show(desk, request, asker, replace(done, sentence=f"Undone: {done.sentence}"))


def asked(desk: Desk, request: Request, asker: Asker) -> Question:
    """The question whose items the modal shows."""
    memory = request.view.memory if request.view else {}
    return desk.services.answers.ask(str(memory["text"]), asker).question


def show(desk: Desk, request: Request, asker: Asker, done: Corrected) -> None:
    """The items as they are now, with what was done on top."""
    memory = request.view.memory if request.view else {}
    result = done.after or desk.services.answers.ask(str(memory["text"]), asker)
    page = desk.services.answers.receipts(result.question, asker, page=int(memory["page"]))
    desk.fill(request, modal(result, page, channel=request.channel, corrected=done))
