"""The items of a question: which rows it asks about, which of them count, and what each weighs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, Seconds
from domain.question import By, Question, TimeBase
from domain.window import Window
from metrics.groups import GROUPS
from metrics.metric import Metric, span
from metrics.people import BOTS
from metrics.ranking import Ranking

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Items:
    """Columns with two masks: the rows `asked` about, and those of them that are `counted`.

    Of a level, `moment` is the one they were looked at, in epoch seconds.

    Rows are masked and not cut out, for copying all columns costs more than all the rest.
    """

    metric: Metric
    columns: Any
    asked: Mask
    counted: Mask
    clock: TimeBase
    values: Seconds
    moment: int = 0

    @classmethod
    def of(cls, metric: Metric, question: Question, window: Window, columns: Any) -> "Items":  # noqa: ANN401 - of the metric's family
        """The items of the window, in the repositories that the question names, if it names any.

        Broken down by author class, bots count too: they are one of the classes.
        """
        start, stop = int(window.start.timestamp()), int(window.stop.timestamp())
        asked = _within(columns, start, stop)
        if question.repositories:
            asked &= np.isin(columns.place_id, np.array(question.repositories, np.int64))
        if metric.rows is not None:
            asked &= metric.rows(columns)
        hidden = metric.hidden & ~BOTS if question.by is By.AUTHOR_CLASS else metric.hidden
        counted = asked & (columns.flags & hidden == 0)
        values = _counting(counted, metric.values(columns, question.time_base))
        if metric.last is not None:
            values = _latest(values, columns, metric)
        return cls(metric, columns, asked, counted, question.time_base, values)

    def span(self, which: str) -> Seconds:
        """A span of the items that count, `NO_SPAN` for every other row."""
        return _counting(self.counted, span(self.columns, which, self.clock))

    def off_hours(self, ids: Collection[int]) -> dict[int, dict[str, float]]:
        """The spans of these items in which no working time passed, in calendar seconds (section 8).

        They are told by phase, and by "" where the item's whole value is one; instants are none.
        """
        if self.clock is not TimeBase.WORKING or self.metric.at is not None:
            return {}
        rows = np.flatnonzero(np.isin(self.columns.id, np.array(list(ids), np.int64)))
        whole = self.metric.values(self.columns, TimeBase.CALENDAR)
        told = {"": (self.values, whole)} | {
            phase: (self.span(phase), span(self.columns, phase, TimeBase.CALENDAR))
            for phase in self.metric.info.phases
        }
        return {
            int(self.columns.id[row]): {
                name: float(calendar[row])
                for name, (working, calendar) in told.items()
                if working[row] == 0 and calendar[row] > 0
            }
            for row in rows
        }

    @property
    def is_apart(self) -> bool:
        """Whether these are items of several groups whose values are never put together."""
        if self.metric.apart is None:
            return False
        return len(np.unique(_groups(self.metric, self.columns)[self.values != NO_SPAN])) > 1

    def heaviest_first(self) -> Sequence[int]:
        """The ids of the items that have a value, the greatest first; of equals, the latest."""
        return Ranking(self.columns, self.values)


def _within(columns: Any, start: int, stop: int) -> Mask:  # noqa: ANN401 - of the metric's family
    """The rows at `[start, stop)`."""
    if not columns.is_in_order:
        inside: Mask = (columns.at >= start) & (columns.at < stop)
        return inside
    first, end = columns.before([start, stop])
    asked = np.zeros(len(columns), np.bool_)
    asked[first:end] = True
    return asked


def _counting(counted: Mask, values: Seconds) -> Seconds:
    """The values of the rows that count, `NO_SPAN` for every other."""
    return values if counted.all() else np.where(counted, values, NO_SPAN)


def _latest(values: Seconds, columns: Any, metric: Metric) -> Seconds:  # noqa: ANN401 - of the metric's family
    """The values of the latest items only, of each group where groups stand apart."""
    kept = np.full(len(values), NO_SPAN, np.int32)
    weighed = np.flatnonzero(values != NO_SPAN)
    ordered = weighed[np.argsort(columns.at[weighed], kind="stable")[::-1]]
    groups = _groups(metric, columns)[ordered]
    _, which, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    by_group = np.argsort(which, kind="stable")
    begins = np.repeat(np.cumsum(sizes) - sizes, sizes)
    latest = ordered[by_group[np.arange(len(ordered)) - begins < (metric.last or 0)]]
    kept[latest] = values[latest]
    return kept


def _groups(metric: Metric, columns: Any) -> NDArray[np.int64]:  # noqa: ANN401 - of the metric's family
    """The groups that stand apart; all rows are one where none do."""
    column = metric.apart and GROUPS[metric.of.name].get(metric.apart)
    found: NDArray[np.int64] = getattr(columns, column) if column else np.zeros(len(columns), np.int64)
    return found
