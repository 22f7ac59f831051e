"""Issues with their history, sprints with their snapshots, and which pull requests speak of which issue."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Table, Text, func
from sqlalchemy.sql.schema import SchemaItem

from domain.records import Category, SprintMoment, SprintState
from storage.tables.places import sources
from storage.tables.schema import metadata
from storage.tables.work import pull_requests
from storage.types import Big, Listing, Moment, Prose, word

projects = Table(
    "projects",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(sources.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("external_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("default_estimate", Float, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("project_id", ForeignKey(projects.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("title", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("type", Prose, nullable=False),
    Column("status", Prose, nullable=False),
    Column("category", word(Category), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("assignee_id", Big),
    Column("reporter_id", Big),
    Column("estimate", Float),
    Column("priority", Prose, nullable=False),
    Column("labels", Listing, nullable=False),
    Column("parent_key", Text),
    Column("is_subtask", Boolean, nullable=False),
    Column("sprint_ids", Listing, nullable=False),
    Column("links", Listing, nullable=False),
    Column("is_removed", Boolean, nullable=False),
)
Index("ix_issues_lower_key", func.lower(issues.c.key))


def _of_issues(name: str, *items: SchemaItem) -> Table:
    return Table(
        name,
        metadata,
        Column("issue_id", ForeignKey(issues.c.id, ondelete="CASCADE"), primary_key=True),
        Column("position", Big, primary_key=True, autoincrement=False),
        *items,
        sqlite_with_rowid=False,
    )


transitions = _of_issues(
    "transitions",
    Column("at", Moment, nullable=False),
    Column("from_status", Prose, nullable=False),
    Column("to_status", Prose, nullable=False),
    Column("from_category", word(Category), nullable=False),
    Column("to_category", word(Category), nullable=False),
    Column("account_id", Big),
)

sprint_changes = _of_issues(
    "sprint_changes",
    Column("at", Moment, nullable=False),
    Column("sprint_id", Big, nullable=False),
    Column("is_added", Boolean, nullable=False),
    Index("ix_sprint_changes_sprint_id", "sprint_id"),
)

estimate_changes = _of_issues(
    "estimate_changes",
    Column("at", Moment, nullable=False),
    Column("before", Float),
    Column("after", Float),
)

stops = _of_issues(
    "stops",
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

issue_mentions = Table(  # which issue keys a pull request speaks of, and where it says so
    "issue_mentions",
    metadata,
    Column("pull_request_id", ForeignKey(pull_requests.c.id, ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("found_in", Text, nullable=False),
)
Index("ix_issue_mentions_lower_key", func.lower(issue_mentions.c.key))

sprints = Table(
    "sprints",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("project_id", ForeignKey(projects.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("board", Prose, nullable=False),
    Column("name", Prose, nullable=False),
    Column("state", word(SprintState), nullable=False),
    Column("began_at", Moment),
    Column("ends_at", Moment),
    Column("closed_at", Moment),
    Column("url", Text, nullable=False),
    Column("goal", Prose, nullable=False),
    Column("progress", Float),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("sprint_id", ForeignKey(sprints.c.id, ondelete="CASCADE"), primary_key=True),
    Column("moment", word(SprintMoment), primary_key=True),
    Column("taken_at", Moment, nullable=False),
)

snapshot_items = Table(
    "snapshot_items",
    metadata,
    Column("sprint_id", ForeignKey(sprints.c.id, ondelete="CASCADE"), primary_key=True),
    Column("moment", word(SprintMoment), primary_key=True),
    Column("issue_id", Big, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("estimate", Float),
    Column("is_done", Boolean, nullable=False),
    Column("is_canceled", Boolean, nullable=False),
)
