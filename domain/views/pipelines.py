"""The pipelines of a scope: how each workflow fares, and where the time of one of them goes."""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.result import Point, Result, Summary
from domain.views.view import View


def key(name: str) -> str:
    """The letters and digits of a name, whatever stands between them."""
    return "-".join(re.findall(r"\w+", name.casefold()))


@dataclass(frozen=True, slots=True)
class Measured:
    """What there is to say about some runs: the shares that succeeded, and seconds of those that did.

    `success` is by the last attempt of each run, `first_success` by the first; `p95` is beyond what a
    summary holds.
    """

    success: Summary
    first_success: Summary
    time: Summary
    p95: float | None
    queue: Summary


@dataclass(frozen=True, slots=True)
class Branch:
    """The runs of the default branch, or those of pull requests."""

    name: str
    now: Measured
    before: Measured


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow of a repository; `trend` is its median time, week by week.

    `red_since` is when its default branch broke, where it has not been green since.
    """

    id: int
    name: str
    repository: str
    url: str
    now: Measured
    before: Measured
    trend: tuple[Point, ...]
    red_since: datetime | None = None

    @property
    def key(self) -> str:
        """The name as it is typed: "payments-api-ci" for "payments-api / ci"."""
        return key(self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """A job of the pictured workflow: its median start, in seconds after its run's, and what it `took`.

    `share` is its part of the run's time, which adds up to more than one where jobs run side by side;
    `before` is what it took in the window before. `is_critical` says that the run waited for it,
    `is_bottleneck` that it is the longest of those.
    """

    name: str
    offset: float
    took: float
    share: float
    n: int
    before: float | None
    before_n: int
    is_critical: bool = False
    is_bottleneck: bool = False


@dataclass(frozen=True, slots=True)
class Pipelines(View):
    """The figures of all runs together, then workflows, the busiest first, and how many `more` there are.

    `shown` is the one whose `steps` are pictured, in the order they began; `total` is the median time
    of the runs that they were taken from, of which there are `runs`.
    """

    success: Result
    first_success: Result
    time: Result
    p95: float | None
    queue: Result
    branches: tuple[Branch, ...]
    workflows: tuple[Workflow, ...]
    more: int
    shown: Workflow | None
    steps: tuple[Step, ...]
    total: float | None
    runs: int
