"""What a database's failure means to the one who meets it: try again, or tell the admin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import LeadlineError, Misconfigured, Retryable

Meaning = Callable[[str], LeadlineError]


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's failures into errors that say what to do; mistakes of our own stay as they are."""
    try:
        yield
    except PoolTimeout:
        raise Retryable("All connections to the database are in use.", after=1) from None
    except DatabaseError as error:
        meaning = _meaning(error, url)
        if meaning is None:
            raise
        raise meaning from error.orig


def _meaning(error: DatabaseError, url: URL) -> LeadlineError | None:
    database = f"{url.database} at {url.host}" if url.host else str(url.database)
    said = f"{type(error.orig).__name__}: {error.orig}".lower()
    for signs, meaning in _MEANINGS.items():
        if any(sign in said for sign in signs):
            return meaning(database)
    if isinstance(error, OperationalError) and url.get_backend_name() == "postgresql":
        return _unreachable(error, url)
    return None


def _busy(database: str) -> LeadlineError:
    return Retryable(f"The database {database} is busy with another writer.", after=1)


def _full(database: str) -> LeadlineError:
    return Misconfigured(
        f"The disk of the database {database} is full.", hint="Make room; syncing goes on by itself."
    )


def _behind(database: str) -> LeadlineError:
    return Misconfigured(
        f"The database {database} lacks tables or columns of this version.", hint="Run `leadline migrate`."
    )


def _closed(database: str) -> LeadlineError:
    return Misconfigured(
        f"The database {database} cannot be opened for writing.",
        hint="Check that its file and folder exist and belong to the user Leadline runs as.",
    )


def _damaged(database: str) -> LeadlineError:
    return Misconfigured(
        f"The file {database} is damaged, or is no database.", hint="Restore it from a backup."
    )


_MEANINGS: dict[tuple[str, ...], Meaning] = {
    ("is locked", "deadlock detected", "could not serialize"): _busy,
    ("disk is full", "no space left on device"): _full,
    ("no such table", "no such column", "undefinedtable", "undefinedcolumn"): _behind,
    ("readonly database", "read-only", "unable to open database file"): _closed,
    ("not a database", "malformed"): _damaged,
}
"""What drivers say, in lower case, and what it means."""


def _unreachable(error: OperationalError, url: URL) -> LeadlineError:
    reason = str(error.orig).strip().splitlines()[0]
    if error.connection_invalidated:
        return Retryable(f"The connection to the database {url.database} was lost: {reason}", after=1)
    return Misconfigured(
        f"The database {url.render_as_string(hide_password=True)} cannot be reached: {reason}",
        hint="Check the URL, that the server runs, and that user and password are right.",
    )
