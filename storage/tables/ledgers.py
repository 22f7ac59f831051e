"""What Leadline keeps of its own work: how far it read, what ran, what was set aside, what to remember."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from domain.runs import RunOutcome, SlotState
from storage.tables.places import sources
from storage.tables.schema import metadata
from storage.types import Big, Moment, Prose, Small, word


def _source(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "source", ForeignKey(sources.c.key, ondelete="CASCADE"), primary_key=primary_key, nullable=False
    )


cursors = Table(
    "cursors",
    metadata,
    _source(primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

sync_runs = Table(
    "sync_runs",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    _source(),
    Column("stream", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("outcome", word(RunOutcome)),
    Column("note", Prose, nullable=False),
    Column("requests", Big, nullable=False),
    Column("points", Big, nullable=False),
    Column("records", Big, nullable=False),
    Column("quarantined", Big, nullable=False),
    Index("ix_sync_runs_source_began_at", "source", "began_at"),
)

quarantine = Table(
    "quarantine",
    metadata,
    _source(primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("external_id", Prose, primary_key=True),
    Column("path", Prose, nullable=False),
    Column("reason", Prose, nullable=False),
    Column("payload_hash", Text, nullable=False),
    Column("payload", Prose, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

due_slots = Table(
    "due_slots",
    metadata,
    Column("job", Text, primary_key=True),
    Column("scheduled_for", Moment, primary_key=True),
    Column("state", word(SlotState), nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("reason", Prose, nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

pictures = Table(
    "pictures",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("png", LargeBinary, nullable=False),
    Column("alt", Prose, nullable=False),
    Column("made_at", Moment, nullable=False, index=True),
)

notes = Table(
    "notes",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Small, nullable=False),
)

limits = Table(
    "limits",
    metadata,
    Column("source", Text, primary_key=True),
    Column("value", Small, nullable=False),
)

deliveries = Table(  # what senders of webhooks delivered: to be applied, or applied lately
    "deliveries",
    metadata,
    _source(primary_key=True),
    Column("id", Text, primary_key=True),
    Column("event", Prose, nullable=False),
    Column("named", Text, nullable=False),
    Column("records", Text, nullable=False),
    Column("received_at", Moment, nullable=False, index=True),
    Column("due_at", Moment, index=True),
    Column("applied_at", Moment),
    Column("attempts", Big, nullable=False),
    Column("note", Prose, nullable=False),
)
