"""Incidents, who was called and who answered, and who was on call."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from domain.records import Urgency
from storage.tables.places import sources
from storage.tables.schema import metadata
from storage.types import Big, Moment, Prose, word

incidents = Table(
    "incidents",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(sources.c.key, ondelete="CASCADE"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("number", Big, nullable=False),
    Column("title", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("service", Prose, nullable=False),
    Column("urgency", word(Urgency), nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("resolved_at", Moment),
    Column("resolved_by_human", Boolean, nullable=False),
    Column("priority", Prose, nullable=False),
    Column("merged_into", Text),
    Column("deployment", Text),
    Column("ack_timeouts", Big, nullable=False),
    Index("ix_incidents_source_external_id", "source", "external_id"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("incident_id", ForeignKey(incidents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account_id", Big),
    Column("is_human", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

interruptions = Table(
    "interruptions",
    metadata,
    Column("incident_id", ForeignKey(incidents.c.id, ondelete="CASCADE"), primary_key=True),
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account_id", Big),
    Column("channel", Text, nullable=False),
    sqlite_with_rowid=False,
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(sources.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("schedule", Prose, nullable=False),
    Column("account_id", Big, nullable=False),
    Column("began_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment, nullable=False),
    Column("level", Big, nullable=False),
)
