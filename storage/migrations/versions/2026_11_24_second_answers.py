"""Facts and segments that answers are read from, and what Leadline keeps of its own work."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_second_answers"
down_revision = "2026_11_24_first"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_facts()
    create_cells()
    create_readings()
    create_due_slots()
    create_keepsakes()


def create_facts() -> None:
    op.create_table(
        "pull_request_facts",
        sa.Column(
            "pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("repository_id", BIG, nullable=False),
        sa.Column("author_id", BIG),
        sa.Column("work_began_at", sa.BigInteger, nullable=False),
        sa.Column("ready_at", sa.BigInteger),
        sa.Column("requested_at", sa.BigInteger),
        sa.Column("first_review_at", sa.BigInteger),
        sa.Column("approved_at", sa.BigInteger),
        sa.Column("merged_at", sa.BigInteger),
        sa.Column("flags", sa.BigInteger, nullable=False),
        sa.Column("cycle", BIG),
        sa.Column("coding", BIG),
        sa.Column("pickup", BIG),
        sa.Column("review", BIG),
        sa.Column("merge", BIG),
        sa.Column("cycle_working", BIG),
        sa.Column("coding_working", BIG),
        sa.Column("pickup_working", BIG),
        sa.Column("review_working", BIG),
        sa.Column("merge_working", BIG),
    )
    op.create_index(
        "ix_pull_request_facts_author_id_merged_at", "pull_request_facts", ["author_id", "merged_at"]
    )
    op.create_index("ix_pull_request_facts_merged_at", "pull_request_facts", ["merged_at"])
    op.create_index(
        "ix_pull_request_facts_repository_id_merged_at", "pull_request_facts", ["repository_id", "merged_at"]
    )


def create_cells() -> None:
    op.create_table(
        "segments",
        sa.Column("family", sa.Text, primary_key=True),
        sa.Column("scope", BIG, primary_key=True, autoincrement=False),
        sa.Column("week", BIG, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "dirty_cells",
        sa.Column("family", sa.Text, primary_key=True),
        sa.Column("scope", BIG, primary_key=True, autoincrement=False),
        sa.Column("week", BIG, primary_key=True, autoincrement=False),
        sa.Column("mark", BIG, nullable=False),
    )


def create_readings() -> None:
    op.create_table(
        "cursors",
        sa.Column("source", sa.Text, _owned_by("sources.key"), primary_key=True),
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sync_runs",
        sa.Column("id", BIG, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("outcome", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("requests", BIG, nullable=False),
        sa.Column("points", BIG, nullable=False),
        sa.Column("records", BIG, nullable=False),
        sa.Column("quarantined", BIG, nullable=False),
    )
    op.create_index("ix_sync_runs_source_began_at", "sync_runs", ["source", "began_at"])
    op.create_table(
        "quarantine",
        sa.Column("source", sa.Text, _owned_by("sources.key"), primary_key=True),
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("external_id", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("payload_hash", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
    )


def create_due_slots() -> None:
    op.create_table(
        "due_slots",
        sa.Column("job", sa.Text, primary_key=True),
        sa.Column("scheduled_for", sa.BigInteger, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
    )


def create_keepsakes() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "pictures",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("png", sa.LargeBinary, nullable=False),
        sa.Column("alt", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_pictures_made_at", "pictures", ["made_at"])
    op.create_table(
        "notes",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "limits",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _owned_by(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
