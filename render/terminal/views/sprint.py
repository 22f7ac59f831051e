"""A sprint for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.views.sprint import Detail, Line, SprintView
from render.safe import clean
from render.sprint import (
    dates,
    finding,
    is_running,
    moved,
    notes,
    promise,
    scope,
    speed,
    together,
    usual,
    weighed,
)
from render.terminal.tables import rows
from render.text import clock, coverage, sparkline

_MOST = 10
"""Rows of a list; a sprint can have a hundred."""


def sprint(view: SprintView) -> RenderableType:
    """The finding, the figures, what remains as a line, and what moved."""
    detail = view.detail
    lead = Text(finding(view), style="bold")
    if detail is None:
        return Group(lead, *_honesty(view))
    figures = Table.grid(padding=(0, 2))
    for label, told in _figures(view, detail).items():
        if told:
            figures.add_row(Text(label, style="dim"), Text(told))
    lists = {
        "came unfinished": detail.carried_in,
        "went on unfinished": detail.carried_on or (),
        "not done at the close": () if is_running(detail) or detail.carried_on else detail.undone,
        "canceled": detail.canceled,
    }
    parts: list[RenderableType] = [lead, figures]
    if detail.changes:
        parts += [Text(), Text("Scope changes, the last first", style="dim"), _moves(view, detail)]
    for title, lines in lists.items():
        parts += [Text(), Text(title.capitalize(), style="dim"), _issues(lines, detail)] if lines else []
    return Group(*parts, *_honesty(view))


def _figures(view: SprintView, detail: Detail) -> dict[str, str]:
    remaining = sparkline(step.remaining for step in detail.burndown.steps)
    return {
        "say/do": promise(detail),
        "scope": scope(detail),
        "remaining": f"{remaining}  by event" if len(detail.burndown.steps) > 1 else "",
        "velocity": speed(view),
        "half a year": usual(view),
        "goal": clean(detail.sprint.goal),
        "correlation, not cause": "\n".join(together(each) for each in view.correlations),
    }


def _moves(view: SprintView, detail: Detail) -> Table:
    zone = view.question.window.zone
    cells = [
        (_issue(each.issue), Text(moved(each, detail)), Text(clock(each.at, zone)))
        for each in reversed(detail.changes[-_MOST:])
    ]
    rest = len(detail.changes) - len(cells)
    more = [(Text(f"and {rest} more", style="dim"), Text(), Text())] if rest > 0 else []
    return rows(("issue", "what happened", "when"), [*cells, *more])


def _issues(lines: Sequence[Line], detail: Detail) -> Table:
    cells = [(_issue(each), Text(weighed(each, detail))) for each in lines[:_MOST]]
    rest = len(lines) - len(cells)
    more = [(Text(f"and {rest} more", style="dim"), Text())] if rest > 0 else []
    return rows(("issue", "size"), [*cells, *more])


def _issue(line: Line) -> Text:
    style = f"link {line.url}" if line.url.startswith(("https://", "http://")) else ""
    return Text(clean(f"{line.key} {line.title}"), style, overflow="fold")


def _honesty(view: SprintView) -> list[Text]:
    extent, detail = view.coverage, view.detail
    said = [clean(view.question.scope.label)]
    if detail is not None:
        said = [clean(detail.sprint.board), dates(detail, view.question.window.zone), *notes(view)]
    others = ", ".join(f"{clean(each.board)}: {clean(each.name)}" for each in view.others)
    fresh = f"as of {clock(extent.as_of)}" if extent.as_of else "not synced yet"
    lines = [" · ".join(said), f"Also running: {others}" if others else "", f"{coverage(extent)} · {fresh}"]
    return [Text(words, style="dim") for words in lines if words]
