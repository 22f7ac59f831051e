"""The flaky tests of a scope, and a grid of how they went, day by day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.result import Result
from domain.views.view import View


class Mark(StrEnum):
    """How a test went on a day: the worst of it. `FLAKED` passed and failed on the same files."""

    NOT_RUN = "not run"
    PASSED = "passed"
    FAILED = "failed"
    FLAKED = "flaked"


@dataclass(frozen=True, slots=True)
class FlakyTest:
    """A test that is flaky: it ran on `trees` versions of the files in 14 days and flaked on some of them.

    `item_id` is the execution that flaked last, at `last_flaked_at`, and `url` its run. A job stands for
    the tests of runs that report none. `marks` are its days, in the order of the view's.
    """

    case_id: int
    item_id: int
    name: str
    repository: str
    url: str
    is_job: bool
    trees: int
    flaky_trees: int
    last_flaked_at: datetime
    marks: tuple[Mark, ...] = ()

    @property
    def rate(self) -> float:
        """The share of the versions that it flaked on."""
        return self.flaky_trees / self.trees


@dataclass(frozen=True, slots=True)
class Flaky(View):
    """`result` is the figure; `tests` are what it counts, the flakiest first; `days` the grid's.

    `executed` is how many tests (or jobs in their place) ran at all, `reports` how many runs reported
    tests, and `broken` in how many of those most failed, which is no sign of flakiness.
    """

    result: Result
    tests: tuple[FlakyTest, ...]
    days: tuple[date, ...]
    executed: int
    reports: int
    broken: int
