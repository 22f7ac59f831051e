"""Records become rows by the names and types of their table's columns, and come back."""

from datetime import timedelta

import pytest

from domain.records import Comment, DraftInterval, PullRequest, Repository, RepositoryState, Source
from storage.shapes import Shape
from storage.tables import comments, draft_intervals, pull_requests, repositories, sources
from storage.types import microseconds
from tests import builders as build

REPOSITORY = build.repository(state=RepositoryState.ARCHIVED)


def test_a_row_is_the_fields_in_their_stored_shape() -> None:
    assert Shape(repositories, Repository).row(REPOSITORY) == (
        REPOSITORY.id,
        "github",
        "R_acme/payments",
        "acme/payments",
        "https://github.com/acme/payments",
        "main",
        "archived",
    )


def test_the_owners_keys_come_first() -> None:
    intervals = (DraftInterval(build.NOW), DraftInterval(build.NOW, build.NOW + timedelta(seconds=1)))
    began = microseconds(build.NOW)
    assert Shape(draft_intervals, DraftInterval).rows(intervals, [7, 8], [0, 1]) == [
        (7, 0, began, None),
        (8, 1, began, began + 1_000_000),
    ]


def test_a_null_stays_null() -> None:
    comment = build.comment(author_id=None)
    assert Shape(comments, Comment).rows([comment], [7]) == [(7, comment.id, None, microseconds(build.NOW))]


def test_columns_of_storages_own_come_last() -> None:
    shape = Shape(pull_requests, PullRequest, is_removed=False)
    row = shape.row(build.pull_request(labels=("bug",)))
    assert row[-3:] == ('["bug"]', "[]", False)
    assert len(row) == len(pull_requests.columns)


def test_no_records_are_no_rows() -> None:
    assert Shape(sources, Source).rows([]) == []
    assert Shape(comments, Comment).rows([], []) == []


def test_keys_that_do_not_fit_the_records_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        Shape(comments, Comment).rows([build.comment()], [7, 8])


def test_a_record_takes_its_fields_from_the_row_and_from_elsewhere() -> None:
    record = build.pull_request(12, comments=(build.comment(),))
    shape = Shape(pull_requests, PullRequest, is_removed=False)
    values = tuple(getattr(record, name) for name in shape.names)
    assert shape.record((*values, False), comments=record.comments) == record
