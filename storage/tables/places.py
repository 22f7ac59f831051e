"""Where work happens: sources and their repositories."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, func

from domain.records import RepositoryState
from storage.tables.schema import metadata
from storage.types import Big, word

sources = Table(
    "sources",
    metadata,
    Column("key", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("base_url", Text, nullable=False),
    Column("name", Text, nullable=False),
)

repositories = Table(
    "repositories",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(sources.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("external_id", Text, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("default_branch", Text, nullable=False),
    Column("state", word(RepositoryState), nullable=False),
)
Index("ix_repositories_lower_full_name", func.lower(repositories.c.full_name))
