"""What answers are read from: facts by pull request, and their weekly columnar segments."""

from dataclasses import fields

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from domain.facts import (
    CASES,
    ENDINGS,
    FAMILIES,
    LIFETIMES,
    PULL_REQUESTS,
    RESPONSES,
    REVIEWS,
    Columns,
    Family,
    Span,
)
from storage.tables.schema import metadata
from storage.tables.work import pull_requests
from storage.types import Big, Bits, Moment

pull_request_facts = Table(
    "pull_request_facts",
    metadata,
    Column(
        "pull_request_id",
        ForeignKey(pull_requests.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("repository_id", Big, nullable=False),
    Column("author_id", Big),
    Column("work_began_at", Moment, nullable=False),
    Column("ready_at", Moment),
    Column("requested_at", Moment),
    Column("first_review_at", Moment),
    Column("approved_at", Moment),
    Column("merged_at", Moment),
    Column("flags", Bits, nullable=False),
    Column("size", Big, nullable=False),
    Column("rounds", Big),
    *(Column(span.value, Big) for span in Span),
    *(Column(f"{span}_working", Big) for span in Span),
    Index("ix_pull_request_facts_merged_at", "merged_at"),
    Index("ix_pull_request_facts_repository_id_merged_at", "repository_id", "merged_at"),
    Index("ix_pull_request_facts_author_id_merged_at", "author_id", "merged_at"),
)


def _of_cells(name: str, *values: Column[bytes] | Column[int]) -> Table:
    return Table(
        name,
        metadata,
        Column("family", Text, primary_key=True),
        Column("scope", Big, primary_key=True, autoincrement=False),
        Column("week", Big, primary_key=True, autoincrement=False),
        *values,
    )


_OWNED_BY = {CASES.name: ("run_id",), RESPONSES.name: ("kind_id",)}
"""What facts are replaced by, beside the place: those of one run, or of one pull request."""


def _facts(family: Family[Columns]) -> Table:
    """Facts that need nothing but their columns: numbers, moments in epoch seconds, `NO_SPAN` for null."""
    name = f"{family.name.removesuffix('s').replace('recoverie', 'recovery')}_facts"
    _, *others = fields(family.columns)
    return Table(
        name,
        metadata,
        Column("id", Big, primary_key=True, autoincrement=False),
        *(Column(field.name, Big, nullable=False) for field in others),
        Index(f"ix_{name}_at", "at"),
        Index(f"ix_{name}_place_id_at", "place_id", "at"),
        Index(f"ix_{name}_author_id_at", "author_id", "at"),
        *(Index(f"ix_{name}_{owner}", owner) for owner in _OWNED_BY.get(family.name, ())),
    )


READ_FROM_RECORDS = (LIFETIMES, ENDINGS, REVIEWS)
"""Families that are told by other tables as they stand."""

facts_of = {
    family.name: _facts(family)
    for family in FAMILIES
    if family is not PULL_REQUESTS and family not in READ_FROM_RECORDS
}

# ids lie behind the body, for databases read long rows up to what is asked of them, or each part by itself
segments = _of_cells(
    "segments", Column("body", LargeBinary, nullable=False), Column("ids", LargeBinary, nullable=False)
)
dirty_cells = _of_cells("dirty_cells", Column("mark", Big, nullable=False))
