"""Segments whose ids lie apart from what figures read."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_fourth_segments"
down_revision = "2026_11_27_third_calls"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    make_segments_anew()
    op.drop_table("segments")
    op.create_table(
        "segments",
        sa.Column("family", sa.Text, primary_key=True),
        sa.Column("scope", BIG, primary_key=True, autoincrement=False),
        sa.Column("week", BIG, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
    )


def make_segments_anew() -> None:
    """Readers make those that they need from the rows, and the first sync makes the others."""
    op.execute(
        "INSERT INTO dirty_cells (family, scope, week, mark) "
        "SELECT family, scope, week, 1 FROM segments WHERE true "
        "ON CONFLICT (family, scope, week) DO UPDATE SET mark = excluded.mark"
    )
