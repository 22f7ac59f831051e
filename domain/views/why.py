"""Why a figure changed: which repositories, phases or other groups moved it, and by how much."""

from dataclasses import dataclass

from domain.question import By
from domain.result import Result, Summary
from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Driver:
    """One group or phase: the signed `effect` it had, its own figures, and the question that shows it.

    Of means and shares `within` is what its own figure moved and `mix` what its part of all items did.
    """

    name: str
    effect: float
    now: Summary
    before: Summary
    asked: str
    within: float | None = None
    mix: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Along one line of breakdown: those of its `groups` that moved the figure most, the greatest first.

    Together they come to `explained`, of the change `of`. Along phases both are of the mean.
    """

    by: By
    drivers: tuple[Driver, ...]
    groups: int
    explained: float
    of: float


@dataclass(frozen=True, slots=True)
class WhyView(View):
    """The figure with its change, taken apart along each line that has more than one group.

    There are no lines where nothing is compared: too few items, no figure, or no change. `divisor` is
    what the change of what a ratio is over did, such as more deployments; it is of no group.
    """

    result: Result
    lines: tuple[Line, ...]
    divisor: float = 0.0
    over: str = ""
