"""Facts of incidents, and of being on call."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag

from domain.facts.columns import Columns, Ids, Seconds


class IncidentFlag(IntFlag):
    """What is known about an incident.

    One that nobody acknowledged is `UNACKNOWLEDGED` when it is over, and `WAITING` while it is not.
    """

    RESOLVED = 1
    AUTO_RESOLVED = 2
    LOW_URGENCY = 4
    UNACKNOWLEDGED = 8
    MERGED = 16
    LINKED = 32
    ACK_TIMED_OUT = 64
    WAITING = 128
    CONTRADICTORY = 256
    EXCLUDED_BY_HAND = 512


class CallFlag(IntFlag):
    """In which of the called person's own hours they were interrupted."""

    BUSINESS = 1
    OFF_HOURS = 2
    SLEEP = 4
    EXCLUDED_BY_HAND = 512


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An incident; `at` is its creation, acknowledgement or resolution, as its family says.

    `author_id` is who acknowledged it first, None where no known person did; `deployment_id` caused
    it, 0 where that is not known; `acknowledge` and `resolve` are whole seconds from its creation,
    `effort` those that responders spent, overlaps of the same person counted once.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: IncidentFlag
    service_id: int
    deployment_id: int
    acknowledge: int | None
    resolve: int | None
    effort: int | None


@dataclass(frozen=True, slots=True)
class IncidentColumns(Columns):
    """Incidents, at what their family says."""

    service_id: Ids
    deployment_id: Ids
    acknowledge: Seconds
    resolve: Seconds
    effort: Seconds


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What of a shift lies in one day of the person's: `seconds` on call, `sleep` of them at night.

    `at` is the last second of it, so that a day's time on call counts on that day.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: int
    shift_id: int
    seconds: int
    sleep: int


@dataclass(frozen=True, slots=True)
class ShiftColumns(Columns):
    """Time on call, a row a shift and day."""

    shift_id: Ids
    seconds: Seconds
    sleep: Seconds
