"""Facts are read by row for receipts and in columns for metrics."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from domain.facts import NO_SPAN, PULL_REQUESTS, Flag, PullRequestFacts, Span
from domain.records import PullRequest, RepositoryState
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, BOB, PAYMENTS

DAY = timedelta(days=1)
MERGED = build.pull_request(1, merged_at=build.NOW)
FACTS = build.facts(
    MERGED,
    ready_at=build.NOW - DAY,
    requested_at=build.NOW - DAY,
    first_review_at=None,
    approved_at=build.NOW,
    flags=Flag.REVERT | Flag.UNREVIEWED,
    calendar=(50, 40, None, -3, 0),
    working=(5, 4, None, None, 0),
)


def save(store: Store, record: PullRequest, facts: PullRequestFacts) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save([record], [facts])


def test_milestones_come_back_as_they_were(seeded: Store) -> None:
    save(seeded, MERGED, FACTS)
    with seeded.read() as shelves:
        assert shelves.facts.milestones([MERGED.id, 404]) == {MERGED.id: FACTS}


def test_an_unknown_author_and_an_open_end_come_back(seeded: Store) -> None:
    record = build.pull_request(2, author_id=None)
    facts = build.facts(record, author_id=None)
    save(seeded, record, facts)
    with seeded.read() as shelves:
        assert shelves.facts.milestones([record.id]) == {record.id: facts}
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, build.NOW - 99 * DAY, build.NOW + 99 * DAY)) == 0


def test_columns_hold_every_field_with_null_as_no_span(seeded: Store) -> None:
    save(seeded, MERGED, FACTS)
    with seeded.read() as shelves:
        columns = shelves.facts.columns(PULL_REQUESTS, 0, build.NOW, build.NOW + DAY)
        assert columns.id.tolist() == [MERGED.id]
        assert columns.place_id.tolist() == [PAYMENTS.id]
        assert columns.author_id.tolist() == [ALICE.id]
    assert columns.at.tolist() == [int(build.NOW.timestamp())]
    assert columns.flags.tolist() == [int(FACTS.flags)]
    assert [getattr(columns, span)[0] for span in Span] == [50, 40, NO_SPAN, -3, 0]
    assert [getattr(columns, f"{span}_working")[0] for span in Span] == [5, 4, NO_SPAN, NO_SPAN, 0]


def test_an_unknown_author_is_zero_in_columns(seeded: Store) -> None:
    record = build.pull_request(2, author_id=None, merged_at=build.NOW)
    save(seeded, record, build.facts(record))
    with seeded.read() as shelves:
        assert shelves.facts.columns(PULL_REQUESTS, 0, build.NOW, build.NOW + DAY).author_id.tolist() == [0]


@pytest.mark.parametrize(
    ("start", "stop", "count"),
    [
        (build.NOW, build.NOW + DAY, 1),
        (build.NOW - DAY, build.NOW, 0),
        (build.NOW + timedelta(microseconds=1), build.NOW + DAY, 0),
        (build.NOW - DAY, build.NOW + timedelta(microseconds=1), 1),
    ],
    ids=["the start is inside", "the stop is outside", "just after", "just before"],
)
def test_a_window_is_half_open(seeded: Store, start: datetime, stop: datetime, count: int) -> None:
    save(seeded, MERGED, FACTS)
    with seeded.read() as shelves:
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, start, stop)) == count
        assert len(shelves.facts.columns_of(PULL_REQUESTS, [ALICE.id], start, stop)) == count


def test_a_recomputed_fact_is_answered_at_once(seeded: Store) -> None:
    save(seeded, MERGED, FACTS)
    with seeded.write() as shelves:
        shelves.facts.repack()
        shelves.facts.save([replace(FACTS, calendar=(99, *FACTS.calendar[1:]))])
    with seeded.read() as shelves:
        assert shelves.facts.columns(PULL_REQUESTS, 0, build.NOW, build.NOW + DAY).cycle.tolist() == [99]


def test_the_columns_of_accounts_are_those_of_everybody_narrowed(seeded: Store) -> None:
    for number, author in enumerate((ALICE, BOB, ALICE), 1):
        record = build.pull_request(number, author=author, merged_at=build.NOW - number * DAY)
        save(seeded, record, build.facts(record))
    with seeded.read() as shelves:
        window = (build.NOW - 99 * DAY, build.NOW)
        everybody = shelves.facts.columns(PULL_REQUESTS, 0, *window)
        hers = shelves.facts.columns_of(PULL_REQUESTS, [ALICE.id], *window)
        by_her = everybody.author_id == ALICE.id
        assert hers.id.tolist() == everybody.id[by_her].tolist()
    assert np.array_equal(hers.cycle, everybody.cycle[by_her])


def test_a_deleted_repository_is_out_of_columns_until_it_is_back(seeded: Store) -> None:
    save(seeded, MERGED, FACTS)
    window = (build.NOW, build.NOW + DAY)
    for state, count in ((RepositoryState.DELETED, 0), (RepositoryState.ARCHIVED, 1)):
        with seeded.write() as shelves:
            shelves.facts.repack()
            shelves.repositories.set_state([PAYMENTS.id], state)
        with seeded.read() as shelves:
            assert len(shelves.facts.columns(PULL_REQUESTS, 0, *window)) == count
            assert len(shelves.facts.columns_of(PULL_REQUESTS, [ALICE.id], *window)) == count


def test_a_scope_nobody_knows_is_empty(seeded: Store) -> None:
    save(seeded, MERGED, FACTS)
    with seeded.read() as shelves:
        assert len(shelves.facts.columns(PULL_REQUESTS, 404, build.NOW, build.NOW + DAY)) == 0
