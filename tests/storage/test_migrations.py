"""Migrations lead to the tables, one after the other, and only forward."""

import re
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from domain.errors import Misconfigured
from storage import migrations
from storage.store import Store
from storage.tables import metadata

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrations.scripts()).get_heads()) == 1


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_dated_named_after_itself_and_forward_only(path: Path) -> None:
    source = path.read_text()
    assert re.fullmatch(r"\d{4}_\d{2}_\d{2}_\w+", path.stem)
    assert f'revision = "{path.stem}"' in source
    assert "def downgrade" not in source


def test_an_upgraded_database_has_the_tables_as_they_are_declared(store: Store) -> None:
    with store._engine.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*expression-based index")  # SQLite's are looked at below
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_indexes_on_expressions_are_there_too(store: Store) -> None:
    declared = {str(index.name) for table in metadata.tables.values() for index in table.indexes}
    with store._engine.connect() as connection:
        listing = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
            "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
        }
        found = set(connection.scalars(text(listing[store.dialect])))
    assert declared <= found


def test_upgrading_twice_changes_nothing(store: Store) -> None:
    before = inspect(store._engine).get_table_names()
    store.upgrade()
    assert inspect(store._engine).get_table_names() == before


def test_a_database_that_is_newer_than_the_code_is_refused(store: Store) -> None:
    with store._writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2031_01_01_later'"))
    with pytest.raises(Misconfigured, match="2031_01_01_later"):
        store.upgrade()


def test_an_upgrade_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'half.db'}")
    with store._writing.begin() as connection:
        connection.execute(text("CREATE TABLE segments (in_the_way INTEGER)"))
    with pytest.raises(OperationalError, match="segments already exists"):
        store.upgrade()
    assert inspect(store._engine).get_table_names() == ["segments"]
    store.close()
