"""Deployments and what they are understood by: the default branch's commits, services, and failures."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from domain.facts import FailureKind
from domain.records import DeploymentSource, DeploymentStatus
from storage.tables.places import repositories
from storage.tables.schema import metadata
from storage.types import Big, Day, Listing, Moment, Prose, word

branch_commits = Table(
    "branch_commits",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("sha", Text, nullable=False),
    Column("parents", Listing, nullable=False),
    Column("authored_at", Moment, nullable=False),
    Column("committed_at", Moment, nullable=False),
    Column("author_id", Big),
    Column("headline", Prose, nullable=False),
    Column("pull_request_id", Big),
    Column("paths", Listing, nullable=False),
)

deployments = Table(
    "deployments",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), nullable=False),
    Column("environment", Prose, nullable=False),
    Column("sha", Text, nullable=False),
    Column("status", word(DeploymentStatus), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("ref", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("creator_id", Big),
    Column("run_id", Big),
    Column("known_from", word(DeploymentSource), nullable=False),
    Column("is_production", Boolean),
    Column("service", Text),
    Column("part", Prose, nullable=False),
    Column("cause", Prose, nullable=False),
    Index("ix_deployments_repository_id_created_at", "repository_id", "created_at"),
)

services = Table(
    "services",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("slug", Text, nullable=False),
    Column("name", Prose, nullable=False),
    Column("repositories", Listing, nullable=False),
    Column("paths", Listing, nullable=False),
    Column("labels", Listing, nullable=False),
    Column("owners", Listing, nullable=False),
    Column("alerts_as", Listing, nullable=False),
    Column("environments", Listing, nullable=False),
    Column("incident_hours", Big, nullable=False),
    Column("began_on", Day),
    Column("ended_on", Day),
)

failures = Table(  # why a deployment counts as failed, and what that rests on
    "failures",
    metadata,
    Column("deployment_id", Big, primary_key=True, autoincrement=False),
    Column("kind", word(FailureKind), primary_key=True),
    Column("evidence_id", Big, primary_key=True, autoincrement=False),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("detected_at", Moment, nullable=False),
    Column("recovered_at", Moment),
    Column("rank", Big, nullable=False),
)
