"""The flow of one issue: from being written over its pull requests to production, and what that broke."""

from dataclasses import dataclass
from datetime import datetime

from domain.records import Category, Outcome, PullRequestState
from domain.rulings.links import FoundIn
from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Trace:
    """A pull request of an issue with the deployment that brought it to production, and an incident of that.

    What there is not is None, or empty text. `run` is how the last CI run of its commits ended, `reviews`
    how many there were, by people and others.
    """

    pull_request_id: int
    repository: str
    number: int
    title: str
    url: str
    state: PullRequestState
    found_in: FoundIn
    opened_at: datetime
    first_review_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    reviews: int
    is_revert: bool = False
    run: Outcome | None = None
    deployment_id: int | None = None
    deployed_at: datetime | None = None
    environment: str = ""
    sha: str = ""
    deployment_url: str = ""
    incident_id: int | None = None
    incident: str = ""
    incident_url: str = ""
    incident_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.repository}#{self.number}"


@dataclass(frozen=True, slots=True)
class Stay:
    """While an issue stood in one status; open-ended where it still does."""

    status: str
    category: Category
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """An incident that a deployment caused."""

    name: str
    url: str
    at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shipped:
    """A deployment to production, and the incidents that it caused."""

    at: datetime
    environment: str
    sha: str
    url: str
    incidents: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request of the issue: as its rows tell it, and how it came to production."""

    trace: Trace
    shipped: Shipped | None


@dataclass(frozen=True, slots=True)
class FlowView(View):
    """An issue with its states and its pull requests, both in the order of their beginnings.

    `began_at` and `ended_at` are those of its cycle by the rulings; `stopped` is for how many seconds
    of that it was blocked.
    """

    key: str
    title: str
    url: str
    type: str
    assignee: str
    category: Category
    created_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    stopped: int
    stays: tuple[Stay, ...]
    pulls: tuple[Pull, ...]
