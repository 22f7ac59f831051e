"""Pull requests and what happened on them; a child lies with its pull request, whose id begins its key."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text
from sqlalchemy.sql.schema import SchemaItem

from domain.records import PullRequestState, ReviewState
from storage.tables.places import repositories
from storage.tables.schema import metadata
from storage.types import Big, Listing, Moment, Prose, word

pull_requests = Table(
    "pull_requests",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), nullable=False),
    Column("number", Big, nullable=False),
    Column("title", Prose, nullable=False),
    Column("url", Text, nullable=False),
    Column("state", word(PullRequestState), nullable=False),
    Column("is_draft", Boolean, nullable=False),
    Column("author_id", Big),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("merged_at", Moment),
    Column("closed_at", Moment),
    Column("merged_by_id", Big),
    Column("base_branch", Prose, nullable=False),
    Column("head_branch", Prose, nullable=False),
    Column("merge_sha", Text),
    Column("additions", Big, nullable=False),
    Column("deletions", Big, nullable=False),
    Column("changed_files", Big, nullable=False),
    Column("body", Prose, nullable=False),
    Column("labels", Listing, nullable=False),
    Column("assignee_ids", Listing, nullable=False),
    Column("is_removed", Boolean, nullable=False),
    Index("ix_pull_requests_repository_id", "repository_id"),
    Index("ix_pull_requests_number", "number"),
)
_is_open = pull_requests.c.state == PullRequestState.OPEN
Index(
    "ix_pull_requests_open_author_id",
    pull_requests.c.author_id,
    sqlite_where=_is_open,
    postgresql_where=_is_open,
)


def _of_pull_requests(name: str, *items: SchemaItem) -> Table:
    return Table(
        name,
        metadata,
        Column("pull_request_id", ForeignKey(pull_requests.c.id, ondelete="CASCADE"), primary_key=True),
        *items,
        sqlite_with_rowid=False,
    )


commits = _of_pull_requests(
    "commits",
    Column("sha", Text, primary_key=True),
    Column("authored_at", Moment, nullable=False),
    Column("committed_at", Moment, nullable=False),
    Column("author_id", Big),
    Column("headline", Prose, nullable=False),
)

reviews = _of_pull_requests(
    "reviews",
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("author_id", Big),
    Column("state", word(ReviewState), nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("dismissed_at", Moment),
    Column("comments", Big, nullable=False),
)

comments = _of_pull_requests(
    "comments",
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("author_id", Big),
    Column("created_at", Moment, nullable=False),
)

draft_intervals = _of_pull_requests(
    "draft_intervals",
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

review_requests = _of_pull_requests(
    "review_requests",
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("requested_at", Moment, nullable=False),
    Column("reviewer_id", Big),
    Column("team", Text),
    Column("removed_at", Moment),
    Index("ix_review_requests_reviewer_id", "reviewer_id"),
)

closed_intervals = _of_pull_requests(
    "closed_intervals",
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("closed_at", Moment, nullable=False),
    Column("reopened_at", Moment),
)
