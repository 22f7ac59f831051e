"""One pull request for the terminal."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.pull_request import Happening, PullRequestView, Related
from render.pull_request import facts, finding, related, shown, stage
from render.safe import clean
from render.terminal.tables import rows
from render.text import clock


def pull_request(view: PullRequestView) -> RenderableType:
    """The finding, where its time went, the history, and what belongs to it."""
    parts: list[RenderableType] = [
        Text(finding(view), style="bold"),
        Text(clean(view.title), _link(view.url)),
        Text(facts(view), style="dim"),
    ]
    if view.wait:
        parts.append(Text(clean(view.wait), style="yellow"))
    if view.stages:
        parts.append(Text(" · ".join(map(stage, view.stages))))
    belongs = rows(("", "what belongs to it"), _belonging(view))
    ruled = (Text(clean(each), style="dim") for each in (view.ruling, view.left_out) if each)
    fresh = f"as of {clock(view.coverage.as_of)}" if view.coverage.as_of else "not synced yet"
    history = rows(("when", "what happened"), _history(view))
    return Group(*parts, Text(), history, Text(), belongs, Text(), *ruled, Text(fresh, style="dim"))


def _history(view: PullRequestView) -> Iterable[tuple[Text, Text]]:
    first, passed, last = shown(view)
    yield from map(_happening, first)
    if passed:
        yield Text(""), Text(f"… {passed} more …", style="dim")
    yield from map(_happening, last)


def _happening(each: Happening) -> tuple[Text, Text]:
    return Text(clock(each.at), style="dim"), Text(clean(each.what))


def _belonging(view: PullRequestView) -> Iterable[tuple[Text, Text]]:
    for what, found in related(view).items():
        for place, each in enumerate(found):
            yield Text(what if place == 0 else "", style="dim"), _related(each)


def _related(each: Related) -> Text:
    name = Text(clean(each.name), _link(each.url))
    return name.append(f" {clean(each.told)}" if each.name else clean(each.told), style="dim")


def _link(url: str) -> str:
    return f"link {url}" if url.startswith(("https://", "http://")) else ""
