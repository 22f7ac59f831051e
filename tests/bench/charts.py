"""A chart of ours against plain `ax.bar` bars of the same figure, in interleaved runs."""

from io import BytesIO
from statistics import median
from time import perf_counter

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.bench.ratio import Ratio

from domain.result import Result
from render.charts.trend import trend
from render.text import headline
from tests.render.cases import quarter

RUNS = 15
LIMIT = 0.7


def plain(result: Result) -> bytes:
    """What one would write first, with no layout engine to slow it: bars on axes, a title, a legend."""
    figure = Figure(figsize=(8, 4), dpi=200)
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
    FigureCanvasAgg(figure).print_png(out)
    return out.getvalue()


def run() -> list[Ratio]:
    """The medians of both, measured in turns after one warm run of each."""
    result = quarter()
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    for turn in range(RUNS + 1):
        for name, draw in (("ours", trend), ("theirs", plain)):
            began = perf_counter()
            draw(result)
            if turn:
                seconds[name].append(perf_counter() - began)
    ours, theirs = median(seconds["ours"]), median(seconds["theirs"])
    return [Ratio("chart / ax.bar bars", ours, theirs, LIMIT, higher_is_better=False)]
