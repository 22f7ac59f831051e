"""What answers are read from: facts by pull request, and their weekly columnar segments."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from domain.facts import Span
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
    *(Column(span.value, Big) for span in Span),
    *(Column(f"{span}_working", Big) for span in Span),
    Index("ix_pull_request_facts_merged_at", "merged_at"),
    Index("ix_pull_request_facts_repository_id_merged_at", "repository_id", "merged_at"),
    Index("ix_pull_request_facts_author_id_merged_at", "author_id", "merged_at"),
)


def _of_cells(name: str, value: Column[bytes] | Column[int]) -> Table:
    return Table(
        name,
        metadata,
        Column("family", Text, primary_key=True),
        Column("scope", Big, primary_key=True, autoincrement=False),
        Column("week", Big, primary_key=True, autoincrement=False),
        value,
    )


segments = _of_cells("segments", Column("body", LargeBinary, nullable=False))
dirty_cells = _of_cells("dirty_cells", Column("mark", Big, nullable=False))
