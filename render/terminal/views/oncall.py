"""Being on call for the terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.oncall import OncallView, Rotation
from render.oncall import classes, compared, finding, hours, name, own, rate, spread
from render.terminal.tables import honesty, rows
from render.text import exclusions

_COLUMNS = ("rotation", "people", "on call", "interruptions", "business", "evening, weekend", "sleep", "load")


def oncall(view: OncallView) -> RenderableType:
    """The finding, the load by hours and by rotation, and how it is spread."""
    told: list[RenderableType] = [Text(finding(view), style="bold")]
    if view.total.interruptions:
        told += [Text(compared(view)), Text(classes(view.total))]
    if view.rotations:
        told += [Text(), rows(_COLUMNS, map(_row, view.rotations))]
    told += [Text(words) for words in (spread(view), own(view)) if words]
    return Group(*told, *honesty(view, exclusions(view.load)))


def _row(each: Rotation) -> tuple[Text, ...]:
    load = each.load
    counts = (load.interruptions, load.business, load.off_hours, load.sleep)
    numbers = (Text(str(count), justify="right") for count in counts)
    return Text(name(each)), Text(str(each.people)), Text(hours(load.seconds)), *numbers, Text(rate(load))
