"""One pull request as a message: its time on both clocks, what happened, and what is linked to it."""

from domain.errors import Choice
from domain.views.pull_request import Happening, PullRequestView, Related
from render.message import Block, Message
from render.picture import Picture
from render.pull_request import facts, finding, related, shown, stage
from render.slack.again import again
from render.slack.blocks import actions, context, header, image, link, moment, section
from render.slack.fit import message
from render.slack.honesty import freshness, stale
from render.text import escape


def pull_request(view: PullRequestView, picture: Picture | None) -> Message:
    """The finding first, the picture or the phases, the history, and what belongs to it."""
    lead = f"*{link(view.url, view.title, 300)}*\n{escape(facts(view), 300)}"
    blocks = [
        *stale(view.coverage),
        header(view.name),
        section(f"{escape(finding(view))}\n{lead}"),
        *_time(view, picture),
        section(_history(view)),
        section("\n".join(_related(what, each) for what, each in related(view).items())),
        context(*_honesty(view)),
        actions(again(_next(view))),
    ]
    return message(escape(finding(view)), blocks)


def _time(view: PullRequestView, picture: Picture | None) -> list[Block]:
    """Where its time went; while it is open, whose turn it is."""
    if view.wait:
        return [section(f":hourglass: {escape(view.wait, 300)}")]
    if not view.stages:
        return []
    told = section(escape(" · ".join(map(stage, view.stages))))
    return [image(picture), told] if picture else [told]


def _history(view: PullRequestView) -> str:
    first, passed, last = shown(view)
    between = [f"    … {passed} more …"] if passed else []
    return "\n".join([*map(_happening, first), *between, *map(_happening, last)])


def _happening(each: Happening) -> str:
    return f"• {moment(each.at)} · {escape(each.what, 150)}"


def _related(what: str, found: tuple[Related, ...]) -> str:
    told = (
        f"{link(each.url, each.name, 100)} {escape(each.told, 100)}" if each.name else each.told
        for each in found
    )
    return f"*{what}* " + " · ".join(told)


def _honesty(view: PullRequestView) -> list[str]:
    ruled = [escape(each, 900) for each in (view.ruling, view.left_out) if each]
    return [*ruled, f"every hour counts, but where it says at work · {freshness(view.coverage)}"]


def _next(view: PullRequestView) -> list[Choice]:
    repository = view.name.rpartition("#")[0]
    narrowed = f"cycle-time repo:{repository}" if repository else "cycle-time"
    return [Choice("Cycle time there", narrowed), Choice("Stuck pull requests", "prs stuck")]
