"""Tables of views for the terminal, and the lines that make a view honest."""

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from domain.result import Coverage
from domain.views import View
from render.safe import clean
from render.text import clock, coverage, period_before, sentence, window
from render.whose import who


def rows(columns: Sequence[str], cells: Iterable[Sequence[Text]]) -> Table:
    """A plain table; cells are text, so that square brackets in names are no markup."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(Text(clean(column)))
    for each in cells:
        table.add_row(*each)
    return table


def honesty(view: View, *notes: str) -> list[Text]:
    """How the question was understood, what is noticed, how fresh the data is, and whether it is stale."""
    question, extent = view.question, view.coverage
    days = window(question.window, view.computed_at.date())
    fresh = f"as of {clock(extent.as_of)}" if extent.as_of else "not synced yet"
    said = [f"{who(question)} · {days} · compared with {period_before(question)}", *notes]
    lines = [Text(words, style="dim") for words in (*said, f"{coverage(extent)} · {fresh}") if words]
    return [*lines, *_stale(extent)]


def _stale(extent: Coverage) -> list[Text]:
    if not extent.stale:
        return []
    cause = sentence(extent.failing) or "The data is older than it should be."
    return [Text(f"Warning: {cause}", style="yellow")]
