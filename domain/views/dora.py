"""The five keys of DORA, each by itself: nothing is blended into a score, and nobody is ranked."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.result import Result, Summary
from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Key:
    """One of the five, and the answer of DORA's Quick Check that it falls into; empty where it has none."""

    result: Result
    bucket: str = ""


@dataclass(frozen=True, slots=True)
class ServiceKeys:
    """One service's five keys, in the view's order; None where it has no items of that kind."""

    service: str
    summaries: tuple[Summary | None, ...]


@dataclass(frozen=True, slots=True)
class OpenFailure:
    """A deployment that failed, and from which production has not recovered."""

    name: str
    url: str
    service: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DoraView(View):
    """The keys are lead time, deployment frequency, change failure rate, recovery time and rework rate.

    `deploy_days` is on how many days of the median week something was deployed; `unattributed` how many
    of the `incidents` no deployment is known to have caused; failures since `provisional_from` may
    still come to light, None where the window ends before that. `services` are those deployed most
    often first.
    """

    keys: tuple[Key, ...]
    services: tuple[ServiceKeys, ...]
    deploy_days: float | None
    incidents: int
    unattributed: int
    waiting: int
    open_failures: tuple[OpenFailure, ...]
    provisional_from: date | None
