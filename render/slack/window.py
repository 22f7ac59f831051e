"""Choosing another window for a question that was asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.question import Question
from render.message import Block, View
from render.slack.again import over
from render.slack.blocks import Element, context, metadata, option, plain
from render.text import escape

CALLBACK = "window.ask"
LENGTH, FIRST, LAST = "window.length", "window.first", "window.last"
_LENGTHS = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "365 days"))
_OWN = "own"


def window_modal(question: Question, *, channel: str | None = None) -> View:
    """The usual lengths, or two days of one's own; the memory holds the question."""
    memory: dict[str, object] = {"text": question.text}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain("Other window", 24),
        "submit": plain("Ask", 24),
        "close": plain("Cancel", 24),
        "private_metadata": metadata(memory | ({"channel": channel} if channel else {})),
        "blocks": [
            context(f"Asking again: {escape(question.text)}"),
            _input(LENGTH, "How long, up to today", _lengths(question)),
            _input(FIRST, "From", _day(FIRST, question.window.first)),
            _input(LAST, "To, that day included", _day(LAST, question.window.end - timedelta(days=1))),
        ],
    }


def _lengths(question: Question) -> Element:
    options = [option(label, str(days)) for days, label in _LENGTHS]
    options.append(option("My own days, below", _OWN))
    usual = [days for days, _ in _LENGTHS]
    chosen = usual.index(question.window.days) if question.window.days in usual else len(usual)
    return {
        "type": "radio_buttons",
        "action_id": LENGTH,
        "options": options,
        "initial_option": options[chosen],
    }


def _day(action_id: str, initial: date) -> Element:
    return {"type": "datepicker", "action_id": action_id, "initial_date": initial.isoformat()}


def _input(block_id: str, label: str, element: Element) -> Block:
    return {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}


def asked(text: str, state: Mapping[str, Any]) -> str:
    """The command that a submitted modal asks for; `text` is its memory's, `state` Slack's values."""
    length = state[LENGTH][LENGTH]["selected_option"]["value"]
    if length != _OWN:
        return over(text, f"{length}d")
    first, last = (state[each][each]["selected_date"] for each in (FIRST, LAST))
    return over(text, f"{first}..{last}")


def errors(state: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the submitted days, by the block it stands in; nothing when all is well."""
    if state[LENGTH][LENGTH]["selected_option"]["value"] != _OWN:
        return {}
    first, last = (state[each][each]["selected_date"] for each in (FIRST, LAST))
    missing = {each: "Pick a day." for each, day in ((FIRST, first), (LAST, last)) if not day}
    if not missing and last < first:
        return {LAST: f"This is before {first}. Pick that day or a later one."}
    return missing
