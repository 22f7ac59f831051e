"""The first tables: sources, people, teams, and pull requests with what happened on them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_first"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_places()
    create_people()
    create_teams()
    create_pull_requests()
    create_happenings()
    create_intervals()


def create_places() -> None:
    op.create_table(
        "sources",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("base_url", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "repositories",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("full_name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("default_branch", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )
    op.create_index("ix_repositories_lower_full_name", "repositories", [sa.text("lower(full_name)")])
    op.create_index("ix_repositories_source", "repositories", ["source"])


def create_people() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
    )
    op.create_index("ix_accounts_lower_login", "accounts", [sa.text("lower(login)")])
    op.create_index("ix_accounts_source", "accounts", ["source"])
    op.create_table(
        "kind_overrides",
        sa.Column("account_id", BIG, _owned_by("accounts.id"), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("slack_user", sa.Text, unique=True),
        sa.Column("zone", sa.Text),
    )
    op.create_index("ix_people_lower_email", "people", [sa.text("lower(email)")])
    op.create_table(
        "account_links",
        sa.Column("account_id", BIG, _owned_by("accounts.id"), primary_key=True),
        sa.Column("person_id", BIG, _owned_by("people.id"), nullable=False),
    )
    op.create_index("ix_account_links_person_id", "account_links", ["person_id"])


def create_teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("repositories", sa.Text, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("hours", sa.Text, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("is_configured", sa.Boolean, nullable=False),
    )
    op.create_index("ix_teams_channel", "teams", ["channel"])
    op.create_table(
        "memberships",
        sa.Column("team_id", BIG, _owned_by("teams.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("began_on", sa.Text),
        sa.Column("ended_on", sa.Text),
    )
    op.create_index("ix_memberships_lower_login", "memberships", [sa.text("lower(login)")])
    op.create_table(
        "team_repositories",
        sa.Column("team_id", BIG, _owned_by("teams.id"), primary_key=True),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), primary_key=True),
    )
    op.create_index("ix_team_repositories_repository_id", "team_repositories", ["repository_id"])
    op.create_table(
        "team_accounts",
        sa.Column("team_id", BIG, _owned_by("teams.id"), primary_key=True),
        sa.Column("account_id", BIG, _owned_by("accounts.id"), primary_key=True),
        sa.Column("began_at", sa.BigInteger, primary_key=True),
        sa.Column("ended_at", sa.BigInteger, primary_key=True),
    )
    op.create_index("ix_team_accounts_account_id", "team_accounts", ["account_id"])


def create_pull_requests() -> None:
    op.create_table(
        "pull_requests",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("is_draft", sa.Boolean, nullable=False),
        sa.Column("author_id", BIG),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("merged_at", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("merged_by_id", BIG),
        sa.Column("base_branch", sa.Text, nullable=False),
        sa.Column("head_branch", sa.Text, nullable=False),
        sa.Column("merge_sha", sa.Text),
        sa.Column("additions", BIG, nullable=False),
        sa.Column("deletions", BIG, nullable=False),
        sa.Column("changed_files", BIG, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("assignee_ids", sa.Text, nullable=False),
        sa.Column("is_removed", sa.Boolean, nullable=False),
    )
    op.create_index("ix_pull_requests_number", "pull_requests", ["number"])
    op.create_index(
        "ix_pull_requests_open_author_id",
        "pull_requests",
        ["author_id"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_pull_requests_repository_id", "pull_requests", ["repository_id"])


def create_happenings() -> None:
    op.create_table(
        "commits",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("sha", sa.Text, primary_key=True),
        sa.Column("authored_at", sa.BigInteger, nullable=False),
        sa.Column("committed_at", sa.BigInteger, nullable=False),
        sa.Column("author_id", BIG),
        sa.Column("headline", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reviews",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("author_id", BIG),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("submitted_at", sa.BigInteger, nullable=False),
        sa.Column("dismissed_at", sa.BigInteger),
        sa.Column("comments", BIG, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comments",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("author_id", BIG),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def create_intervals() -> None:
    op.create_table(
        "draft_intervals",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_requests",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("requested_at", sa.BigInteger, nullable=False),
        sa.Column("reviewer_id", BIG),
        sa.Column("team", sa.Text),
        sa.Column("removed_at", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_requests_reviewer_id", "review_requests", ["reviewer_id"])
    op.create_table(
        "closed_intervals",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("closed_at", sa.BigInteger, nullable=False),
        sa.Column("reopened_at", sa.BigInteger),
        sqlite_with_rowid=False,
    )


def _owned_by(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
