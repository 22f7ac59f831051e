"""The same answers for terminals, readable without colour."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.health import Check, CheckReport, HealthReport, Light, SourceHealth
from domain.metric import MetricInfo
from domain.question import By
from domain.result import Phase, Receipt, Result
from render.buckets import width
from render.holdings import held, unread
from render.receipts import order, span, spans, weight
from render.text import (
    change,
    clean,
    clock,
    counted,
    coverage,
    exclusions,
    figure,
    headline,
    interpretation,
    interval,
    nouns,
    percentiles,
    plural,
    rate,
    sentence,
    sparkline,
    statistic,
    title,
    verdict,
    window,
)

_BAR, _MOST_WEEKS, _MOST_PHASES = 24, 14, 4
_TINTS = {"better": "green", "worse": "yellow", "": ""}
_LIGHTS = {Light.GREEN: ("well", "green"), Light.YELLOW: ("look", "yellow"), Light.RED: ("FAIL", "red")}


def answer(result: Result, slowest: Sequence[Receipt] = ()) -> RenderableType:
    """The headline, the phases as bars, the trend, the slowest items, and what makes it honest."""
    parts: list[RenderableType] = [*_stale(result), Text(headline(result), style="bold"), Text()]
    if not result.is_empty and result.has_value:
        parts += [_figures(result), Text()]
    if any(phase.mean for phase in result.phases):
        parts += [Text("Where the time goes, mean of each phase", style="dim"), _phases(result), Text()]
    if _is_readable(result):
        parts += [_breakdown(result), Text()]
    if slowest:
        parts += [Text(order(result), style="dim"), receipts(result, slowest), Text()]
    return Group(*parts, *_honesty(result))


def _stale(result: Result) -> list[Text]:
    extent = result.coverage
    if not extent.stale:
        return []
    shown = f" Showing numbers from {clock(extent.as_of)}." if extent.as_of else ""
    cause = sentence(extent.failing) or "The data is older than it should be."
    return [Text(f"Warning: {cause}{shown}", style="yellow")]


def _figures(result: Result) -> Table:
    table = _grid(2)
    summary, base = result.summary, result.question.time_base
    told = [f"{name} {figure(value, result.metric, base)}" for name, value in percentiles(result)]
    name = statistic(result.question, result.metric) or title(result.metric)
    _row(table, name, Text(rate(summary.value, result.metric, base), style="bold"))
    _row(table, "change", Text(change(result), style=_TINTS[verdict(result)]))
    if told and not result.is_few:
        _row(table, "spread", " · ".join(told))
    if result.trend:
        span = window(result.question.window, result.computed_at.date())
        _row(
            table, f"by {width(result.trend)}", f"{sparkline(point.value for point in result.trend)}  {span}"
        )
    return table


def _phases(result: Result) -> Table:
    table = _grid(4)
    for phase in result.phases:
        _row(table, *_phase(result, phase))
    return table


def _phase(result: Result, phase: Phase) -> tuple[str, Text, str, str]:
    full = round((phase.share or 0.0) * _BAR)
    bar = Text("█" * full, style="blue").append("░" * (_BAR - full), style="dim")
    share = "" if phase.share is None else f"{phase.share * 100:.0f} %"
    return clean(phase.slug), bar, share, figure(phase.mean, result.metric, result.question.time_base)


def _is_readable(result: Result) -> bool:
    """A breakdown that was asked for, or weeks while they are few; longer trends are a sparkline."""
    by_week = result.question.by is By.WEEK
    return bool(result.breakdown) and not (by_week and len(result.breakdown) > _MOST_WEEKS)


def _breakdown(result: Result) -> Table:
    name = statistic(result.question, result.metric) or title(result.metric)
    sample = [] if result.metric.is_total else [nouns(result.metric.noun)]
    table = _table(str(result.question.by), name, *sample)
    for each in result.breakdown:
        value = rate(each.summary.value, result.metric, result.question.time_base)
        _row(table, each.label, value, *([str(each.summary.n)] if sample else []))
    return table


def receipts(result: Result, items: Sequence[Receipt]) -> Table:
    """A row an item: its name, title and value, and its phases: in columns while they are few enough."""
    phases = [slug for slug, _ in items[0].phases] if items else []
    few = len(phases) <= _MOST_PHASES
    value = [] if result.metric.is_count else [title(result.metric)]
    table = _table(result.metric.noun, *value, *(phases if few else ["phases"]))
    for item in items:
        style = f"link {item.url}" if _is_web(item) else ""
        name = Text(clean(item.name), style, overflow="fold")
        weighs = [weight(result, item) or "-"] if value else []
        told = _spans(result, item) if few else [spans(result, item)]
        _row(table, name.append(f"\n{clean(item.title)}", style="dim"), *weighs, *told)
    return table


def _is_web(item: Receipt) -> bool:
    return item.url.startswith(("https://", "http://"))


def _spans(result: Result, item: Receipt) -> list[str]:
    return [span(result, item, slug, value) or "-" for slug, value in item.phases]


def _honesty(result: Result) -> list[Text]:
    extent = result.coverage
    sample = [plural(result.summary.n, result.metric.noun), interval(result), exclusions(result)]
    sample += [counted(odd) for odd in result.quality if odd.n]
    fresh = f"as of {clock(extent.as_of)}" if extent.as_of else "not synced yet"
    return [
        Text(interpretation(result.question, result.metric, result.computed_at.date()), style="dim"),
        Text(" · ".join(part for part in sample if part), style="dim"),
        Text(f"{coverage(extent)} · {fresh} · definition {result.metric.version}", style="dim"),
    ]


def overview(team_name: str, results: Sequence[Result]) -> RenderableType:
    """A team's metrics, a row each."""
    table = _table("metric", "value", "change", "by week")
    for result in results:
        value = rate(result.summary.value, result.metric, result.question.time_base)
        trend = sparkline(point.value for point in result.trend)
        _row(table, title(result.metric), value, Text(change(result), style=_TINTS[verdict(result)]), trend)
    return Group(Text(clean(team_name), style="bold"), table)


