"""The log of corrections for terminals."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.correction import Entry
from render.safe import clean
from render.text import clock


def log(entries: Sequence[Entry]) -> RenderableType:
    """A row a correction, latest first: when, who, what, and the number to undo it by."""
    if not entries:
        return Text("Nothing has been corrected.")
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in ("when", "who", "what", "was", "is", "number"):
        table.add_column(column)
    for entry in entries:
        cells = (clock(entry.at), entry.actor, str(entry.after.get("name", entry.subject)))
        states = (state(entry.before), state(entry.after), str(entry.id))
        table.add_row(*(Text(clean(cell)) for cell in (*cells, *states)))
    return table


def state(told: dict[str, object]) -> str:
    """How an item stood, in a few words."""
    if "aside" in told:
        reason = f" ({told['reason']})" if told.get("reason") else ""
        return f"set aside{reason}" if told["aside"] else "counts"
    if "kind" in told:
        return str(told["kind"])
    return f"linked to {told.get('to_name')}" if told.get("by_hand") else "linked by the data"
