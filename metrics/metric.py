"""How a metric is declared: a frozen value that holds what it says of itself and a pure function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from inspect import cleandoc
from typing import Any, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from domain.facts import PULL_REQUESTS, Columns, Family, Flag, Seconds, Span
from domain.metric import BOTH_CLOCKS, CALENDAR_ONLY, Aggregate, Better, MetricInfo, Unit
from domain.question import By, TimeBase
from domain.result import Exclusion
from metrics.groups import breakdowns

Values = Callable[[Any, TimeBase], Seconds]
"""A value a row of the family's columns, `NO_SPAN` where there is none; never negative."""

Level = Callable[[Any, TimeBase, int], Seconds]
"""The same at a moment, in epoch seconds: what is not there then has no value."""

Reasons = Mapping[int, str]
"""Flags with what they mean, in words for people, in the order in which they are told."""

Tells = Callable[[Any], tuple[Exclusion, ...]]
"""What there is to tell of the items of a question, beside their figure."""

MISLEADING: Reasons = {
    Flag.EXCLUDED_BY_HAND: "pull requests set aside by hand",
    Flag.BOT_AUTHOR: "bot pull requests",
    Flag.REVERT: "reverts",
}
"""What would mislead in a figure about how people's work goes; left out, and counted where it is."""

NOT_BY_PEOPLE: Reasons = {flag: MISLEADING[flag] for flag in (Flag.EXCLUDED_BY_HAND, Flag.BOT_AUTHOR)}
"""What is no work of people: left out of counts and shares too, in which a revert is work like any other."""

ODD: Reasons = {
    Flag.CONTRADICTORY: "with times that contradict each other",
    Flag.OLD_COMMIT: "with a commit written more than 30 days before opening",
    Flag.UNREVIEWED: "merged without a review",
    Flag.OVER_OBJECTION: "merged over an objection",
    Flag.OFF_DEFAULT: "merged into another branch than the default",
}
"""What is odd about pull requests that do count."""


@dataclass(frozen=True, slots=True)
class Metric:
    """`values` computes it over the columns of the family `of`; a level is computed `at` a moment instead.

    Items with a flag of `leaves_out` do not count, and are counted once, under the first that applies;
    `notices` are told of items that do, and so is what it `tells` of them. `over` divides a ratio or
    a rate; where that comes to less than `at_least`, the figure would tell of single people and is
    not told. `last` keeps only so many of the latest items, `once` one for each value of a column.
    Groups that stand `apart`, such as boards, have figures of their own and none together, each of its own
    `last` items. Of a family that several metrics share, `rows` tells which are its own.
    A level is made of what happened in the `reach` days before its moment, or of everything before it.
    """

    info: MetricInfo
    of: Family[Columns]
    values: Values
    leaves_out: Reasons
    notices: Reasons
    at: Level | None = None
    over: "Metric | None" = None
    last: int | None = None
    reach: int | None = None
    once: str = ""
    at_least: int = 0
    tells: Tells | None = None
    apart: By | None = None
    rows: Callable[[Any], NDArray[np.bool_]] | None = None

    @property
    def hidden(self) -> int:
        """The flags that leave an item out, as bits."""
        return sum(int(flag) for flag in self.leaves_out)


class Options(TypedDict, total=False):
    """What a metric may say beside what it must: fields of `MetricInfo`, then those of `Metric`."""

    synonyms: tuple[str, ...]
    version: int
    noun: str
    per: str
    clocks: tuple[TimeBase, ...]
    scale: int
    days: int
    by: By
    last: int
    once: str
    at_least: int
    tells: Tells
    apart: By
    rows: Callable[[Any], NDArray[np.bool_]]


_TOLD = {field.name for field in fields(MetricInfo)}


def metric(
    title: str,
    *,
    family: str,
    unit: Unit,
    better: Better,
    of: Family[Columns] = PULL_REQUESTS,
    aggregate: Aggregate = Aggregate.PERCENTILE,
    phases: tuple[str, ...] = (),
    leaves_out: Reasons = MISLEADING,
    notices: Reasons = ODD,
    over: Metric | None = None,
    also: tuple[By, ...] = (),
    **options: Unpack[Options],
) -> Callable[[Values], Metric]:
    """A metric of a function: its name is the slug, its docstring the ruling; nothing is registered.

    Durations are told on both clocks unless `clocks` says otherwise, rates by the week; `also` are lines
    of breakdown beside those of its columns.
    """
    told: dict[str, Any] = {name: given for name, given in options.items() if name in _TOLD}
    kept: dict[str, Any] = {name: given for name, given in options.items() if name not in _TOLD}
    told.setdefault("noun", of.noun)
    told.setdefault("per", "a week" if aggregate is Aggregate.PER_WEEK else "")
    told.setdefault("clocks", BOTH_CLOCKS if unit is Unit.DURATION else CALENDAR_ONLY)

    def declared(values: Values) -> Metric:
        slug = values.__name__.replace("_", "-")
        ruling = " ".join(cleandoc(values.__doc__ or "").split())
        lines = (By.WEEK, By.TEAM) if over and over.once else breakdowns(of, phases)
        described: dict[str, Any] = {"aggregate": aggregate, "phases": tuple(map(str, phases)), **told}
        info = MetricInfo(
            slug, title, unit, better, family, ruling, breakdowns=(*lines, *also), facts=of.name, **described
        )
        return Metric(info, of, values, leaves_out, notices, over=over, **kept)

    return declared


def level(
    title: str,
    *,
    reach: int | None = None,
    **declared: Any,  # noqa: ANN401 - `metric` checks them
) -> Callable[[Level], Metric]:
    """A metric of a state: how things stand at the window's end, and at the end of each week of it."""

    def at_a_moment(at: Level) -> Metric:
        def values(columns: Columns, clock: TimeBase) -> Seconds:
            return at(columns, clock, int(columns.at.max(initial=0)))

        values.__name__, values.__doc__ = at.__name__, at.__doc__
        found = metric(title, **declared)(values)
        return replace(found, at=at, reach=reach, info=replace(found.info, level=True))

    return at_a_moment


def span(columns: Columns, which: Span | str, clock: TimeBase) -> Seconds:
    """A span's column on one of the two clocks; the calendar's where it is kept on that one only."""
    working = f"{which}_working"
    name = working if clock is TimeBase.WORKING and hasattr(columns, working) else f"{which}"
    column: Seconds = getattr(columns, name)
    return column
