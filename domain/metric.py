"""What a metric declares about itself; its figures are computed by `metrics`."""

from dataclasses import dataclass
from enum import StrEnum

from domain.question import By, TimeBase


class Unit(StrEnum):
    """In what a value is told; `POINTS` are story points, `LINES` lines of code."""

    DURATION = "duration"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    LINES = "lines"
    NUMBER = "number"


class Better(StrEnum):
    """Which way is good, so that a change can be called better or worse."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Aggregate(StrEnum):
    """What is made of the values of many items.

    `SHARE` is the mean of zeros and ones, `PER_WEEK` their sum by weeks, `TOTAL` the sum, and
    `RATIO` the sum over the sum of another metric.
    """

    PERCENTILE = "percentile"
    MEAN = "mean"
    SHARE = "share"
    PER_WEEK = "per week"
    TOTAL = "total"
    RATIO = "ratio"


BOTH_CLOCKS = (TimeBase.CALENDAR, TimeBase.WORKING)
AT_WORK_FIRST = (TimeBase.WORKING, TimeBase.CALENDAR)
CALENDAR_ONLY = (TimeBase.CALENDAR,)


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """A metric as the surfaces know it: `slug` names it everywhere, `ruling` defines it.

    `noun` is what it counts, in the singular; `per` by what a rate is told, such as "a week"; `clocks`
    those it can be told on, the usual one first; `scale` how many of its stored whole numbers make one;
    `level` says that it is a state at the window's end and not a sum over the window; `facts` is the
    family of facts it is made of; `by` the line that it is broken down by when nobody says; `view` names
    the picture that answers instead of a figure, such as a burndown.
    """

    slug: str
    title: str
    unit: Unit
    better: Better
    family: str
    ruling: str
    version: int = 1
    phases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    aggregate: Aggregate = Aggregate.PERCENTILE
    noun: str = "pull request"
    per: str = ""
    clocks: tuple[TimeBase, ...] = BOTH_CLOCKS
    scale: int = 1
    level: bool = False
    days: int = 30
    breakdowns: tuple[By, ...] = (By.WEEK, By.REPOSITORY, By.TEAM)
    by: By = By.WEEK
    view: str = ""
    facts: str = "pull_requests"

    @property
    def is_count(self) -> bool:
        """Whether every item behind the figure counts as one, so that its own value says nothing."""
        if self.aggregate is Aggregate.RATIO:
            return self.unit is Unit.NUMBER
        return self.aggregate is Aggregate.PER_WEEK or self.is_total

    @property
    def is_total(self) -> bool:
        """Whether the figure is how many items there are, so that a sample beside it says it twice."""
        return self.aggregate is Aggregate.TOTAL and self.unit is Unit.COUNT
