"""Short notes: something was done, perhaps with a way back, or something is handed over as text."""

from itertools import accumulate

from render.message import Message
from render.slack.blocks import actions, button, section
from render.slack.fit import message
from render.text import escape, plural

UNDO = "note.undo"
_LONGEST_SNIPPET = 2_500


def note(text: str, *, undo: str = "") -> Message:
    """A sentence; `undo` is the value of the button that takes back what it tells."""
    said = escape(text)
    back = [actions([button("Undo", UNDO, undo, spoken=f"Undo: {text}")])] if undo else []
    return message(said, [section(said), *back])


def snippet(title: str, content: str) -> Message:
    """The beginning of a file as text, where Slack takes no files; whole lines only."""
    lines = [escape(line) for line in content.splitlines()]
    sizes = accumulate(len(line) + 1 for line in lines)
    shown = lines[: sum(size <= _LONGEST_SNIPPET for size in sizes)]
    rest = len(lines) - len(shown)
    more = f"\nand {plural(rest, 'more line')}: the whole file needs the scope `files:write`." if rest else ""
    name, rows = escape(title, 200), "\n".join(shown) or " "
    return message(f"Here is {name} as text.", [section(f"*{name}*\n```{rows}```{more}")])
