"""What people corrected, who did it and why; names of what facts point at; and what must be made anew."""

from sqlalchemy import Column, Float, Index, Table, Text

from storage.tables.schema import metadata
from storage.types import Big, Moment, Prose, Small

exclusions = Table(
    "exclusions",
    metadata,
    Column("family", Text, primary_key=True),
    Column("item_id", Big, primary_key=True, autoincrement=False),
    Column("actor", Prose, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Prose, nullable=False),
)

link_overrides = Table(  # a person's word on what belongs to what; `to_id` 0 says that nothing does
    "link_overrides",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("from_id", Big, primary_key=True, autoincrement=False),
    Column("to_id", Big, nullable=False),
    Column("actor", Prose, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Prose, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", Prose, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Prose, nullable=False),
    Column("before", Small, nullable=False),
    Column("after", Small, nullable=False),
)

labels = Table(  # what the ids in facts stand for: workflows, services, issue types, test cases
    "labels",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("url", Text, nullable=False),
)

outdated = Table(  # places whose derived facts must be made anew
    "outdated",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("place_id", Big, primary_key=True, autoincrement=False),
    Column("mark", Big, nullable=False),
)

custom_points = Table(
    "custom_points",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("series", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("value", Float, nullable=False),
    Column("repository_id", Big),
    Column("note", Prose, nullable=False),
    Index("ix_custom_points_series_at", "series", "at"),
)
