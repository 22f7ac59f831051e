"""The incidents of a window for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.views.incidents import IncidentRow, IncidentsView
from render.incidents import cause, caused, course, finding, left_out, often, split, spread, standing
from render.safe import clean
from render.terminal.tables import honesty, rows
from render.text import clock


def incidents(view: IncidentsView) -> RenderableType:
    """The finding, the figures, and the incidents, the latest first."""
    if not view.total:
        return Group(Text(finding(view), style="bold"), *honesty(view))
    figures = Table.grid(padding=(0, 2))
    for label, told in _figures(view).items():
        if told:
            figures.add_row(Text(label, style="dim"), Text(told))
    listed = rows(("incident", "opened", "what happened"), map(_row, view.rows))
    more = view.total - len(view.rows)
    rest = [Text(f"and {more} more", style="dim")] if more > 0 else []
    lead = Text(finding(view), style="bold")
    return Group(lead, figures, Text(), listed, *rest, *honesty(view, left_out(view)))


def _figures(view: IncidentsView) -> dict[str, str]:
    return {
        "how often": often(view),
        "causes": caused(view),
        "time to acknowledge": spread(view.acknowledge, "MTTA"),
        "time to resolve": spread(view.resolve, "MTTR"),
        "resolved": split(view),
        "now": standing(view),
    }


def _row(row: IncidentRow) -> tuple[Text, ...]:
    style = f"link {row.url}" if row.url.startswith(("https://", "http://")) else ""
    name = Text(f"{clean(row.name)} {clean(row.title)}", style, overflow="fold")
    name.append(f"\n{clean(row.service)} · {clean(row.severity)}", style="dim")
    return name, Text(clock(row.created_at)), Text(course(row)).append(f"\n{cause(row)}", style="dim")
