"""Migrations: dated, forward only, one after the other; they travel with the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

from domain.errors import Misconfigured

_UPGRADE = 0x1EAE  # the advisory lock of whoever changes tables


def scripts() -> Config:
    """Alembic's configuration, without any file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database up to this version in one transaction; two who begin at once do it one by one.

    Raises:
        Misconfigured: the database is newer than this version.
    """
    config = scripts()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE)))
        current = set(MigrationContext.configure(connection).get_current_heads())
        if current - known:
            raise Misconfigured(
                f"The database's version {', '.join(sorted(current))} is unknown to this Leadline.",
                hint="It was written by a newer one: install that, or restore the backup made before it.",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
