"""How a metric is declared: a frozen value that holds what it says of itself and a pure function."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc

from domain.facts import Flag, PullRequestColumns, Seconds, Span
from domain.metric import Better, MetricInfo, Unit
from domain.question import TimeBase

Values = Callable[[PullRequestColumns, TimeBase], Seconds]
"""A value a row, `NO_SPAN` where there is none."""

MISLEADING = Flag.EXCLUDED_BY_HAND | Flag.BOT_AUTHOR | Flag.REVERT
"""What would mislead in a figure about people's work; left out, and counted where it is."""


@dataclass(frozen=True, slots=True)
class Metric:
    """`values` computes it over columns; rows with a flag of `leaves_out` do not count."""

    info: MetricInfo
    values: Values
    leaves_out: Flag = MISLEADING


def metric(
    title: str,
    *,
    family: str,
    unit: Unit,
    better: Better,
    phases: tuple[Span, ...] = (),
    synonyms: tuple[str, ...] = (),
    version: int = 1,
) -> Callable[[Values], Metric]:
    """A metric of a function: its name is the slug, its docstring the ruling; nothing is registered."""

    def declared(values: Values) -> Metric:
        info = MetricInfo(
            slug=values.__name__.replace("_", "-"),
            title=title,
            unit=unit,
            better=better,
            family=family,
            ruling=" ".join(cleandoc(values.__doc__ or "").split()),
            version=version,
            phases=tuple(phase.value for phase in phases),
            synonyms=synonyms,
        )
        return Metric(info, values)

    return declared


def span(prs: PullRequestColumns, which: Span, clock: TimeBase) -> Seconds:
    """A span's column on one of the two clocks."""
    name = which.value if clock is TimeBase.CALENDAR else f"{which.value}_working"
    column: Seconds = getattr(prs, name)
    return column
