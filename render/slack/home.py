"""App Home: what needs you first, then what you wait for, your teams, and the data's health."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import Choice
from domain.health import Light, SourceHealth
from domain.home import HomeView, NeedsYou, TeamCard
from render.holdings import held_by_all
from render.message import Block, View
from render.slack.again import again
from render.slack.blocks import actions, button, context, divider, header, link, moment, section
from render.slack.fit import fit
from render.slack.health import SIGNS, WORDS
from render.slack.overview import card
from render.slack.teams import EDIT, NEW
from render.text import duration, escape, plural

LINK = "home.link"
REFRESH = "home.refresh"
OPEN = "home.open"
_MOST_ITEMS, _MOST_TEAMS = 10, 8
_WORK = ("pull request", "issue", "incident")
"""Of what the sources tell, in the order in which it happens."""

_PICTURED = 40 * 3600
"""Seconds of a working week."""


def home(view: HomeView) -> View:
    """The whole tab, at most a hundred blocks."""
    blocks = [*_broken(view.sources)]
    if not _is_set_up(view):
        blocks += _checklist(view)
    if view.person is not None:
        blocks += _needs_you(view)
        blocks += _waiting(view)
    blocks += _teams(view)
    blocks += [divider(), *_footer(view)]
    return {"type": "home", "callback_id": "home", "blocks": fit(blocks, "home")}


def _broken(sources: Sequence[SourceHealth]) -> list[Block]:
    """One line for each source that is not well; nothing when all are."""
    return [
        section(
            f"{SIGNS[source.light]} *{escape(source.name)}* {WORDS[source.light]}."
            f" {escape(source.note)} {escape(source.next_step)}".rstrip()
        )
        for source in sources
        if source.light is not Light.GREEN
    ]


def _is_set_up(view: HomeView) -> bool:
    return view.person is not None and bool(view.teams) and bool(view.sources)


def _checklist(view: HomeView) -> list[Block]:
    """Three steps of a first run, the done ones ticked; it goes away when all are."""
    synced = any(source.last_success_at for source in view.sources)
    steps = (
        (synced, "Connect GitHub", "Whoever runs Leadline types `leadline connect github`."),
        (view.person is not None, "Say who you are", "Type `/metrics link your-login`, or press the button."),
        (bool(view.teams), "Set up your team", "Its repositories or members, its channel, its working days."),
    )
    done = sum(finished for finished, _, _ in steps)
    lines = [
        f"{':white_check_mark:' if finished else ':white_circle:'} *{number}. {name}*"
        f"{' (done)' if finished else f': {how}'}"
        for number, (finished, name, how) in enumerate(steps, 1)
    ]
    blocks = [header(f"Welcome: {done} of 3 steps done"), section("\n".join(lines))]
    buttons = [] if view.person else [button("Say who you are", LINK, "link", style="primary")]
    if not view.teams and view.can_configure:
        buttons.append(button("Set up your team", NEW, "new"))
    return [*blocks, actions(buttons)] if buttons else blocks


def _needs_you(view: HomeView) -> list[Block]:
    if not view.needs_you:
        return [header("Needs you"), section("Nothing waits for you right now.")]
    shown = view.needs_you[:_MOST_ITEMS]
    total = len(view.needs_you) + view.more_needs
    blocks = [header(f"Needs you ({total})")]
    blocks += [_row(item, f"{OPEN}.{place}") for place, item in enumerate(shown)]
    return [*blocks, context(f"and {total - len(shown)} more")] if total > len(shown) else blocks


def _row(item: NeedsYou, action_id: str) -> Block:
    name = escape(f"{item.repository}#{item.number}", 200)
    text = f"*{link(item.url, item.title)}*\n{name} · {escape(item.why, 200)} · {_waited(item)}"
    opened = button("Open", action_id, str(item.pull_request_id), url=item.url, spoken=f"Open {item.title}")
    return section(text, accessory=opened)


def _waited(item: NeedsYou) -> str:
    """In hours while they can be pictured, then since when."""
    if item.working_seconds > _PICTURED:
        return f"waiting since {moment(item.since)}"
    return f"waiting {escape(duration(item.working_seconds, days=False))} of working time"


def _waiting(view: HomeView) -> list[Block]:
    if not view.waiting:
        return []
    lines = [
        f"• {link(item.url, item.title)} · {escape(item.why, 200)} · since {moment(item.since)}"
        for item in view.waiting[:_MOST_ITEMS]
    ]
    if len(view.waiting) > len(lines):
        lines.append(f"and {len(view.waiting) - len(lines)} more")
    return [header("Yours, waiting for others"), section("\n".join(lines))]


def _teams(view: HomeView) -> list[Block]:
    if not view.teams:
        return []
    blocks: list[Block] = [header("Your teams")]
    for place, team in enumerate(view.teams[:_MOST_TEAMS]):
        blocks += _team(team, place, can_configure=view.can_configure)
    more = len(view.teams) - _MOST_TEAMS
    return [*blocks, context(f"and {plural(more, 'more team')}")] if more > 0 else blocks


def _team(team: TeamCard, place: int, *, can_configure: bool) -> list[Block]:
    ask = again([Choice("Full answer", team.result.question.text)], first=place)
    if can_configure:
        ask.append(button("Change", f"{EDIT}.{place}", team.slug, spoken=f"Change {team.name}"))
    return [section(f"*{escape(team.name, 200)}*\n{card(team.result)}"), actions(ask)]


def _footer(view: HomeView) -> list[Block]:
    buttons = [button("Refresh", REFRESH, "refresh"), *again([Choice("Help", "help")], first=_MOST_TEAMS)]
    if view.can_configure:
        buttons.append(button("New team", f"{NEW}.footer", "new"))
    return [context(_fresh(view.sources), f"Shown as of {moment(view.as_of)}"), actions(buttons)]


def _fresh(sources: Sequence[SourceHealth]) -> str:
    if not sources:
        return "No source is connected yet."
    times: list[datetime] = [source.last_success_at for source in sources if source.last_success_at]
    total = ", ".join(held_by_all(sources, _WORK)) or "nothing read yet"
    synced = f"synced {moment(min(times))}" if len(times) == len(sources) else "not all synced yet"
    well = all(source.light is Light.GREEN for source in sources)
    return f"Data {'well' if well else 'needs a look'}: {total}, {synced}"
