"""Pipelines for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.views.pipelines import Pipelines, Workflow
from render.pipelines import (
    branch,
    cut,
    finding,
    held_up,
    improvements,
    left_out,
    longest,
    red,
    shares,
    timeline,
    times,
    workflow,
)
from render.safe import clean
from render.terminal.tables import honesty, rows
from render.text import plural, sparkline

_MOST_STEPS = 30


def pipelines(view: Pipelines) -> RenderableType:
    """The finding, the figures, each workflow, and the steps of one."""
    lead = Text(finding(view), style="bold")
    if view.success.is_empty:
        return Group(lead, *honesty(view))
    figures = Table.grid(padding=(0, 2))
    for label, told in (("builds", shares(view)), ("build time", times(view))):
        figures.add_row(Text(label, style="dim"), Text(told))
    for each in view.branches:
        if each.now.success.n:
            figures.add_row(Text(), Text(branch(each)))
    listed = rows(("workflow", "what became of it", "by week"), map(_row, view.workflows))
    more = [Text(f"and {plural(view.more, 'workflow')} more", style="dim")] if view.more else []
    aside = f"{left_out(view)} excluded" if left_out(view) else ""
    return Group(lead, figures, Text(), listed, *more, Text(), *_steps(view), *honesty(view, aside))


def _row(each: Workflow) -> tuple[Text, ...]:
    style = f"link {each.url}" if each.url.startswith(("https://", "http://")) else ""
    told = Text(workflow(each))
    if each.red_since:
        told.append(f"\n{red(each)}", style="red")
    return Text(clean(each.name), style), told, Text(sparkline(point.value for point in each.trend))


def _steps(view: Pipelines) -> list[Text]:
    if view.total is None or not view.steps:
        return []
    told = [words for words in (held_up(view), improvements(view)) if words]
    shown = longest(view.steps, _MOST_STEPS)
    lines = [
        Text(line, style="bold" if step.is_bottleneck else "")
        for step, line in zip(shown, timeline(shown, view.total), strict=True)
    ]
    rest = f", {cut(view.steps, _MOST_STEPS)}" if len(view.steps) > _MOST_STEPS else ""
    note = Text(f"Medians of {plural(view.runs, 'run')} that succeeded at once{rest}", style="dim")
    return [*(Text(words) for words in told), *lines, note, Text()]
