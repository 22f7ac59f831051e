"""The store is read in snapshots and written all or nothing, even by those who are killed."""

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from domain.facts import PULL_REQUESTS
from storage.store import Store
from tests import builders as build

REPOSITORY = build.repository()


def test_what_was_written_is_read(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
    with store.read() as shelves:
        assert shelves.sources.all() == [build.GITHUB]


def test_nothing_is_kept_when_an_error_leaves_the_block(store: Store) -> None:
    with suppress(ZeroDivisionError), store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        raise ZeroDivisionError
    with store.read() as shelves:
        assert shelves.sources.all() == []


def test_a_reader_does_not_see_what_is_written_meanwhile(store: Store) -> None:
    with store.read() as reader:
        assert reader.sources.all() == []
        with store.write() as writer:
            writer.sources.save(build.GITHUB)
        assert reader.sources.all() == []
    with store.read() as later:
        assert later.sources.all() == [build.GITHUB]


def test_a_writer_sees_what_it_wrote(store: Store) -> None:
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        assert shelves.sources.get("github") == build.GITHUB


def test_readers_and_writers_of_many_threads_share_one_store(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(10):
            with store.write() as shelves:
                shelves.notes.put(name, "count", {"n": number})
            with store.read() as shelves:
                counts.append(shelves.notes.get(name, "count") == {"n": number})

    counts: list[bool] = []
    threads = [threading.Thread(target=work, args=(f"U{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [True] * 60


def write_and_die(url: str, sources: list[str]) -> None:
    """Commit all but the last, and be killed within the last one's transaction."""
    store = Store.open(url)
    for key in sources[:-1]:
        with store.write() as shelves:
            shelves.sources.save(build.source(key))
    with store.write() as shelves:
        shelves.sources.save(build.source(sources[-1]))
        shelves.repositories.save([build.repository(source=sources[-1])])
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_process_committed_is_there_and_nothing_else(store: Store, url: str) -> None:
    process = multiprocessing.get_context("spawn").Process(target=write_and_die, args=(url, ["a", "b", "c"]))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with store.write() as shelves:
        assert [source.key for source in shelves.sources.all()] == ["a", "b"]
        assert shelves.repositories.all() == []
        shelves.sources.save(build.source("c"))


def upgrade(url: str) -> bool:
    """In a process of its own; whether it came through."""
    store = Store.open(url)
    store.upgrade()
    store.close()
    return True


def test_two_processes_may_upgrade_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with multiprocessing.get_context("spawn").Pool(2) as processes:
        assert processes.map(upgrade, [url, url]) == [True, True]


def test_reopening_finds_everything(store: Store, url: str) -> None:
    record = build.pull_request(1, merged_at=build.NOW, reviews=(build.review(),))
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([REPOSITORY])
        shelves.pull_requests.save([record], [build.facts(record)])
    later = Store.open(url)
    with later.read() as shelves:
        assert shelves.pull_requests.by_ids([record.id]) == {record.id: record}
        assert len(shelves.facts.columns(PULL_REQUESTS, 0, build.NOW, build.NOW + timedelta(days=1))) == 1
    later.close()


def test_answers_are_the_same_when_nothing_can_be_kept(store: Store, dialect: str) -> None:
    """A reader rebuilds for itself where the database lets it write nothing."""
    record = build.pull_request(1, repository=REPOSITORY, merged_at=build.NOW)
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save([REPOSITORY])
        shelves.pull_requests.save([record], [build.facts(record)])
    blocker = store._writing.connect()
    begun = blocker.begin()
    if dialect == "postgresql":
        blocker.execute(text("SELECT pg_advisory_xact_lock(7853)"))
    for _ in range(2):
        with store.read() as shelves:
            assert len(shelves.facts.columns(PULL_REQUESTS, 0, build.NOW, build.NOW + timedelta(days=1))) == 1
            assert len(shelves.facts.rebuilt) == 1
    begun.rollback()
    blocker.close()


def test_a_store_tells_where_it_is_but_no_password() -> None:
    store = Store.open("postgresql://leadline:canary-5512@db.example:5433/metrics")
    assert store.url == "postgresql+psycopg://leadline:***@db.example:5433/metrics"
    assert repr(store) == f"Store({store.url!r})"
    store.close()
