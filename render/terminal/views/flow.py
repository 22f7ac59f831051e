"""The flow of an issue for the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.views.flow import FlowView, Pull
from render.flow import broken, finding, lead, pull, step, steps, stopped
from render.safe import clean
from render.terminal.tables import rows
from render.text import clock, coverage


def flow(view: FlowView) -> RenderableType:
    """The finding, the milestones with the waits between, and every pull request with where it went."""
    passed = Table.grid(padding=(0, 2))
    for each in steps(view):
        passed.add_row(Text(each.words, style="dim"), Text(clock(each.at)), Text(step(each)))
    title = Text(f"{clean(view.key)} {clean(view.title)}", _link(view.url))
    told: list[RenderableType] = [
        Text(finding(view), style="bold"),
        title,
        Text(clean(lead(view)), style="dim"),
        Text(),
        passed,
    ]
    if view.pulls:
        told += [Text(), rows(("pull request", "what became of it"), map(_row, view.pulls))]
    extent = view.coverage
    fresh = f"as of {clock(extent.as_of)}" if extent.as_of else "not synced yet"
    notes = filter(None, (stopped(view), f"{coverage(extent)} · {fresh}"))
    return Group(*told, *(Text(words, style="dim") for words in notes))


def _row(each: Pull) -> tuple[Text, ...]:
    trace = each.trace
    name = Text(trace.name, _link(trace.url), overflow="fold").append(f"\n{clean(trace.title)}", style="dim")
    told = Text(pull(each))
    for line in _shipped(each):
        told.append(f"\n{line}", style="dim")
    return name, told


def _shipped(each: Pull) -> Iterator[str]:
    if each.shipped is None or not each.shipped.sha:
        return
    yield f"deployed with {each.shipped.sha[:7]} to {clean(each.shipped.environment)}"
    yield from (f"that caused {clean(trouble.name)}, {broken(trouble)}" for trouble in each.shipped.incidents)


def _link(url: str) -> str:
    return f"link {url}" if url.startswith(("https://", "http://")) else ""
