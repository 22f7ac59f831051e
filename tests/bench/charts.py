"""A chart of ours against plain `ax.bar` bars of the same figure, in interleaved runs."""

from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from domain.result import Result
from render.charts.trend import trend
from render.text import headline
from tests.bench.ratio import Ratio, side_by_side
from tests.render.cases import quarter

ROUNDS = 15
LIMIT = 0.7


def plain(result: Result) -> bytes:
    """What one would write first, with no layout engine to slow it: bars on axes, a title, a legend."""
    figure = Figure(figsize=(8, 4), dpi=200)
    FigureCanvasAgg(figure)
    weeks, phases = figure.subplots(2, 1, height_ratios=(3, 1))
    dates = [point.window.first.isoformat() for point in result.trend]
    weeks.bar(dates, [(point.value or 0) / 3600 for point in result.trend])
    weeks.axhline((result.previous.value or 0) / 3600, linestyle="--")
    weeks.tick_params(axis="x", rotation=45)
    weeks.set_ylabel("hours")
    weeks.set_title(headline(result))
    left = 0.0
    for phase in result.phases:
        phases.barh([""], [(phase.mean or 0) / 3600], left=left, label=phase.slug)
        left += (phase.mean or 0) / 3600
    phases.legend(ncols=4, loc="lower center")
    out = BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def run() -> list[Ratio]:
    """Both drawn in turns, after one warm run of each."""
    result = quarter()
    trend(result)
    plain(result)
    ours, theirs = side_by_side(lambda: trend(result), lambda: plain(result), ROUNDS)
    return [Ratio("chart / ax.bar bars", ours, theirs, LIMIT)]
