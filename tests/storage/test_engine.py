"""The database is opened with the promises the store relies on, or refused in a sentence."""

from pathlib import Path

import pytest
from sqlalchemy import text

from domain.errors import Misconfigured
from storage.engine import open_engine, reading, writing
from storage.store import Store

PASSWORD = "hunter2-canary"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "cannot be read"),
        ("leadline.db", "cannot be read"),
        ("mysql://root@localhost/leadline", "begins with 'mysql'"),
        ("postgresql+asyncpg://localhost/leadline", "begins with 'postgresql\\+asyncpg'"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
    ids=["empty", "a bare path", "another database", "another driver", "no file", "memory"],
)
def test_a_url_of_no_database_we_know_is_refused(url: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as refusal:
        open_engine(url)
    assert "sqlite:///" in refusal.value.hint


def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path / 'deep' / 'down' / 'leadline.db'}").close()
    assert (tmp_path / "deep" / "down").is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misconfigured, match="cannot be made"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'leadline.db'}")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(scheme: str) -> None:
    store = Store.open(f"{scheme}://leadline:{PASSWORD}@db.example/leadline")
    assert store.dialect == "postgresql"
    assert PASSWORD not in f"{store!r} {store.url}"
    store.close()


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'leadline.db'}")
    with engine.connect() as connection:
        asked = ("journal_mode", "foreign_keys", "busy_timeout")
        assert [connection.scalar(text(f"PRAGMA {each}")) for each in asked] == ["wal", 1, 5000]
    engine.dispose()


def test_a_reader_on_postgresql_is_a_snapshot_and_cannot_write(dialect: str, url: str) -> None:
    if dialect == "sqlite":
        pytest.skip("SQLite's readers are snapshots by WAL")
    engine = open_engine(url)
    with reading(engine).connect() as connection:
        assert connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"
    with writing(engine).connect() as connection:
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"
        assert connection.scalar(text("SHOW transaction_read_only")) == "off"
    engine.dispose()
