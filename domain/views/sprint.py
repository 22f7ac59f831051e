"""A sprint: its burndown, what it promised and completed, how its scope moved, and what it may go with."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.records import Sprint
from domain.result import Result
from domain.views.view import View


class Moved(StrEnum):
    """What an issue did to the scope."""

    ADDED = "added"
    REMOVED = "removed"
    ESTIMATED = "estimated anew"


@dataclass(frozen=True, slots=True)
class Line:
    """An issue of the sprint; `size` in the view's unit, None where it is not estimated."""

    key: str
    title: str
    url: str
    size: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of scope at a moment; `size` is by how much, and signed."""

    at: datetime
    how: Moved
    issue: Line
    size: float


@dataclass(frozen=True, slots=True)
class Amount:
    """So many points of so many issues."""

    points: float
    issues: int


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on: what remains and what is in scope, in the view's unit."""

    at: datetime
    remaining: float
    scope: float


@dataclass(frozen=True, slots=True)
class Burndown:
    """The picture: steps from the start to `until`, on an axis that ends with the sprint, at `ends_at`.

    `guideline` is an even pace from the commitment to nothing, flat on days off.
    """

    began_at: datetime
    ends_at: datetime
    until: datetime
    steps: tuple[Step, ...]
    guideline: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rho between say-do and `what` over `n` sprints.

    None for fewer than are `needed`, and where one of the two never changed.
    """

    what: str
    n: int
    needed: int
    rho: float | None


@dataclass(frozen=True, slots=True)
class Detail:
    """What became of the sprint so far, or by its close; `in_issues` where nothing is estimated.

    `carried_in` came unfinished from the sprint before; `undone` is left of the scope, `carried_on` of
    that what is in the next sprint, None while the board has none.
    """

    sprint: Sprint
    burndown: Burndown
    in_issues: bool
    committed: Amount
    added: Amount
    removed: Amount
    scope: Amount
    completed: Amount
    delivered: Amount
    remaining: Amount
    unestimated: int
    changes: tuple[Change, ...]
    undone: tuple[Line, ...]
    carried_in: tuple[Line, ...]
    carried_on: tuple[Line, ...] | None
    canceled: tuple[Line, ...]
    drifted: bool
    from_history: bool

    def size(self, amount: Amount) -> float:
        """The amount in the unit that the sprint is told in."""
        return float(amount.issues) if self.in_issues else amount.points


@dataclass(frozen=True, slots=True)
class SprintView(View):
    """The board's sprint at the end of the window, active or the last one; None where there is none.

    `say_do` and `carry_over` are the board's figures of half a year up to then; `recent` what each of
    the sprints that make up its velocity completed, oldest first; `others` are sprints of other boards
    that run too.
    """

    detail: Detail | None
    say_do: Result
    carry_over: Result
    recent: tuple[float, ...]
    correlations: tuple[Correlation, ...]
    others: tuple[Sprint, ...]
