"""A database's failure says what broke and what to do about it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors import Misconfigured, Retryable
from storage.store import Store
from tests import builders as build

PASSWORD = "hunter2-canary"


def read(store: Store) -> None:
    with store.read() as shelves:
        shelves.sources.all()


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    store = Store.open(f"postgresql://leadline:{PASSWORD}@/leadline?host={tmp_path}")
    with pytest.raises(Misconfigured, match="cannot be reached") as failure:
        read(store)
    assert PASSWORD not in str(failure.value)
    store.close()


def test_a_database_that_was_never_upgraded_is_told_how_to(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(Misconfigured, match="lacks tables") as failure:
        read(store)
    assert "leadline migrate" in failure.value.hint
    store.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Dear diary, " * 100)
    store = Store.open(f"sqlite:///{tmp_path / 'notes.db'}")
    with pytest.raises(Misconfigured, match="damaged, or is no database"):
        read(store)
    store.close()


def test_a_path_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    store = Store.open(f"sqlite:///{tmp_path / 'folder.db'}")
    with pytest.raises(Misconfigured, match="cannot be opened for writing"):
        read(store)
    store.close()


def test_a_writer_that_waited_too_long_may_try_again(url: str, dialect: str) -> None:
    if dialect == "postgresql":
        pytest.skip("PostgreSQL's writers wait for each other as long as it takes")
    first, second = Store.open(url), Store.open(f"{url}?timeout=0.05")
    with first.write() as writer:
        writer.sources.save(build.GITHUB)
        with pytest.raises(Retryable, match="busy"), second.write():
            pass
    first.close()
    second.close()


def test_a_lost_connection_may_be_tried_again(store: Store, dialect: str) -> None:
    if dialect == "sqlite":
        pytest.skip("a file has no connection to lose")
    with pytest.raises(Retryable, match="was lost"):
        _read_on_after_the_server_hung_up(store)
    read(store)


def _read_on_after_the_server_hung_up(store: Store) -> None:
    with store.read() as shelves:
        shelves.sources.all()
        _hang_up(store)
        shelves.sources.all()


def _hang_up(store: Store) -> None:
    with store._engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
