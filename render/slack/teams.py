"""Setting up a team: who is in it, whose repositories, its channel and its clock."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from domain.errors import Field
from domain.people import Membership, Team, WorkingHours
from render.message import Block, Message, View
from render.slack.blocks import Element, button, context, metadata, option, plain, section
from render.slack.fit import fit, message
from render.text import clean, escape, plural, shorten

CALLBACK = "team.save"
EDIT = "team.edit"
NEW = "team.new"
NAME, REPOSITORIES, MEMBERS, CHANNEL = "name", "repositories", "members", "channel"
ZONE, WEEKDAYS, BEGINS, ENDS = "zone", "weekdays", "begins", "ends"
BLOCKS = (NAME, REPOSITORIES, MEMBERS, CHANNEL, ZONE, WEEKDAYS, BEGINS, ENDS)
"""The modal's inputs: each one's block id and action id is the name of the field it holds."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def team_modal(
    draft: Team | None = None, errors: Mapping[str, str] | None = None, *, channel: str | None = None
) -> View:
    """A new team, or `draft` to change; `errors` that belong to no input stand on top."""
    hours = draft.hours if draft else WorkingHours()
    memory: dict[str, object] = {"slug": draft.slug if draft else ""}
    blocks = [
        *_errors(errors or {}),
        _input(NAME, "Name", _words(NAME, draft.name if draft else "")),
        _lines(REPOSITORIES, "Repositories", draft.repositories if draft else ()),
        _lines(MEMBERS, "Members", _logins(draft.members if draft else ())),
        _input(CHANNEL, "Channel", _channel(draft.channel if draft else channel)),
        _input(ZONE, "Time zone", _words(ZONE, hours.zone)),
        _input(WEEKDAYS, "Working days", _weekdays(hours)),
        _input(BEGINS, "Work begins", _clock(BEGINS, hours.begins)),
        _input(ENDS, "Work ends", _clock(ENDS, hours.ends)),
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("Change a team" if draft else "New team", 24),
        "submit": plain("Save", 24),
        "close": plain("Cancel", 24),
        "private_metadata": metadata(memory | ({"channel": channel} if channel else {})),
        "blocks": fit(blocks, "modal"),
    }


_HINTS = {
    REPOSITORIES: "One a line, such as acme/pay-api or acme/pay-*. Empty: what the members merge.",
    MEMBERS: "GitHub logins, one a line.",
    CHANNEL: "Typed there, /metrics means this team.",
    ZONE: "Such as Europe/Berlin. The team's days and weeks are those of this zone.",
    WEEKDAYS: "They and the hours below decide what working time is.",
}
_MOST_WORDS = 3000
_OPTIONAL = frozenset({REPOSITORIES, MEMBERS, CHANNEL})


def _input(block_id: str, label: str, element: Element) -> Block:
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    if block_id in _HINTS:
        block["hint"] = plain(_HINTS[block_id], 2000)
    if block_id in _OPTIONAL:
        block["optional"] = True
    return block


def _words(action_id: str, initial: str) -> Element:
    words = shorten(clean(initial), _MOST_WORDS)
    return {"type": "plain_text_input", "action_id": action_id, "initial_value": words}


def _lines(name: str, label: str, initial: Sequence[str]) -> Block:
    """An input of one a line, or what to do when they are too many for Slack to edit: none is lost."""
    lines = "\n".join(clean(line) for line in initial)
    if len(lines) > _MOST_WORDS:
        return section(f"*{label}*\n{len(initial):,} are too many to change here; `config.json` has room.")
    element = {"type": "plain_text_input", "action_id": name, "multiline": True, "initial_value": lines}
    return _input(name, label, element)


def _logins(members: Sequence[Membership]) -> list[str]:
    """Who is a member now; memberships that ended stay in the team's record."""
    return [member.login for member in members if member.ended_on is None]


def _channel(initial: str | None) -> Element:
    element: Element = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "placeholder": plain("Pick a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": initial} if initial else {})


def _weekdays(hours: WorkingHours) -> Element:
    options = [option(name, str(number)) for number, name in enumerate(_DAYS)]
    chosen = [options[number] for number in sorted(hours.weekdays)]
    element: Element = {"type": "checkboxes", "action_id": WEEKDAYS, "options": options}
    return element | ({"initial_options": chosen} if chosen else {})


def _clock(action_id: str, initial: time) -> Element:
    return {"type": "timepicker", "action_id": action_id, "initial_time": f"{initial:%H:%M}"}


def _errors(errors: Mapping[str, str]) -> list[Block]:
    elsewhere = [escape(sentence) for block, sentence in errors.items() if block not in BLOCKS]
    return [section(":warning: " + "\n".join(elsewhere))] if elsewhere else []


def submitted(state: Mapping[str, Any]) -> dict[str, object]:
    """The fields of a submitted modal by name: texts, lists of lines, weekday numbers and times.

    A list that was too long to be edited is not among them.
    """
    lists = {name: _split(_value(state, name)) for name in (REPOSITORIES, MEMBERS) if name in state}
    return {
        NAME: (_value(state, NAME) or "").strip(),
        **lists,
        CHANNEL: state[CHANNEL][CHANNEL].get("selected_conversation") or None,
        ZONE: (_value(state, ZONE) or "").strip(),
        WEEKDAYS: [int(each["value"]) for each in state[WEEKDAYS][WEEKDAYS].get("selected_options") or ()],
        BEGINS: state[BEGINS][BEGINS].get("selected_time") or "",
        ENDS: state[ENDS][ENDS].get("selected_time") or "",
    }


def _value(state: Mapping[str, Any], name: str) -> str | None:
    value: str | None = state[name][name].get("value")
    return value


def _split(text: str | None) -> list[str]:
    """One a line, as asked for, or parted by commas, as people do."""
    return [
        word for line in (text or "").replace(",", "\n").splitlines() if (word := line.strip().lstrip("@"))
    ]


def field_errors(fields: Sequence[Field]) -> dict[str, str]:
    """What Slack shows at each input: `errors` of a view's acknowledgement, by block id.

    A field whose path names no input stands at the name.
    """
    told: dict[str, str] = {}
    for field in fields:
        block = next((part for part in reversed(_parts(field.path)) if part in BLOCKS), NAME)
        told.setdefault(block, clean(f"{field.found}: expected {field.expected}"))
    return told


def _parts(path: str) -> list[str]:
    return path.replace("[", ".").replace("]", "").split(".")


def teams(all_teams: Sequence[Team]) -> Message:
    """Every team with its channel and the button that changes it, and one that makes another."""
    blocks: list[Block] = [section("*Teams*" if all_teams else "No team has been set up yet.")]
    for place, team in enumerate(all_teams[:45]):
        edit = button("Change", f"{EDIT}.{place}", team.slug, spoken=f"Change {team.name}")
        blocks.append(section(_line(team), accessory=edit))
    blocks.append(section("Another team?", accessory=button("New team", NEW, "new")))
    blocks.append(context("A team's work is what is merged in its repositories, or else by its members."))
    names = ", ".join(escape(team.name) for team in all_teams)
    return message(f"The teams are {names}." if names else "No team has been set up yet.", blocks)


def _line(team: Team) -> str:
    where = f" · <#{team.channel}>" if team.channel else ""
    work = ", ".join(team.repositories) or f"what {plural(len(_logins(team.members)), 'member')} merged"
    return f"*{escape(team.name)}*{where}\n{escape(work, 500)}"