def listing(infos: Sequence[MetricInfo]) -> Table:
    """Every metric with its ruling, family by family."""
    table = _table("family", "metric", "definition")
    before = ""
    for info in infos:
        _row(table, info.family if info.family != before else "", info.slug, info.ruling)
        before = info.family
    return table


def explain(info: MetricInfo) -> RenderableType:
    """A metric's definition, its phases and its version."""
    lines = [Text(title(info, sentence=False), style="bold"), Text(clean(info.ruling))]
    if info.phases:
        lines.append(Text(f"Phases: {', '.join(info.phases)}; their bars show means.", style="dim"))
    return Group(*lines, Text(f"{info.slug} · definition {info.version}", style="dim"))


def health(report: HealthReport) -> RenderableType:
    """A row a source, then what looks odd in the data."""
    if not report.sources:
        return Text("No source is connected yet. Run `leadline connect github`.")
    table = _table("", "source", "last synced", "holds", "set aside", "what to do")
    for source in report.sources:
        _row(table, *_source(source))
    odd = [
        Text(f"{counter.n:,} {clean(counter.label)}", style="dim") for counter in report.quality if counter.n
    ]
    return Group(table, *odd, Text(f"As of {clock(report.as_of)}", style="dim"))


def _source(source: SourceHealth) -> tuple[Text | str, ...]:
    word, tint = _LIGHTS[source.light]
    synced = clock(source.last_success_at) if source.last_success_at else "never"
    holds, aside = Text("\n".join(held(source))), f"{source.quarantined:,}"
    todo = "\n".join(clean(each) for each in (source.note, *unread(source), source.next_step) if each)
    return Text(word, style=tint), source.name, synced, holds, aside, todo


def check(reports: Sequence[CheckReport]) -> RenderableType:
    """A row a question put to a connection."""
    if not reports:
        return Text("No source is connected yet. Run `leadline connect github`.")
    return Group(
        *(part for report in reports for part in (Text(clean(report.name), style="bold"), _checks(report)))
    )


def _checks(report: CheckReport) -> Table:
    table = _grid(3)
    for each in report.checks:
        _row(table, *_check(each))
    return table


def _check(each: Check) -> tuple[Text, str, Text]:
    word, tint = _LIGHTS[each.light]
    found = Text(clean(each.found))
    if each.next_step:
        found.append(f"\n{clean(each.next_step)}", style="dim")
    return Text(word, style=tint), each.label, found


def _grid(columns: int) -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in range(columns):
        table.add_column(no_wrap=False)
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(Text(clean(column)))
    return table


def _row(table: Table, *cells: str | Text) -> None:
    """Strings become text first, so that square brackets in names are no markup."""
    table.add_row(*(Text(clean(cell)) if isinstance(cell, str) else cell for cell in cells))
