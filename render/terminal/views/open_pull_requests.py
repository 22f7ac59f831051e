"""What is open or stuck for the terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.open_pull_requests import OpenPullRequests, Wait
from render.open_pull_requests import age, finding, left_out, patience, waiting
from render.safe import clean
from render.terminal.tables import rows
from render.text import clock, coverage


def open_pull_requests(view: OpenPullRequests) -> RenderableType:
    """The finding, and the pull requests with whose turn each is."""
    parts: list[RenderableType] = [Text(finding(view), style="bold")]
    if view.waits:
        listed = rows(("pull request", "whose turn", "age"), (_row(view, wait) for wait in view.waits))
        parts += [Text(), listed, Text()]
    fresh = f"as of {clock(view.coverage.as_of)}" if view.coverage.as_of else "not synced yet"
    notes = (left_out(view), patience(), f"{coverage(view.coverage)} · {fresh}")
    return Group(*parts, *(Text(note, style="dim") for note in notes if note))


def _row(view: OpenPullRequests, wait: Wait) -> tuple[Text, ...]:
    style = f"link {wait.url}" if wait.url.startswith(("https://", "http://")) else ""
    name = Text(clean(wait.name), style, overflow="fold").append(f"\n{clean(wait.title)}", style="dim")
    turn = Text(waiting(wait), style="yellow" if wait.is_stuck else "")
    return name, turn, Text(age(view, wait))
