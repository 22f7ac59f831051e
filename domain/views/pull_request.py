"""Everything that is known of one pull request: what happened, where its time went, what came of it."""

from dataclasses import dataclass
from datetime import datetime

from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, in words such as "bob approved"."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase, in seconds by the calendar and at work; None where there is none."""

    slug: str
    calendar: int | None
    working: int | None


@dataclass(frozen=True, slots=True)
class Related:
    """What belongs to it, and what there is to say of that: an issue, a run, an incident."""

    name: str
    url: str
    told: str


@dataclass(frozen=True, slots=True)
class PullRequestView(View):
    """`whole` is its cycle time, `stages` the phases of it and, once it is in production, the deploy.

    `ruling` is what was ruled, `wait` whose turn it is while it is open, `left_out` why figures do
    not count it. `shipped` is its deployment, or says in `told` why there is none.
    """

    title: str
    url: str
    name: str
    author: str
    state: str
    opened_at: datetime
    ended_at: datetime | None
    size: int
    files: int
    rounds: int | None
    whole: Stage
    stages: tuple[Stage, ...]
    ruling: str
    wait: str
    left_out: str
    happenings: tuple[Happening, ...]
    issues: tuple[Related, ...]
    runs: tuple[Related, ...]
    shipped: Related
    incidents: tuple[Related, ...]
