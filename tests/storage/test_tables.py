"""A table is the plural of its record, and has a column for each of its fields."""

from dataclasses import fields

import pytest
from sqlalchemy import Table

from domain import errors, facts, people, records, runs
from storage import tables

KEY_OF_OWNER = ("pull_request_id",)
NUMBERED = (*KEY_OF_OWNER, "position")
SPANS = tuple(f"{span}{clock}" for clock in ("", "_working") for span in facts.Span)

RECORDS = {
    # record: the table, columns before the fields, columns after them, fields kept elsewhere
    records.Source: (tables.sources, (), (), ()),
    records.Repository: (tables.repositories, (), (), ()),
    records.Account: (tables.accounts, (), (), ()),
    people.Person: (tables.people, (), (), ()),
    people.Team: (tables.teams, (), ("is_configured",), ("members",)),
    people.Membership: (tables.memberships, ("team_id", "position"), (), ()),
    records.PullRequest: (
        tables.pull_requests,
        (),
        ("is_removed",),
        ("commits", "reviews", "comments", "drafts", "review_requests", "closed_intervals"),
    ),
    records.Commit: (tables.commits, KEY_OF_OWNER, (), ()),
    records.Review: (tables.reviews, KEY_OF_OWNER, (), ()),
    records.Comment: (tables.comments, KEY_OF_OWNER, (), ()),
    records.DraftInterval: (tables.draft_intervals, NUMBERED, (), ()),
    records.ReviewRequest: (tables.review_requests, NUMBERED, (), ()),
    records.ClosedInterval: (tables.closed_intervals, NUMBERED, (), ()),
    facts.PullRequestFacts: (tables.pull_request_facts, (), SPANS, ("calendar", "working", "responses")),
    runs.SyncRun: (tables.sync_runs, (), (), ()),
    runs.DueSlot: (tables.due_slots, (), (), ()),
    errors.Unmappable: (tables.quarantine, (), ("seen_at",), ()),
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_columns_are_fields(record: type) -> None:
    table, before, after, elsewhere = RECORDS[record]
    names = [field.name for field in fields(record) if field.name not in elsewhere]
    assert [column.name for column in table.columns] == [*before, *names, *after]


@pytest.mark.parametrize("table", tables.metadata.tables.values(), ids=lambda table: table.name)
def test_keys_come_first(table: Table) -> None:
    keys = [column.name for column in table.primary_key]
    assert [column.name for column in table.columns][: len(keys)] == keys


@pytest.mark.parametrize("table", tables.metadata.tables.values(), ids=lambda table: table.name)
def test_no_number_is_drawn_by_the_database(table: Table) -> None:
    assert table.autoincrement_column is None
