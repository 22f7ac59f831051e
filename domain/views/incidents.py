"""The incidents of a window: how soon somebody was there, how soon it was over, and what caused each."""

from dataclasses import dataclass
from datetime import datetime

from domain.result import Result, Summary
from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Culprit:
    """The deployment that caused an incident, and how that is known."""

    name: str
    url: str
    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident; spans in seconds from its creation, None where there is none.

    `severity` is its priority where it has one, else its urgency; a low one counts in no figure.
    """

    id: int
    name: str
    title: str
    url: str
    service: str
    severity: str
    is_low: bool
    created_at: datetime
    resolved_at: datetime | None
    acknowledge: int | None
    resolve: int | None
    is_answered: bool
    resolved_by_itself: bool
    culprit: Culprit | None


@dataclass(frozen=True, slots=True)
class Onset:
    """When an incident of high urgency was opened, and whether a deployment is known to have caused it."""

    at: datetime
    is_caused: bool


@dataclass(frozen=True, slots=True)
class IncidentsView(View):
    """The rows are the latest first, `total` is how many incidents there were with those of low urgency.

    `by_people` and `by_itself` split the time to resolve; `effort` is what responders spent in all, in
    seconds. `onsets` are all of those that count, and `deployed` the deployments to production, in the
    order of their moments.
    """

    frequency: Result
    acknowledge: Result
    resolve: Result
    by_people: Summary
    by_itself: Summary
    low: Summary
    effort: int
    open: int
    waiting: int
    caused: int
    total: int
    rows: tuple[IncidentRow, ...]
    onsets: tuple[Onset, ...]
    deployed: tuple[datetime, ...]
