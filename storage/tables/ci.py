"""Continuous integration: attempts of runs, their jobs and test cases."""

from sqlalchemy import Column, Float, ForeignKey, Index, Table, Text

from domain.records import Outcome, Verdict
from storage.tables.places import repositories
from storage.tables.schema import metadata
from storage.types import Big, Moment, Prose, word

runs = Table(
    "runs",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("attempt", Big, nullable=False),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), nullable=False),
    Column("workflow", Prose, nullable=False),
    Column("branch", Prose, nullable=False),
    Column("sha", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("outcome", word(Outcome)),
    Column("tree_sha", Text),
    Column("actor_id", Big),
    Column("pull_request_id", Big),
    Index("ix_runs_repository_id_created_at", "repository_id", "created_at"),
    Index("ix_runs_source_external_id", "source", "external_id"),
    Index("ix_runs_sha", "sha"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("run_id", ForeignKey(runs.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Prose, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("outcome", word(Outcome)),
    Column("url", Text, nullable=False),
)

test_cases = Table(
    "test_cases",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("run_id", ForeignKey(runs.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("suite", Prose, nullable=False),
    Column("class_name", Prose, nullable=False),
    Column("name", Prose, nullable=False),
    Column("verdict", word(Verdict), nullable=False),
    Column("seconds", Float),
    Column("environment", Prose, nullable=False),
    Column("message", Prose, nullable=False),
)
