"""What a database's failure means to the one who meets it: try again, or tell the admin."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import LeadlineError, Misconfigured, Retryable

_BUSY = ("database is locked", "database table is locked", "deadlock detected", "could not serialize")
_FULL = ("database or disk is full", "no space left on device")
_READ_ONLY = ("readonly database", "read-only", "unable to open database file", "attempt to write")
_NO_TABLES = ("no such table", "undefinedtable", "no such column", "undefinedcolumn")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's failures into errors that say what to do; mistakes of our own stay as they are."""
    try:
        yield
    except PoolTimeout:
        raise Retryable("All connections to the database are in use.", after=1) from None
    except (OperationalError, ProgrammingError) as error:
        meaning = _meaning(error, url)
        if meaning is None:
            raise
        raise meaning from error.orig


def _meaning(error: DBAPIError, url: URL) -> LeadlineError | None:
    said = f"{type(error.orig).__name__}: {error.orig}".lower()
    database = url.database if url.host is None else f"{url.database} at {url.host}"
    if any(sign in said for sign in _BUSY):
        return Retryable(f"The database {database} is busy with another writer.", after=1)
    if any(sign in said for sign in _FULL):
        return Misconfigured(
            f"The disk of the database {database} is full.", hint="Make room; syncing goes on by itself."
        )
    if any(sign in said for sign in _NO_TABLES):
        return Misconfigured(
            f"The database {database} lacks tables or columns of this version.",
            hint="Run `leadline migrate`.",
        )
    if any(sign in said for sign in _READ_ONLY):
        return Misconfigured(
            f"The database {database} cannot be opened for writing.",
            hint="Check that its file and folder exist and belong to the user Leadline runs as.",
        )
    if isinstance(error, OperationalError):
        return _unreachable(error, url)
    return None


def _unreachable(error: OperationalError, url: URL) -> LeadlineError:
    reason = str(error.orig).strip().splitlines()[0]
    if error.connection_invalidated:
        return Retryable(f"The connection to the database {url.database} was lost: {reason}", after=1)
    return Misconfigured(
        f"The database {url.render_as_string(hide_password=True)} cannot be reached: {reason}",
        hint="Check the URL, that the server runs, and that user and password are right.",
    )
