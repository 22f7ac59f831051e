"""Flaky tests for the terminal: a row a test, a sign a day."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.flaky import Flaky, FlakyTest
from render.flaky import KEY, RULE, SIGNS, dropped, finding, last, named, rate
from render.safe import clean
from render.terminal.tables import honesty, rows
from render.text import change


def flaky(view: Flaky) -> RenderableType:
    """The finding, and the tests, the flakiest first."""
    lead = Text(finding(view), style="bold")
    if not view.tests:
        return Group(lead, *honesty(view, RULE, dropped(view)))
    listed = rows(("test", "flaked on", "last", "its last days"), map(_row, view.tests))
    return Group(
        lead,
        Text(change(view.result)),
        Text(),
        listed,
        Text(KEY, style="dim"),
        *honesty(view, RULE, dropped(view)),
    )


def _row(test: FlakyTest) -> tuple[Text, ...]:
    style = f"link {test.url}" if test.url.startswith(("https://", "http://")) else ""
    name = Text(named(test), style, overflow="fold").append(f"\n{clean(test.repository)}", style="dim")
    return name, Text(rate(test)), Text(last(test)), Text("".join(SIGNS[mark] for mark in test.marks))
