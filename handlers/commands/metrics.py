"""`/metrics`: a question, one of its verbs, or nothing at all, which asks for the channel's team."""

import dataclasses
from collections.abc import Callable

from domain.errors import Choice
from domain.people import Asker
from handlers.desk import Desk
from handlers.request import Request
from handlers.show import show, show_view
from render.slack.catalogue import explain, listing
from render.slack.correcting import log
from render.slack.errors import no_team
from render.slack.health import check, health
from render.slack.help import help_message
from render.slack.link import link_confirm
from render.slack.overview import overview
from render.slack.teams import teams
from render.slack.views import VIEWS
from services.corrections import told
from services.grammar import Ask

Telling = Callable[[Desk, Request, str], None]


def answer(desk: Desk, request: Request) -> None:
    """Answer what was typed."""
    reply(desk, request, replace=False)


def reply(desk: Desk, request: Request, *, replace: bool) -> None:
    """Answer the request's text; `replace` puts it in the place of the message that was clicked."""
    asker = desk.asker(request)
    asked = desk.services.answers.parse(request.text, asker)
    if isinstance(asked, Ask):
        result = desk.services.answers.answer(asked.question, asker)
        desk.recall.keep(request.user, asked.question.text)
        show(desk, request, result, asker, replace=replace)
    elif asked.name in VIEWS:
        desk.recall.keep(request.user, asked.question.text if asked.question else "")
        show_view(desk, request, asked, asker, replace=replace)
    else:
        VERBS[asked.name](desk, request, asked.argument)


def _overview(desk: Desk, request: Request, team: str) -> None:
    asker = desk.asker(request)
    if not team and _has_no_team(desk, asker):
        desk.slack.answer(request, no_team(request.channel or "", desk.services.teams.all()))
        return
    seen = desk.services.answers.overview(asker, team)
    picture = desk.delivery.at_once(seen.results[0])
    desk.slack.answer(request, overview(seen.team, seen.results, picture))


def _has_no_team(desk: Desk, asker: Asker) -> bool:
    """Neither the channel has a team, nor is the asker in exactly one."""
    teams = desk.services.teams
    return teams.of_channel(asker.channel) is None and len(teams.of_person(asker.person_id)) != 1


def _list(desk: Desk, request: Request, _argument: str) -> None:
    desk.slack.answer(request, listing(desk.services.answers.metrics()))


def _explain(desk: Desk, request: Request, argument: str) -> None:
    desk.slack.answer(request, explain(desk.services.answers.explain(argument)))


def _health(desk: Desk, request: Request, _argument: str) -> None:
    desk.slack.answer(request, health(desk.services.health.report()))


def _check(desk: Desk, request: Request, argument: str) -> None:
    desk.slack.answer(request, check(desk.services.connections.check(argument or None)))


def _help(desk: Desk, request: Request, _argument: str) -> None:
    own = desk.services.teams.of_person(desk.asker(request).person_id) or desk.services.teams.all()
    first = desk.services.answers.metrics()[0]
    examples = [Choice(f"{first.title} of {team.name}", f"{first.slug} {team.slug} 30d") for team in own[:3]]
    more = [Choice("What can be asked", "list"), Choice("How fresh the data is", "health")]
    desk.slack.answer(request, help_message([*examples, Choice(first.title, first.slug), *more]))


def _link(desk: Desk, request: Request, argument: str) -> None:
    desk.slack.answer(request, link_confirm(desk.services.identity.link(request.user, argument)))


def _teams(desk: Desk, request: Request, _argument: str) -> None:
    desk.slack.answer(request, teams(desk.services.teams.all()))


def _again(desk: Desk, request: Request, _argument: str) -> None:
    """The last question, or the view that was asked for last, as of now."""
    last = desk.recall.last(request.user)
    reply(desk, dataclasses.replace(request, text=last), replace=False)


def _corrections(desk: Desk, request: Request, _argument: str) -> None:
    entries = desk.services.corrections.latest(10)
    desk.slack.answer(request, log([(entry, told(entry)) for entry in entries]))


VERBS: dict[str, Telling] = {
    "overview": _overview,
    "list": _list,
    "explain": _explain,
    "health": _health,
    "check": _check,
    "help": _help,
    "link": _link,
    "teams": _teams,
    "again": _again,
    "corrections": _corrections,
}
