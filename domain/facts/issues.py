"""Facts of issues and of sprints."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag

from domain.facts.columns import Columns, Ids, Seconds

HUNDREDTHS = 100
"""Story points are counted in hundredths, for halves and thirds are common."""


class IssueFlag(IntFlag):
    """What is known about an issue that is done."""

    CANCELED = 1
    REOPENED = 2
    UNESTIMATED = 4
    LINKED = 8
    NEVER_STARTED = 16
    BLOCKED = 32
    SUBTASK = 64
    CONTRADICTORY = 256
    EXCLUDED_BY_HAND = 512


class SprintFlag(IntFlag):
    """What is odd about a sprint.

    A sprint that is `SHARED` has issues that another board counts as well; beside it stands the same
    sprint `ONCE`, without those, for figures of the whole organisation.
    """

    NO_COMMITMENT = 1
    NO_LENGTH = 2
    FROM_HISTORY = 4
    DRIFTED = 8
    UNESTIMATED = 16
    SHARED = 32
    ONCE = 64
    EXCLUDED_BY_HAND = 512


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """An issue that was done `at`; spans in whole seconds, `points` in hundredths.

    `cycle` is from its first start to its last end, `lead` from its creation, `stopped` the part of
    the cycle in which it was blocked.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: IssueFlag
    type_id: int
    cycle: int | None
    cycle_working: int | None
    lead: int | None
    stopped: int | None
    points: int | None


@dataclass(frozen=True, slots=True)
class IssueColumns(Columns):
    """Issues that are done, at their last end."""

    type_id: Ids
    cycle: Seconds
    cycle_working: Seconds
    lead: Seconds
    stopped: Seconds
    points: Seconds


@dataclass(frozen=True, slots=True)
class SprintFacts:
    """A closed sprint; points in hundredths, and the same counted in issues.

    `delivered` was committed to and completed; `carried` went on into the next sprint, `carried_again`
    had come from the one before already; both are None until the board has a next sprint.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: SprintFlag
    board_id: int
    committed: int
    completed: int
    delivered: int
    added: int
    removed: int
    carried: int | None
    carried_again: int | None
    committed_issues: int
    completed_issues: int
    delivered_issues: int
    added_issues: int
    removed_issues: int
    carried_issues: int | None
    carried_again_issues: int | None
    unestimated: int


@dataclass(frozen=True, slots=True)
class SprintColumns(Columns):
    """Sprints, at their close."""

    board_id: Ids
    committed: Seconds
    completed: Seconds
    delivered: Seconds
    added: Seconds
    removed: Seconds
    carried: Seconds
    carried_again: Seconds
    committed_issues: Seconds
    completed_issues: Seconds
    delivered_issues: Seconds
    added_issues: Seconds
    removed_issues: Seconds
    carried_issues: Seconds
    carried_again_issues: Seconds
    unestimated: Seconds
