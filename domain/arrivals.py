"""What senders of webhooks delivered, from its arrival until it has been applied."""

from dataclasses import dataclass
from datetime import datetime

from domain.records import Record

NamedThing = tuple[str, str, str]
"""A stream, the external id of a thing in it (empty for the stream itself), and its repository's."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery that was taken in: what it is about, and what has become of it.

    It is to be applied from `due_at` on. Without `due_at` it has been `applied_at`, or is dead: it failed
    too often, for the reason in `note`.
    """

    source: str
    id: str
    event: str
    named: tuple[NamedThing, ...]
    records: tuple[Record, ...]
    received_at: datetime
    due_at: datetime | None = None
    applied_at: datetime | None = None
    attempts: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the deliveries of a source are: when the last one came, how many wait, how many are dead and why.

    `waiting_since` is when the oldest of those that wait came.
    """

    last_at: datetime | None = None
    waiting: int = 0
    waiting_since: datetime | None = None
    dead: int = 0
    note: str = ""
