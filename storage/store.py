"""The store: one database, opened once, read in snapshots and written in transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from storage import cells
from storage.cells import Rebuilt
from storage.engine import impatiently, open_engine, reading, writing
from storage.failures import explained
from storage.migrations import upgrade
from storage.shelves import Shelves
from storage.transaction import Transaction
from storage.vault import Vault


class Store:
    """Shared by all threads; every `read` and `write` is a transaction of its own."""

    def __init__(self, engine: Engine, vault: Vault | None = None) -> None:
        self._engine = engine
        self._vault = vault
        self._reading = reading(engine)
        self._writing = writing(engine)

    @classmethod
    def open(cls, url: str, *, vault: Vault | None = None) -> "Store":
        """The store at `sqlite:///path` or `postgresql://...`; nothing is connected or created in it yet.

        Raises:
            Misconfigured: the URL names no database we know, or its folder cannot be made.
        """
        return cls(open_engine(url), vault)

    def __repr__(self) -> str:
        return f"Store({self.url!r})"

    @property
    def url(self) -> str:
        """Where the data is, with the password hidden."""
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def upgrade(self) -> None:
        """Bring the tables up to this version.

        Raises:
            Misconfigured: the database cannot be reached, or is newer than this version.
        """
        with explained(self._engine.url):
            upgrade(self._writing)

    @contextmanager
    def read(self) -> Iterator[Shelves]:
        """The shelves as they are now: what others write meanwhile is not seen."""
        with explained(self._engine.url), self._reading.begin() as connection:
            shelves = Shelves(Transaction(connection, is_snapshot=True), self._vault)
            yield shelves
        if shelves.facts.rebuilt:
            self._keep(shelves.facts.rebuilt)

    @contextmanager
    def write(self) -> Iterator[Shelves]:
        """The shelves, to be changed: all of it is kept at the end, or none if an error leaves the block."""
        with explained(self._engine.url), self._writing.begin() as connection:
            yield Shelves(Transaction(connection), self._vault)

    def close(self) -> None:
        self._engine.dispose()

    def _keep(self, rebuilt: Sequence[Rebuilt]) -> None:
        """Store what a reader had to rebuild, if that is possible at once; else the next repack does it."""
        with suppress(DBAPIError), impatiently(self._writing) as connection:
            tx = connection and Transaction(connection)
            if tx and tx.is_alone_now():
                cells.keep(tx, rebuilt)
