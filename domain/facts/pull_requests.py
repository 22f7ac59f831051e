"""Facts of pull requests: merged, deployed, closed, open, and reviewed."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag, StrEnum

from domain.facts.columns import Columns, Ids, Seconds, SpanFacts, Wide


class Span(StrEnum):
    """The measured stretches of a pull request (docs/explain/definitions.md, "Cycle time")."""

    CYCLE = "cycle"
    CODING = "coding"
    PICKUP = "pickup"
    REVIEW = "review"
    MERGE = "merge"


class Flag(IntFlag):
    """What the rulings noticed about a pull request; why it is out, or what is odd about it."""

    BOT_AUTHOR = 1
    REVERT = 2
    UNREVIEWED = 4
    SELF_MERGED = 8
    OVER_OBJECTION = 16
    OLD_COMMIT = 32
    CONTRADICTORY = 64
    REOPENED = 128
    FORCE_PUSHED = 256
    EXCLUDED_BY_HAND = 512
    OFF_DEFAULT = 1024
    AGENT_AUTHOR = 2048
    SERVICE_AUTHOR = 4096
    FIRST_DEPLOYMENT = 8192
    LONG_GAP = 16384
    DRAFT = 32768
    MERGED = 65536
    BETWEEN_BRANCHES = 131072


@dataclass(frozen=True, slots=True)
class PullRequestFacts:
    """One pull request's milestones and spans by the rulings.

    `calendar` and `working` hold a span for every `Span`, in its order: whole seconds, or None where
    there is none. `size` is lines added and deleted, `rounds` how often it was reviewed, each time
    something new. `responses` are what reviewers who were asked took to answer (family RESPONSES).
    """

    pull_request_id: int
    repository_id: int
    author_id: int | None
    work_began_at: datetime
    ready_at: datetime | None
    requested_at: datetime | None
    first_review_at: datetime | None
    approved_at: datetime | None
    merged_at: datetime | None
    flags: Flag
    calendar: tuple[int | None, ...]
    working: tuple[int | None, ...]
    size: int = 0
    rounds: int | None = None
    responses: tuple[SpanFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PullRequestColumns(Columns):
    """Merged pull requests, at their merge.

    Beside spans, told in seconds on the calendar clock and, ending in `_working`, on the working
    clock: `size` in lines and `rounds` of review.
    """

    cycle: Seconds
    coding: Seconds
    pickup: Seconds
    review: Seconds
    merge: Seconds
    cycle_working: Seconds
    coding_working: Seconds
    pickup_working: Seconds
    review_working: Seconds
    merge_working: Seconds
    size: Seconds
    rounds: Seconds


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """A merged pull request that has reached production: its spans, and the deployment that brought it there.

    `at` is when that deployment ended; `deploy` is from the merge until then, `lead` from the first
    commit. Spans are whole seconds, None where there is none.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: Flag
    deployment_id: int
    service_id: int
    calendar: tuple[int | None, ...]
    working: tuple[int | None, ...]
    deploy: int | None
    lead: int | None
    deploy_working: int | None
    lead_working: int | None


@dataclass(frozen=True, slots=True)
class ChangeColumns(Columns):
    """Pull requests in production, at the end of the first deployment that contained them."""

    deployment_id: Ids
    service_id: Ids
    cycle: Seconds
    coding: Seconds
    pickup: Seconds
    review: Seconds
    merge: Seconds
    cycle_working: Seconds
    coding_working: Seconds
    pickup_working: Seconds
    review_working: Seconds
    merge_working: Seconds
    deploy: Seconds
    lead: Seconds
    deploy_working: Seconds
    lead_working: Seconds


@dataclass(frozen=True, slots=True)
class LifetimeColumns(Columns):
    """Pull requests, open ones too, with moments in epoch seconds.

    `ended` is `OPEN_ENDED` while it is open; at `ready` its coding was over: it was opened or left
    draft for the last time before the first review, or was reviewed as a draft.
    """

    ended: Wide
    ready: Wide
