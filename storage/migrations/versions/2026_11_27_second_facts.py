"""Incidents, corrections, and the facts that every metric is made of."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_second_facts"
down_revision = "2026_11_27_first_work"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    widen_people()
    create_incidents()
    create_shifts()
    create_corrections()
    create_ledgers()
    create_facts()
    widen_pull_request_facts()
    make_segments_anew()


def widen_people() -> None:
    op.add_column("people", sa.Column("hours", sa.Text))
    op.add_column("teams", sa.Column("projects", sa.Text, nullable=False, server_default="[]"))


def create_incidents() -> None:
    op.create_table(
        "incidents",
        _id(),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("resolved_at", sa.BigInteger),
        sa.Column("resolved_by_human", sa.Boolean, nullable=False),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("merged_into", sa.Text),
        sa.Column("deployment", sa.Text),
        sa.Column("ack_timeouts", BIG, nullable=False),
    )
    op.create_index("ix_incidents_created_at", "incidents", ["created_at"])
    op.create_index("ix_incidents_source_external_id", "incidents", ["source", "external_id"])
    op.create_table(
        "acknowledgements",
        sa.Column("incident_id", BIG, _owned_by("incidents.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("account_id", BIG),
        sa.Column("is_human", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "interruptions",
        sa.Column("incident_id", BIG, _owned_by("incidents.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("account_id", BIG),
        sa.Column("channel", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def create_shifts() -> None:
    op.create_table(
        "shifts",
        _id(),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger, nullable=False),
        sa.Column("level", BIG, nullable=False),
    )
    op.create_index("ix_shifts_began_at", "shifts", ["began_at"])
    op.create_index("ix_shifts_source", "shifts", ["source"])


def create_corrections() -> None:
    op.create_table(
        "exclusions",
        sa.Column("family", sa.Text, primary_key=True),
        sa.Column("item_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "link_overrides",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("from_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        _id(),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def create_ledgers() -> None:
    op.create_table(
        "labels",
        _id(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
    )
    op.create_table(
        "outdated",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("place_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("mark", BIG, nullable=False),
    )
    op.create_table(
        "custom_points",
        _id(),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("repository_id", BIG),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("ix_custom_points_series_at", "custom_points", ["series", "at"])
    op.create_table(
        "team_projects",
        sa.Column("team_id", BIG, _owned_by("teams.id"), primary_key=True),
        sa.Column("project_id", BIG, primary_key=True, autoincrement=False),
    )
    op.create_index("ix_team_projects_project_id", "team_projects", ["project_id"])


FACTS = {
    "change_facts": (
        "deployment_id",
        "service_id",
        "cycle",
        "coding",
        "pickup",
        "review",
        "merge",
        "cycle_working",
        "coding_working",
        "pickup_working",
        "review_working",
        "merge_working",
        "deploy",
        "lead",
        "deploy_working",
        "lead_working",
    ),
    "response_facts": ("kind_id", "span", "span_working"),
    "deployment_facts": ("service_id", "duration", "pipeline", "recovery", "detected", "changes"),
    "repair_facts": ("service_id", "duration", "pipeline", "recovery", "detected", "changes"),
    "run_facts": ("workflow_id", "run_id", "duration", "queue"),
    "recovery_facts": ("kind_id", "span", "span_working"),
    "case_facts": ("case_id", "tree_id", "run_id", "milliseconds"),
    "incident_facts": ("service_id", "deployment_id", "acknowledge", "resolve", "effort"),
    "acknowledgement_facts": ("service_id", "deployment_id", "acknowledge", "resolve", "effort"),
    "resolution_facts": ("service_id", "deployment_id", "acknowledge", "resolve", "effort"),
    "call_facts": ("kind_id", "span", "span_working"),
    "shift_facts": ("shift_id", "seconds", "sleep"),
    "issue_facts": ("type_id", "cycle", "cycle_working", "lead", "stopped", "points"),
    "issue_pull_facts": ("kind_id", "span", "span_working"),
    "issue_deploy_facts": ("kind_id", "span", "span_working"),
    "link_facts": ("kind_id", "span", "span_working"),
    "sprint_facts": (
        "board_id",
        "committed",
        "completed",
        "delivered",
        "added",
        "removed",
        "carried",
        "carried_again",
        "committed_issues",
        "completed_issues",
        "delivered_issues",
        "added_issues",
        "removed_issues",
        "carried_issues",
        "carried_again_issues",
        "unestimated",
    ),
    "point_facts": ("series_id", "value"),
}


def create_facts() -> None:
    for name, columns in FACTS.items():
        op.create_table(
            name,
            _id(),
            *(
                sa.Column(column, BIG, nullable=False)
                for column in ("place_id", "author_id", "at", "flags", *columns)
            ),
        )
        op.create_index(f"ix_{name}_at", name, ["at"])
        op.create_index(f"ix_{name}_place_id_at", name, ["place_id", "at"])
        op.create_index(f"ix_{name}_author_id_at", name, ["author_id", "at"])
    op.create_index("ix_case_facts_run_id", "case_facts", ["run_id"])
    op.create_index("ix_response_facts_kind_id", "response_facts", ["kind_id"])


def widen_pull_request_facts() -> None:
    """The same table with two columns more, in their place."""
    kept = (
        "pull_request_id", "repository_id", "author_id", "work_began_at", "ready_at", "requested_at",
        "first_review_at", "approved_at", "merged_at", "flags",
    )  # fmt: skip
    spans: tuple[str, ...] = ("cycle", "coding", "pickup", "review", "merge")
    spans += tuple(f"{span}_working" for span in spans)
    op.execute("CREATE TABLE narrow_facts AS SELECT * FROM pull_request_facts")
    op.drop_table("pull_request_facts")
    op.create_table(
        "pull_request_facts",
        sa.Column(
            "pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("repository_id", BIG, nullable=False),
        sa.Column("author_id", BIG),
        sa.Column("work_began_at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in kept[4:9]),
        sa.Column("flags", sa.BigInteger, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("rounds", BIG),
        *(sa.Column(span, BIG) for span in spans),
    )
    columns = ", ".join((*kept, *spans))
    op.execute(
        f"INSERT INTO pull_request_facts ({columns}, size) SELECT {columns}, "
        "(SELECT additions + deletions FROM pull_requests WHERE id = pull_request_id) FROM narrow_facts"
    )
    op.drop_table("narrow_facts")
    for index, on in (
        ("author_id_merged_at", ["author_id", "merged_at"]),
        ("merged_at", ["merged_at"]),
        ("repository_id_merged_at", ["repository_id", "merged_at"]),
    ):
        op.create_index(f"ix_pull_request_facts_{index}", "pull_request_facts", on)


def make_segments_anew() -> None:
    """Those that there are have the old shape."""
    op.execute(
        "INSERT INTO dirty_cells (family, scope, week, mark) "
        "SELECT family, scope, week, 1 FROM segments WHERE true "
        "ON CONFLICT (family, scope, week) DO UPDATE SET mark = excluded.mark"
    )


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, BIG, primary_key=True, autoincrement=False)


def _owned_by(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
