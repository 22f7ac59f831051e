"""What is deployed, built, tested and planned: deployments, CI runs, issues and sprints."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_first_work"
down_revision = "2026_11_24_second_answers"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    create_commits()
    create_deployments()
    create_services()
    create_runs()
    create_jobs()
    create_issues()
    create_histories()
    create_changes()
    create_sprints()


def create_commits() -> None:
    op.create_table(
        "branch_commits",
        _id(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), nullable=False),
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("parents", sa.Text, nullable=False),
        sa.Column("authored_at", sa.BigInteger, nullable=False),
        sa.Column("committed_at", sa.BigInteger, nullable=False),
        sa.Column("author_id", BIG),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("pull_request_id", BIG),
        sa.Column("paths", sa.Text, nullable=False),
    )
    op.create_index("ix_branch_commits_repository_id", "branch_commits", ["repository_id"])


def create_deployments() -> None:
    op.create_table(
        "deployments",
        _id(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("creator_id", BIG),
        sa.Column("run_id", BIG),
        sa.Column("known_from", sa.Text, nullable=False),
        sa.Column("is_production", sa.Boolean),
        sa.Column("service", sa.Text),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
    )
    op.create_index("ix_deployments_repository_id_created_at", "deployments", ["repository_id", "created_at"])


def create_services() -> None:
    op.create_table(
        "services",
        _id(),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("repositories", sa.Text, nullable=False),
        sa.Column("paths", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("owners", sa.Text, nullable=False),
        sa.Column("alerts_as", sa.Text, nullable=False),
        sa.Column("environments", sa.Text, nullable=False),
        sa.Column("incident_hours", BIG, nullable=False),
        sa.Column("began_on", sa.Text),
        sa.Column("ended_on", sa.Text),
    )
    op.create_table(
        "failures",
        sa.Column("deployment_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("evidence_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), nullable=False),
        sa.Column("detected_at", sa.BigInteger, nullable=False),
        sa.Column("recovered_at", sa.BigInteger),
        sa.Column("rank", BIG, nullable=False),
    )
    op.create_index("ix_failures_repository_id", "failures", ["repository_id"])


def create_runs() -> None:
    op.create_table(
        "runs",
        _id(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("attempt", BIG, nullable=False),
        sa.Column("repository_id", BIG, _owned_by("repositories.id"), nullable=False),
        sa.Column("workflow", sa.Text, nullable=False),
        sa.Column("branch", sa.Text, nullable=False),
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("outcome", sa.Text),
        sa.Column("tree_sha", sa.Text),
        sa.Column("actor_id", BIG),
        sa.Column("pull_request_id", BIG),
    )
    op.create_index("ix_runs_repository_id_created_at", "runs", ["repository_id", "created_at"])
    op.create_index("ix_runs_sha", "runs", ["sha"])
    op.create_index("ix_runs_source_external_id", "runs", ["source", "external_id"])


def create_jobs() -> None:
    op.create_table(
        "jobs",
        _id(),
        sa.Column("run_id", BIG, _owned_by("runs.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("started_at", sa.BigInteger),
        sa.Column("finished_at", sa.BigInteger),
        sa.Column("outcome", sa.Text),
        sa.Column("url", sa.Text, nullable=False),
    )
    op.create_index("ix_jobs_run_id", "jobs", ["run_id"])
    op.create_table(
        "test_cases",
        _id(),
        sa.Column("run_id", BIG, _owned_by("runs.id"), nullable=False),
        sa.Column("suite", sa.Text, nullable=False),
        sa.Column("class_name", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
    )
    op.create_index("ix_test_cases_run_id", "test_cases", ["run_id"])


def create_issues() -> None:
    op.create_table(
        "projects",
        _id(),
        sa.Column("source", sa.Text, _owned_by("sources.key"), nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("default_estimate", sa.Float, nullable=False),
    )
    op.create_index("ix_projects_source", "projects", ["source"])
    op.create_table(
        "issues",
        _id(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("project_id", BIG, _owned_by("projects.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("resolved_at", sa.BigInteger),
        sa.Column("assignee_id", BIG),
        sa.Column("reporter_id", BIG),
        sa.Column("estimate", sa.Float),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("parent_key", sa.Text),
        sa.Column("is_subtask", sa.Boolean, nullable=False),
        sa.Column("sprint_ids", sa.Text, nullable=False),
        sa.Column("links", sa.Text, nullable=False),
        sa.Column("is_removed", sa.Boolean, nullable=False),
    )
    op.create_index("ix_issues_lower_key", "issues", [sa.text("lower(key)")])
    op.create_index("ix_issues_project_id", "issues", ["project_id"])


def create_histories() -> None:
    op.create_table(
        "transitions",
        sa.Column("issue_id", BIG, _owned_by("issues.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("from_status", sa.Text, nullable=False),
        sa.Column("to_status", sa.Text, nullable=False),
        sa.Column("from_category", sa.Text, nullable=False),
        sa.Column("to_category", sa.Text, nullable=False),
        sa.Column("account_id", BIG),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stops",
        sa.Column("issue_id", BIG, _owned_by("issues.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue_mentions",
        sa.Column("pull_request_id", BIG, _owned_by("pull_requests.id"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("found_in", sa.Text, nullable=False),
    )
    op.create_index("ix_issue_mentions_lower_key", "issue_mentions", [sa.text("lower(key)")])


def create_changes() -> None:
    op.create_table(
        "sprint_changes",
        sa.Column("issue_id", BIG, _owned_by("issues.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sprint_id", BIG, nullable=False),
        sa.Column("is_added", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sprint_changes_sprint_id", "sprint_changes", ["sprint_id"])
    op.create_table(
        "estimate_changes",
        sa.Column("issue_id", BIG, _owned_by("issues.id"), primary_key=True),
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("before", sa.Float),
        sa.Column("after", sa.Float),
        sqlite_with_rowid=False,
    )


def create_sprints() -> None:
    op.create_table(
        "sprints",
        _id(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("project_id", BIG, _owned_by("projects.id"), nullable=False),
        sa.Column("board", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("ends_at", sa.BigInteger),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("goal", sa.Text, nullable=False),
        sa.Column("progress", sa.Float),
    )
    op.create_index("ix_sprints_project_id", "sprints", ["project_id"])
    op.create_table(
        "snapshots",
        sa.Column("sprint_id", BIG, _owned_by("sprints.id"), primary_key=True),
        sa.Column("moment", sa.Text, primary_key=True),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "snapshot_items",
        sa.Column("sprint_id", BIG, _owned_by("sprints.id"), primary_key=True),
        sa.Column("moment", sa.Text, primary_key=True),
        sa.Column("issue_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("estimate", sa.Float),
        sa.Column("is_done", sa.Boolean, nullable=False),
        sa.Column("is_canceled", sa.Boolean, nullable=False),
    )


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, BIG, primary_key=True, autoincrement=False)


def _owned_by(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, ondelete="CASCADE")
