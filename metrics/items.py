"""The items of a question: which rows it asks about, which of them count, and what each weighs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.facts import NO_SPAN, PullRequestColumns, Seconds, Span
from domain.question import Question, TimeBase
from domain.window import Window
from metrics.metric import Metric, span

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Items:
    """Columns with two masks: the rows `asked` about, and those of them that are `counted`.

    Rows are masked and not cut out, for copying fifteen columns costs more than all the rest.
    """

    metric: Metric
    columns: PullRequestColumns
    asked: Mask
    counted: Mask
    clock: TimeBase
    values: Seconds

    @classmethod
    def of(cls, metric: Metric, question: Question, window: Window, columns: PullRequestColumns) -> "Items":
        """The items merged in the window, in the repositories that the question names, if it names any."""
        start, stop = int(window.start.timestamp()), int(window.stop.timestamp())
        asked = (columns.merged_at >= start) & (columns.merged_at < stop)
        if question.repositories:
            asked &= np.isin(columns.repository_id, np.array(question.repositories, np.int64))
        counted = asked & (columns.flags & int(metric.leaves_out) == 0)
        values = np.where(counted, metric.values(columns, question.time_base), NO_SPAN)
        return cls(metric, columns, asked, counted, question.time_base, values)

    def span(self, which: Span) -> Seconds:
        """A span of the items that count, `NO_SPAN` for every other row."""
        return np.where(self.counted, span(self.columns, which, self.clock), NO_SPAN)

    def heaviest_first(self) -> tuple[int, ...]:
        """The ids of the items that have a value, the greatest first; of equals, always in one order."""
        weighed = np.flatnonzero(self.values != NO_SPAN)
        ids = self.columns.id[weighed]
        order = np.argsort(self.values[weighed].astype(np.int64) << 32 | ids & 0xFFFFFFFF)
        return tuple(ids[order[::-1]].tolist())
