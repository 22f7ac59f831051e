"""What runs in the drawing process; importing it loads no drawing library."""

from domain.views import View
from render.charts.drawn import Drawn
from render.charts.views import drawing_of


def warm() -> None:
    """Pay for the libraries and fonts once, before the first chart is asked for."""
    from render.charts.canvas import Sheet, width  # noqa: PLC0415 - only the drawing process pays for it

    sheet = Sheet("#ffffff")
    for bold in (False, True):
        sheet.text((0.0, width("0", 30, bold=bold)), "0", 30, "#000000", bold=bold)
    sheet.png()


def draw(drawn: Drawn, theme: str = "light") -> bytes:
    """The PNG of a result's chart, or of a view."""
    if isinstance(drawn, View):
        return drawing_of(drawn).draw(drawn, theme)

    from render.charts.trend import trend  # noqa: PLC0415 - only the drawing process pays for it

    return trend(drawn, theme)
