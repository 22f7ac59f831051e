"""Cells are marked with their rows, rebuilt when dirty, and never stored once somebody marked them again."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.facts import PULL_REQUESTS
from domain.records import PullRequest
from storage.cells import LONGEST_RUN
from storage.store import Store
from storage.tables import dirty_cells, segments
from tests import builders as build

MONDAY = build.at("2026-11-23")
PAYMENTS = build.repository("acme/payments")
OTHER = build.repository("acme/other")
TEAM = build.team("payments", repositories=("payments",))
START, STOP = MONDAY - timedelta(days=400), MONDAY + timedelta(days=400)


@pytest.fixture
def seeded(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([PAYMENTS, OTHER])
        shelves.teams.save(TEAM)
    return store


def save(store: Store, *records: PullRequest) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save(records, [build.facts(each) for each in records])


def merged(number: int, merged_at: datetime = MONDAY, **fields: object) -> PullRequest:
    return build.pull_request(number, merged_at=merged_at, **fields)


def repack(store: Store, limit: int | None = None) -> int:
    with store.write() as shelves:
        return shelves.facts.repack(limit)


def ids(store: Store, scope: int = 0) -> set[int]:
    with store.read() as shelves:
        return {int(each) for each in shelves.facts.columns(PULL_REQUESTS, scope, START, STOP).id}


def dirty(store: Store) -> set[tuple[int, int]]:
    with store._engine.connect() as connection:
        return {(row.scope, row.week) for row in connection.execute(select(dirty_cells))}


def bodies(store: Store) -> int:
    with store._engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(segments)) or 0


def test_saving_marks_the_week_of_everybody_and_of_the_team(seeded: Store) -> None:
    save(seeded, merged(1))
    assert {scope for scope, _ in dirty(seeded)} == {0, TEAM.id}
    assert len({week for _, week in dirty(seeded)}) == 1


def test_work_of_no_team_marks_everybody_only(seeded: Store) -> None:
    save(seeded, merged(1, repository=OTHER))
    assert {scope for scope, _ in dirty(seeded)} == {0}


def test_an_open_pull_request_marks_nothing(seeded: Store) -> None:
    save(seeded, build.pull_request(1))
    assert dirty(seeded) == set()


def test_saving_again_unchanged_marks_nothing(seeded: Store) -> None:
    save(seeded, merged(1))
    repack(seeded)
    save(seeded, merged(1))
    assert dirty(seeded) == set()


def test_a_merge_that_moves_marks_the_old_week_and_the_new(seeded: Store) -> None:
    save(seeded, merged(1))
    repack(seeded)
    save(seeded, merged(1, MONDAY - timedelta(days=7)))
    assert len({week for _, week in dirty(seeded)}) == 2


def test_repacking_cleans_every_cell_and_changes_no_answer(seeded: Store) -> None:
    save(seeded, merged(1), merged(2, MONDAY - timedelta(days=30)))
    assert repack(seeded) == 4
    assert dirty(seeded) == set()
    assert bodies(seeded) == 4
    assert len(ids(seeded)) == len(ids(seeded, TEAM.id)) == 2


def test_repacking_stops_at_its_limit(seeded: Store) -> None:
    save(seeded, merged(1), merged(2, MONDAY - timedelta(days=30)))
    assert [repack(seeded, 3), repack(seeded, 3), repack(seeded, 3)] == [3, 1, 0]


def test_a_long_history_is_rebuilt_run_by_run(seeded: Store) -> None:
    weeks = LONGEST_RUN * 2 + 3
    history = [merged(number, MONDAY - timedelta(weeks=number)) for number in range(weeks)]
    save(seeded, *history)
    assert repack(seeded) == weeks * 2
    assert ids(seeded, TEAM.id) == {each.id for each in history}


def test_a_cell_whose_rows_are_gone_has_no_segment(seeded: Store) -> None:
    save(seeded, merged(1))
    repack(seeded)
    with seeded.write() as shelves:
        shelves.pull_requests.remove([merged(1).id])
    repack(seeded)
    assert bodies(seeded) == 0
    assert ids(seeded) == set()


def test_a_reader_that_meets_a_dirty_cell_rebuilds_and_keeps_it(seeded: Store) -> None:
    save(seeded, merged(1))
    assert ids(seeded) == {merged(1).id}
    assert {scope for scope, _ in dirty(seeded)} == {TEAM.id}
    assert bodies(seeded) == 1


def test_a_reader_keeps_nothing_while_somebody_writes(seeded: Store) -> None:
    save(seeded, merged(1))
    with seeded.write() as shelves:
        shelves.repositories.save([OTHER])
        assert ids(seeded) == {merged(1).id}
    assert (0, next(iter(dirty(seeded)))[1]) in dirty(seeded)
    assert bodies(seeded) == 0


def test_a_reader_never_keeps_what_was_changed_since_its_snapshot(seeded: Store) -> None:
    save(seeded, merged(1))
    with seeded.read() as old:
        assert old.sources.all()
        save(seeded, merged(2))
        assert len(old.facts.columns(PULL_REQUESTS, 0, START, STOP)) == 1
    assert ids(seeded) == {merged(1).id, merged(2).id}


def test_a_rolled_back_change_leaves_neither_rows_nor_marks(seeded: Store) -> None:
    save(seeded, merged(1))
    repack(seeded)
    with pytest.raises(KeyboardInterrupt):
        _save_and_crash(seeded, merged(2))
    assert dirty(seeded) == set()
    assert ids(seeded) == {merged(1).id}


def _save_and_crash(store: Store, record: PullRequest) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save([record], [build.facts(record)])
        raise KeyboardInterrupt


def test_marking_a_scope_has_all_its_weeks_made_anew(seeded: Store) -> None:
    save(seeded, merged(1), merged(2, MONDAY - timedelta(days=30)))
    repack(seeded)
    with seeded.write() as shelves:
        shelves.facts.mark_scope(TEAM.id)
    assert len(dirty(seeded)) == 2
    assert repack(seeded) == 2


def test_writers_packers_and_readers_at_once_lose_nothing(seeded: Store) -> None:
    """Every thread is a transaction after the other; what is answered at the end is everything."""
    everything = [
        merged(number, MONDAY - timedelta(days=number % 21), repository=(PAYMENTS, OTHER)[number % 2])
        for number in range(1, 61)
    ]
    failures: list[BaseException] = []

    def each_in_turn(records: Sequence[PullRequest]) -> None:
        for record in records:
            save(seeded, record)

    def again_and_again() -> None:
        for _ in range(15):
            repack(seeded)
            ids(seeded)

    threads = [threading.Thread(target=each_in_turn, args=(everything[part::3],)) for part in range(3)]
    threads += [threading.Thread(target=again_and_again) for _ in range(2)]
    hook, threading.excepthook = (
        threading.excepthook,
        lambda args: failures.append(args.exc_value or OSError()),
    )
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    threading.excepthook = hook
    assert failures == []
    assert ids(seeded) == {each.id for each in everything}
    assert ids(seeded, TEAM.id) == {each.id for each in everything if each.repository_id == PAYMENTS.id}
    repack(seeded)
    assert ids(seeded) == {each.id for each in everything}


def test_ids_that_are_read_late_are_those_that_are_read_at_once(seeded: Store) -> None:
    """From segments that were there, one that is rebuilt, and both; a writer reads at once."""
    save(seeded, merged(1), merged(2, MONDAY - timedelta(days=30)), merged(3, MONDAY - timedelta(days=8)))
    for make_dirty in ((), (merged(4, MONDAY - timedelta(days=8)),)):
        repack(seeded)
        save(seeded, *make_dirty)
        with seeded.write() as shelves:
            at_once = shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)
        with seeded.read() as shelves:
            late = shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)
            cut = shelves.facts.columns(PULL_REQUESTS, 0, MONDAY - timedelta(days=9), MONDAY)
            for name in ("id", "place_id", "author_id"):
                assert getattr(late, name).tolist() == getattr(at_once, name).tolist()
            assert cut.id.tolist() == at_once.id[1:-1].tolist()
        assert at_once.id.tolist()[:2] == [merged(2).id, min(each.id for each in (merged(3), *make_dirty))]


def test_columns_are_in_order_of_their_moments_whoever_asks(seeded: Store) -> None:
    days = (3, 40, 0, 21, 8, 8)
    save(seeded, *(merged(number, MONDAY - timedelta(days=day)) for number, day in enumerate(days, 1)))
    expected = sorted(int((MONDAY - timedelta(days=day)).timestamp()) for day in days)
    accounts = [merged(1).author_id or 0]
    for make_packed in (False, True):
        if make_packed:
            repack(seeded)
        with seeded.read() as shelves:
            asked = (shelves.facts.columns(PULL_REQUESTS, scope, START, STOP) for scope in (0, TEAM.id))
            hers = shelves.facts.columns_of(PULL_REQUESTS, accounts, START, STOP)
            for columns in (*asked, hers):
                assert columns.at.tolist() == expected
                assert columns.is_in_order


def test_ids_are_not_read_after_their_transaction_and_all_else_is_there(seeded: Store) -> None:
    save(seeded, merged(1))
    for make_packed in (False, True):
        if make_packed:
            repack(seeded)
        with seeded.read() as shelves:
            columns = shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)
        assert columns.at.tolist() == [int(MONDAY.timestamp())]
        with pytest.raises(RuntimeError, match="while the transaction of their facts is open"):
            assert columns.id.tolist()


def test_ids_that_were_looked_at_are_there_afterwards(seeded: Store) -> None:
    save(seeded, merged(1))
    with seeded.read() as shelves:
        columns = shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)
        assert len(columns.id) == 1
    assert (columns.id.tolist(), columns.place_id.tolist()) == ([merged(1).id], [PAYMENTS.id])


def test_ids_that_are_read_late_are_of_the_readers_own_state(seeded: Store) -> None:
    save(seeded, merged(1))
    repack(seeded)
    with seeded.read() as old:
        columns = old.facts.columns(PULL_REQUESTS, 0, START, STOP)
        save(seeded, merged(2))
        repack(seeded)
        assert columns.id.tolist() == [merged(1).id]


def test_a_writer_keeps_what_it_read_whatever_it_does_then(seeded: Store) -> None:
    save(seeded, merged(1))
    with seeded.write() as shelves:
        columns = shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)
        shelves.pull_requests.remove([merged(1).id])
        shelves.facts.repack()
        assert columns.id.tolist() == [merged(1).id]
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, START, STOP)) == 0
