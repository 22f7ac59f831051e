"""Every table: the plural of its record, a column for each field."""

from storage.tables.answers import dirty_cells, pull_request_facts, segments
from storage.tables.ledgers import (
    cursors,
    due_slots,
    limits,
    notes,
    pictures,
    quarantine,
    secrets,
    sync_runs,
)
from storage.tables.people import (
    account_links,
    accounts,
    kind_overrides,
    memberships,
    people,
    team_accounts,
    team_repositories,
    teams,
)
from storage.tables.places import repositories, sources
from storage.tables.schema import metadata
from storage.tables.work import (
    closed_intervals,
    comments,
    commits,
    draft_intervals,
    pull_requests,
    review_requests,
    reviews,
)

__all__ = [
    "account_links",
    "accounts",
    "closed_intervals",
    "comments",
    "commits",
    "cursors",
    "dirty_cells",
    "draft_intervals",
    "due_slots",
    "kind_overrides",
    "limits",
    "memberships",
    "metadata",
    "notes",
    "people",
    "pictures",
    "pull_request_facts",
    "pull_requests",
    "quarantine",
    "repositories",
    "review_requests",
    "reviews",
    "secrets",
    "segments",
    "sources",
    "sync_runs",
    "team_accounts",
    "team_repositories",
    "teams",
]
