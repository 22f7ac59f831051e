"""Facts: what the rulings made of one pull request, and the columns of many that metrics compute on."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntFlag, StrEnum

import numpy as np
from numpy.typing import NDArray

NO_SPAN = np.iinfo(np.int32).min
"""A span that does not exist or contradicts itself. Null is not zero."""


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


@dataclass(frozen=True, slots=True)
class PullRequestFacts:
    """One pull request's milestones and spans by the rulings.

    `calendar` and `working` hold a span for every `Span`, in its order: whole seconds, or None where
    there is none.
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


Ids = NDArray[np.int64]
Seconds = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class PullRequestColumns:
    """Merged pull requests of a scope, a column an array, all of one length, in no particular order.

    `id`, `repository_id`, `author_id` are record ids (author 0 is unknown), `merged_at` epoch
    seconds, `flags` the bits of `Flag`; every other column is a span in seconds with `NO_SPAN` for
    null, on the calendar clock and, ending in `_working`, on the working clock.
    """

    id: Ids
    repository_id: Ids
    author_id: Ids
    merged_at: NDArray[np.int64]
    flags: NDArray[np.int32]
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

    def __len__(self) -> int:
        return len(self.id)

    def where(self, mask: NDArray[np.bool_]) -> "PullRequestColumns":
        """The rows that the mask keeps."""
        return PullRequestColumns(*(getattr(self, field.name)[mask] for field in fields(self)))
