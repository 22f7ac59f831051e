"""The answer to a question: the figure with everything that makes it honest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.metric import MetricInfo
from domain.question import Question
from domain.window import Window

REPOSITORY = "repository"
"""What coverage counts, unless told otherwise."""

TOO_FEW = 5
"""Below this sample a value is shown with its n and nothing is compared (metric definitions, ruling 5)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A sample of a metric in its unit (durations in seconds); every figure is None for an empty sample.

    `value` is the percentile that was asked for, `low` and `high` its 80 % confidence interval.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p50: float | None = None
    p75: float | None = None
    p90: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket of the trend; a bucket without items has no value, not zero."""

    window: Window
    n: int
    value: float | None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase's mean, its median and sample; breakdown bars show means, for medians do not add up."""

    slug: str
    mean: float | None
    median: float | None
    n: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Slice:
    """One row of a breakdown, such as a repository."""

    label: str
    summary: Summary
    previous: Summary | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many items are left out and why, in words for people: "bot pull requests", "reverts"."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was asked about is synced, and as of when the least fresh of it is.

    What is counted is told by its kind: the scope's repositories, or the sources of such items as
    come from elsewhere: "incident source", "issue tracker".
    """

    synced: int
    in_scope: int
    as_of: datetime | None
    stale: bool = False
    failing: str = ""
    kind: str = REPOSITORY


@dataclass(frozen=True, slots=True)
class Result:
    """`change` is (value - previous) / previous, None when either sample is too few or previous is 0.

    `ids` are the items behind the figure, the one that weighs most first, where they were asked for;
    `last_item_at` is when the scope last had an item, told when the window has none.
    """

    question: Question
    metric: MetricInfo
    summary: Summary
    previous: Summary
    change: float | None
    trend: tuple[Point, ...]
    phases: tuple[Phase, ...]
    breakdown: tuple[Slice, ...]
    excluded: tuple[Exclusion, ...]
    quality: tuple[Exclusion, ...]
    coverage: Coverage
    ids: Sequence[int]
    computed_at: datetime
    last_item_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no item, and no count of them that is truly 0 (ruling 3)."""
        return self.summary.n == 0 and self.summary.value is None

    @property
    def is_zero(self) -> bool:
        """Whether nothing happened of what is counted, where everything is known: a figure like others."""
        return self.summary.n == 0 and self.summary.value is not None

    @property
    def has_value(self) -> bool:
        """Whether there is one figure for all items: none over nothing, and none of what stands apart."""
        return self.summary.value is not None

    @property
    def is_few(self) -> bool:
        return 0 < self.summary.n < TOO_FEW


@dataclass(frozen=True, slots=True)
class Receipt:
    """One item behind a figure: what it is, its spans in seconds by phase, the ruling applied to it.

    `name` is how people call it, such as "acme/pay#12" or "PAY-7"; `at` is when it counts, and
    `happened` what happened then, such as "merged". `off_hours` are those of its spans in which no
    working time passed, in calendar seconds, by phase, and by "" its value.
    """

    id: int
    title: str
    url: str
    repository: str
    name: str
    author: str
    at: datetime
    value: float | None
    phases: tuple[tuple[str, float | None], ...]
    ruling: str
    happened: str = ""
    off_hours: Mapping[str, float] = field(default_factory=dict)
