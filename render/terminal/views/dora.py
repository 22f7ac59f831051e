"""The five keys of DORA for the terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.dora import DoraView, Key, OpenFailure, ServiceKeys
from render.dora import CREED, cells, finding, heading, is_drawn, moved, notes, sample, spread, value
from render.safe import clean
from render.terminal.tables import honesty, rows
from render.text import clock, sparkline, verdict

_TINTS = {"better": "green", "worse": "yellow", "": ""}


def dora(view: DoraView) -> RenderableType:
    """The finding, a row a key, a row a service, and what is not known yet."""
    lead = Text(finding(view), style="bold")
    if not is_drawn(view):
        return Group(lead, *honesty(view, *notes(view)))
    keys = rows(("key", "value", "by week", "from"), map(_key, view.keys))
    parts: list[RenderableType] = [lead, Text(), keys]
    if len(view.services) > 1:
        names = ("service", *(heading(key).lower() for key in view.keys))
        parts += [Text(), rows(names, (_service(view, each) for each in view.services))]
    if view.open_failures:
        failed = ("failed and not recovered from", "service", "deployed")
        parts += [Text(), rows(failed, map(_failure, view.open_failures))]
    return Group(*parts, Text(), *honesty(view, *notes(view), CREED))


def _key(key: Key) -> tuple[Text, ...]:
    result = key.result
    told = Text(value(result), style="bold")
    if key.bucket:
        told.append(f"\n{clean(key.bucket)}", style="not bold dim")
    weeks = Text(sparkline(point.value for point in result.trend))
    source = Text(sample(key))
    if result.summary.n:
        source.append(f"\n{moved(key)}", style=_TINTS[verdict(result)])
    if more := spread(key):
        source.append(f"\n{more}", style="dim")
    return Text(heading(key)), told, weeks, source


def _service(view: DoraView, row: ServiceKeys) -> tuple[Text, ...]:
    return Text(clean(row.service)), *(Text(cell) for cell in cells(row.summaries, view))


def _failure(each: OpenFailure) -> tuple[Text, ...]:
    style = f"link {each.url}" if each.url.startswith(("https://", "http://")) else ""
    return Text(clean(each.name), style), Text(clean(each.service)), Text(clock(each.at))
