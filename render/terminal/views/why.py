"""Why a figure changed, for the terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.views.why import Driver, Line, WhyView
from render.safe import clean
from render.terminal.tables import honesty, rows
from render.why import chance, divided, explained, finding, heading, method, own, parts, sample, signed


def why(view: WhyView) -> RenderableType:
    """The change, then what moved it along every line, and how that was found out."""
    lines = [each for line in view.lines for each in (Text(), *_line(line, view))]
    rest = [Text(divided(view))] if divided(view) else []
    notes = (chance(view), method(view.result)) if view.lines else ()
    return Group(Text(finding(view), style="bold"), *lines, *rest, *honesty(view, *notes))


def _line(line: Line, view: WhyView) -> tuple[RenderableType, ...]:
    table = rows(
        (heading(line), "effect", "its own", "from"), (_driver(each, line, view) for each in line.drivers)
    )
    return table, Text(explained(line, view.result))


def _driver(driver: Driver, line: Line, view: WhyView) -> tuple[Text, ...]:
    result = view.result
    told = "\n".join(filter(None, (own(driver, line, result), parts(driver, result))))
    cells = (driver.name, signed(driver.effect, result), told, sample(driver, result.metric))
    return tuple(Text(clean(cell) if cell is driver.name else cell, overflow="fold") for cell in cells)
