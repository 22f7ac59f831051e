"""Buttons that ask another question, and the words of questions near the one that was asked."""

import re
from collections.abc import Sequence

from domain.errors import Choice
from domain.question import Question
from render.slack.blocks import Element, button

AGAIN = "ask.again"
"""Followed by a dot and the button's place, for no two buttons of a message may share an action id."""

_DAYS = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:\.\.\d{4}-\d{2}-\d{2})?")
_COMPARISON = re.compile(r"\s+vs\s+\S+")


def again(choices: Sequence[Choice], *, first: int = 0) -> list[Element]:
    """A button a choice; `first` is the place of the first among all such buttons of the message."""
    return [
        button(choice.label, f"{AGAIN}.{place}", choice.text, spoken=f"Ask {choice.text}")
        for place, choice in enumerate(choices, first)
    ]


def over(text: str, window: str) -> str:
    """A question's canonical text with another window, such as "90d", and no comparison of its own."""
    alone = _COMPARISON.sub("", text)
    if _DAYS.search(alone):
        return _DAYS.sub(window, alone, count=1)
    return f"{alone} {window}"


def wider(question: Question) -> tuple[Choice, ...]:
    """The same question over more days: what to try when these hold nothing."""
    longer = [days for days in (30, 90, 365) if days > question.window.days][:2]
    return tuple(Choice(f"{days} days", over(question.text, f"{days}d")) for days in longer)
