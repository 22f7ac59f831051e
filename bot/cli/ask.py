"""`leadline ask`: the same answer as in Slack, for the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.session import Session

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from rich.console import Console

    from bot.app import Leadline
    from domain.people import Asker
    from domain.question import Question
    from services.grammar import Verb

SLOWEST = 5
HELP = """Ask a question in the words that /metrics takes.

\b
leadline ask "cycle-time payments 30d"
leadline ask ct p90 since monday vs last week
leadline ask explain cycle-time
"""


@click.command("ask", help=HELP)
@click.argument("words", nargs=-1)
@click.option("--chart", type=click.Path(dir_okay=False, path_type=Path), help="Save the chart there.")
@click.option("--no-chart", is_flag=True, help="Save no chart.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Save every item as CSV there.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON instead.")
@click.pass_obj
def command(
    session: Session,
    words: tuple[str, ...],
    chart: Path | None,
    csv: Path | None,
    theme: str,
    *,
    no_chart: bool,
    as_json: bool,
) -> None:
    """Answer in the terminal, and save the chart."""
    from render.terminal.views import VIEWS
    from services.grammar import Ask

    with session.leadline(or_demo=True) as leadline:
        services, asker = leadline.services, leadline.services.identity.asker(None)
        asked = services.answers.parse(" ".join(words), asker)
        if not isinstance(asked, Ask):
            if asked.name in VIEWS:
                drawn = None if no_chart else chart
                _show(leadline, asked, asker, session.console(), chart=drawn, theme=theme, as_json=as_json)
            else:
                _follow(leadline, asked.name, asked.argument, asker, session.console())
            return
        if as_json:
            _print_json(leadline, asked.question, asker)
        else:
            _print(leadline, asked.question, asker, session.console())
        if csv:
            _save_csv(leadline, asked.question, asker, csv)
        if not (no_chart or as_json) or chart:
            _save_chart(leadline, asked.question, asker, chart, theme)


def _print(leadline: Leadline, question: Question, asker: Asker, console: Console) -> None:
    from render import terminal

    result = leadline.services.answers.answer(question, asker)
    slowest = leadline.services.answers.receipts(question, asker, size=SLOWEST).receipts
    console.print(terminal.answer(result, slowest))


def _show(
    leadline: Leadline,
    verb: Verb,
    asker: Asker,
    console: Console,
    *,
    chart: Path | None,
    theme: str,
    as_json: bool,
) -> None:
    """A view, and its picture."""
    from render.charts.views import has_picture
    from render.charts.worker import draw
    from render.files.answer_json import view_json
    from render.terminal.views import VIEWS

    view = leadline.services.answers.view(verb, asker)
    if as_json:
        click.echo(view_json(view))
        return
    console.print(VIEWS[verb.name](view))
    if has_picture(view):
        path = chart or leadline.settings.home / "charts" / f"{verb.name}-{view.question.window.first}.png"
        _write(path, draw(view, theme))
        click.echo(f"Chart: {path}", err=True)


def _print_json(leadline: Leadline, question: Question, asker: Asker) -> None:
    from render.files.answer_json import answer_json

    click.echo(answer_json(leadline.services.answers.answer(question, asker, with_ids=True)))


def _save_csv(leadline: Leadline, question: Question, asker: Asker, path: Path) -> None:
    from render.files.csv import receipts_csv

    result = leadline.services.answers.answer(question, asker)
    size = max(1, result.summary.n)
    page = leadline.services.answers.receipts(question, asker, size=size)
    _write(path, receipts_csv(result, page.receipts).encode())
    click.echo(f"Items: {path}", err=True)


def _save_chart(leadline: Leadline, question: Question, asker: Asker, path: Path | None, theme: str) -> None:
    from render.charts.worker import draw

    result = leadline.services.answers.answer(question, asker)
    if not result.summary.n or not result.has_value:
        return
    day = f"{question.window.first}"
    scope = question.scope.slug or question.scope.kind
    path = path or leadline.settings.home / "charts" / f"{result.metric.slug}-{scope}-{day}.png"
    _write(path, draw(result, theme))
    click.echo(f"Chart: {path}", err=True)


def _write(path: Path, content: bytes) -> None:
    from domain.errors import Rejected

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Rejected(f"{path} cannot be written: {error.strerror}.", hint="Name another file.") from None


def _follow(leadline: Leadline, verb: str, argument: str, asker: Asker, console: Console) -> None:
    """The verbs that have an answer in the terminal."""
    from domain.errors import Rejected
    from render import terminal

    services = leadline.services
    if verb == "overview":
        seen = services.answers.overview(asker, argument)
        console.print(terminal.overview(seen.team, seen.results))
    elif verb == "list":
        console.print(terminal.listing(services.answers.metrics()))
    elif verb == "explain":
        console.print(terminal.explain(services.answers.explain(argument)))
    elif verb == "health":
        console.print(terminal.health(services.health.report()))
    elif verb == "check":
        console.print(terminal.check(services.connections.check(argument or None)))
    elif verb == "help":
        click.echo(click.get_current_context().get_help())
    else:
        raise Rejected(
            f"`{verb}` is for Slack, where Leadline knows who asks.", hint="Type `/metrics` there."
        )
