"""Correcting an item where it is seen: its menu, the form for a link, and what a correction changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.correction import Corrected, Entry, Link
from domain.facts import (
    CHANGES,
    DEPLOYMENTS,
    ENDINGS,
    INCIDENTS,
    ISSUE_DEPLOYS,
    ISSUE_PULLS,
    ISSUES,
    LIFETIMES,
    PULL_REQUESTS,
    REPAIRS,
    RUNS,
)
from domain.result import Receipt, Result
from render.message import Block, Message, View
from render.slack.blocks import (
    Element,
    actions,
    button,
    context,
    header,
    metadata,
    moment,
    option,
    plain,
    section,
)
from render.slack.fit import message
from render.text import escape, measured, plural, rate

CORRECT = "receipts.correct"
UNDO = "receipts.undo"
CALLBACK = "receipts.link"
TO = "to"

_AUTHORED = frozenset(family.name for family in (PULL_REQUESTS, CHANGES, LIFETIMES, ENDINGS))
_SET_ASIDE = _AUTHORED | {
    family.name for family in (DEPLOYMENTS, REPAIRS, RUNS, INCIDENTS, ISSUES, ISSUE_PULLS, ISSUE_DEPLOYS)
}
_LINKED = {
    INCIDENTS.name: (Link.INCIDENT_DEPLOYMENT, "Say which deployment caused it"),
    "resolutions": (Link.INCIDENT_DEPLOYMENT, "Say which deployment caused it"),
    "acknowledgements": (Link.INCIDENT_DEPLOYMENT, "Say which deployment caused it"),
    PULL_REQUESTS.name: (Link.PULL_REQUEST_ISSUE, "Say which issue it belongs to"),
    CHANGES.name: (Link.PULL_REQUEST_ISSUE, "Say which issue it belongs to"),
    "links": (Link.PULL_REQUEST_ISSUE, "Say which issue it belongs to"),
}
_ASKED = {
    Link.INCIDENT_DEPLOYMENT: (
        "Which deployment?",
        "Its address or its commit; `none` if none caused it.",
    ),
    Link.PULL_REQUEST_ISSUE: ("Which issue?", "Its key, such as PAY-12; `none` if it belongs to none."),
}


def corrections(result: Result, receipt: Receipt, place: int) -> Element | None:
    """The menu of what can be put right about an item; None where nothing can."""
    facts, id_ = result.metric.facts, receipt.id
    options = []
    if facts in _SET_ASIDE or facts in _LINKED:
        options.append(option("Set aside: it misleads", f"exclude {facts} {id_}"))
    if facts in _AUTHORED:
        options.append(option("Its author is a bot", f"bot {facts} {id_}"))
    if facts in _LINKED:
        options.append(option(_LINKED[facts][1], f"link {_LINKED[facts][0]} {id_}"))
    if not options:
        return None
    return {"type": "overflow", "action_id": f"{CORRECT}.{place}", "options": options}


def done(corrected: Corrected) -> list[Block]:
    """What was put right, what that did to the figure, and the way back."""
    lines = [f":white_check_mark: {escape(corrected.sentence, 500)}", escape(effect(corrected))]
    back = button("Undo", UNDO, str(corrected.entry.id), spoken=f"Undo: {corrected.sentence}")
    return [section("\n".join(line for line in lines if line), accessory=back)]


def effect(corrected: Corrected) -> str:
    """The figure before and after, in a sentence; nothing for a correction without one."""
    before, after = corrected.before, corrected.after
    if before is None or after is None:
        return ""
    name = measured(after.question, after.metric)
    return f"{name[:1].upper()}{name[1:]}: it was {_told(before)}, and is {_told(after)} now."


def _told(result: Result) -> str:
    value = rate(result.summary.value, result.metric, result.question.time_base)
    return f"{value} from {plural(result.summary.n, result.metric.noun)}"


def link_form(kind: str, item_id: str, memory: Mapping[str, Any]) -> View:
    """The form that asks what an item belongs to; its memory holds the way back to the receipts."""
    label, hint = _ASKED[Link(kind)]
    field = {"type": "plain_text_input", "action_id": TO}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("Fix a link", 24),
        "submit": plain("Save", 24),
        "close": plain("Cancel", 24),
        "private_metadata": metadata({**memory, "kind": kind, "item": item_id}),
        "blocks": [
            {
                "type": "input",
                "block_id": TO,
                "label": plain(label, 2000),
                "hint": plain(hint, 2000),
                "element": field,
            }
        ],
    }


def submitted(state: Mapping[str, Any]) -> str:
    """What was typed into the form."""
    return str(state[TO][TO].get("value") or "").strip()


def log(entries: Sequence[tuple[Entry, str]]) -> Message:
    """The latest corrections, each with its sentence and a button that takes it back."""
    if not entries:
        text = "Nothing has been corrected yet."
        told = "Open the items behind an answer: each has a menu to set it aside or to put a link right."
        return message(text, [section(text), context(told)])
    blocks: list[Block] = [header("Corrections")]
    for place, (entry, sentence) in enumerate(entries):
        back = button("Undo", f"{UNDO}.{place}", str(entry.id), spoken=f"Undo: {sentence}")
        line = f"{escape(sentence, 300)}\n{_who(entry.actor)} · {moment(entry.at)}"
        blocks.append(section(line, accessory=back))
    return message(f"The latest correction: {escape(entries[0][1], 500)}", blocks)


def _who(actor: str) -> str:
    return f"<@{actor}>" if actor.isalnum() and actor.startswith(("U", "W")) else escape(actor, 100)


def undone(corrected: Corrected) -> Message:
    """That a correction was taken back."""
    text = escape(f"Undone: {corrected.sentence}", 500)
    return message(text, [section(text), actions([button("Undo", UNDO, str(corrected.entry.id))])])
