"""What the clock started: sync runs and due slots, each with how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunOutcome(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One pass over a stream of a source; `outcome` is None while it runs.

    id = identify("sync_run", source, stream, began_at).
    """

    id: int
    source: str
    stream: str
    began_at: datetime
    finished_at: datetime | None = None
    outcome: RunOutcome | None = None
    note: str = ""
    requests: int = 0
    points: int = 0
    records: int = 0
    quarantined: int = 0


class SlotState(StrEnum):
    """A due slot waits, runs, and ends in exactly one way."""

    PENDING = "pending"
    STARTED = "started"
    RUN = "run"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DueSlot:
    """One moment at which a job was due; (job, scheduled_for) names it once and for all."""

    job: str
    scheduled_for: datetime
    state: SlotState = SlotState.PENDING
    started_at: datetime | None = None
    finished_at: datetime | None = None
    reason: str = ""
