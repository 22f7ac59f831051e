"""What senders of webhooks deliver, until it is applied; and what pull requests say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_third_calls"
down_revision = "2026_11_27_second_facts"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_deliveries()
    op.add_column("pull_requests", sa.Column("body", sa.Text, nullable=False, server_default=""))


def create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("source", sa.Text, sa.ForeignKey("sources.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("named", sa.Text, nullable=False),
        sa.Column("records", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("applied_at", sa.BigInteger),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("ix_deliveries_received_at", "deliveries", ["received_at"])
    op.create_index("ix_deliveries_due_at", "deliveries", ["due_at"])
