"""Migrations lead to the tables, one after the other, and only forward."""

import re
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from domain.errors import Misconfigured
from domain.facts import RUNS
from storage import migrations
from storage.store import Store
from storage.tables import dirty_cells, metadata, segments
from tests import builders as build
from tests import postgresql

VERSIONS = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))


@pytest.fixture
def empty(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database in which there is nothing at all."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if dialect == "postgresql":
        server: postgresql.Server = request.getfixturevalue("server")
        url = server.create("empty")
    with closing(Store.open(url)) as store:
        yield store


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


def test_segments_of_the_old_shape_are_made_anew(empty: Store) -> None:
    """Every week that had one is marked, those that were marked before anew, and no old bytes are left."""
    config = migrations.scripts()
    with empty._writing.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "2026_11_27_third_calls")
        for week in (2968, 2969):
            connection.execute(text(f"INSERT INTO segments VALUES ('runs', 7, {week}, 'old')"))
        connection.execute(text("INSERT INTO dirty_cells VALUES ('runs', 7, 2969, 99), ('runs', 0, 1, 5)"))
    empty.upgrade()
    with empty._engine.connect() as connection:
        marks = connection.execute(select(dirty_cells.c.scope, dirty_cells.c.week, dirty_cells.c.mark)).all()
        assert sorted(map(tuple, marks)) == [(0, 1, 5), (7, 2968, 1), (7, 2969, 1)]
        assert connection.execute(select(segments)).all() == []
    with empty.read() as shelves:
        assert len(shelves.facts.columns(RUNS, 7, build.at("2026-01-01"), build.NOW)) == 0
