"""Ingest: `pull_requests.save` against the driver's own bulk path.

Both begin with the same records, each pull request with two reviews, a commit, a review request
and its facts, make the same rows of them, and write those into the same empty tables with the same
indexes and keys, a thousand pull requests a transaction. Ours also looks up what was there, updates
only what changed, and marks the segments that went out of date.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Table

from domain.facts import PullRequestFacts
from domain.records import PullRequest, Repository, ReviewRequest
from storage.intake import BATCH, Row
from storage.shelves.children import CHILDREN
from storage.shelves.facts import rows_of
from storage.shelves.pull_requests import shape
from storage.store import Store
from storage.tables import pull_request_facts, pull_requests
from tests import builders as build
from tests import postgresql
from tests.bench.ratio import Ratio, show

N = 20_000
REPOSITORIES = [build.repository(f"acme/service-{n}") for n in range(40)]
ACCOUNTS = [build.account(f"dev-{n}") for n in range(120)]
TEAMS = [build.team(f"team-{n}", repositories=(f"service-{n}", f"service-{n + 20}")) for n in range(20)]

Records = list[tuple[PullRequest, PullRequestFacts]]
Rows = list[tuple[Table, list[Row]]]
Write = Callable[[Store, Records], None]


def records(n: int) -> Records:
    """A year of merged pull requests, newest first as a sync reads them."""
    apart = timedelta(days=365) / n
    return [_record(number, build.NOW - apart * number) for number in range(n)]


def _record(number: int, merged_at: datetime) -> tuple[PullRequest, PullRequestFacts]:
    opened_at = merged_at - timedelta(hours=1 + number % 90)
    pull_request = build.pull_request(
        number,
        repository=REPOSITORIES[number % 40],
        author=ACCOUNTS[number % 120],
        created_at=opened_at,
        merged_at=merged_at,
        labels=("backend",),
        commits=(build.commit(f"{number:040x}", opened_at, headline="Make it right"),),
        reviews=tuple(
            build.review(f"{number}-{n}", ACCOUNTS[(number + n) % 120], merged_at - timedelta(minutes=n))
            for n in (1, 2)
        ),
        review_requests=(ReviewRequest(opened_at, ACCOUNTS[(number + 1) % 120].id),),
    )
    return pull_request, build.facts(pull_request)


def rows(batch: Records) -> Rows:
    """The rows that saving the batch writes, in the order of its tables."""
    owners = [pull_request for pull_request, _ in batch]
    return [
        (pull_requests, shape.rows(owners)),
        *((children.shape.table, children.rows(owners)) for children in CHILDREN),
        (pull_request_facts, rows_of([facts for _, facts in batch])),
    ]


def seeded(url: str, repositories: Sequence[Repository] = REPOSITORIES) -> Store:
    """A store with everything but pull requests."""
    store = Store.open(url)
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save(repositories)
        shelves.people.save_accounts(ACCOUNTS)
        shelves.teams.replace(TEAMS)
    return store


def save(store: Store, batch: Records) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save([each for each, _ in batch], [facts for _, facts in batch])


def raw_executemany(store: Store, batch: Records) -> None:
    """sqlite3 alone: an upsert a table."""
    with closing(store._engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        driver.execute("BEGIN IMMEDIATE")
        for table, values in rows(batch):
            driver.executemany(_upsert(table), values)
        driver.execute("COMMIT")


def _upsert(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    keys = [f'"{column.name}"' for column in table.primary_key]
    changes = ", ".join(f"{name}=excluded.{name}" for name in names if name not in keys)
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    )


def raw_copy(store: Store, batch: Records) -> None:
    """Psycopg alone: a COPY straight into each table."""
    with closing(store._engine.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        for table, values in rows(batch):
            with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        driver.commit()


def compared(
    urls: Iterator[str],
    raw: Write,
    everything: Records,
    repositories: Sequence[Repository] = REPOSITORIES,
) -> tuple[float, float, float]:
    """Pull requests a second: ours, theirs, and ours again when nothing has changed.

    They take turns, a batch each, so that a slow moment of the machine hits both.
    """
    ours, theirs = seeded(next(urls), repositories), seeded(next(urls), repositories)
    n = len(everything)
    batches = [everything[at : at + BATCH] for at in range(0, n, BATCH)]
    times: dict[str, list[float]] = {"ours": [], "theirs": [], "again": []}
    for batch in batches:
        times["theirs"].append(seconds(raw, theirs, batch))
        times["ours"].append(seconds(save, ours, batch))
    for batch in batches:
        times["again"].append(seconds(save, ours, batch))
    for store in (ours, theirs):
        store.close()
    return n / sum(times["ours"]), n / sum(times["theirs"]), n / sum(times["again"])


def seconds(write: Write, store: Store, batch: Records) -> float:
    began = perf_counter()
    write(store, batch)
    return perf_counter() - began


def run(n: int = N) -> list[Ratio]:
    """The ratios of one run over n pull requests."""
    with tempfile.TemporaryDirectory() as folder:
        files = (f"sqlite:///{Path(folder) / f'{number}.db'}" for number in range(99))
        ours, theirs, again = compared(files, raw_executemany, records(n))
    ratios = [
        Ratio(
            "SQLite: save, of a raw executemany upsert",
            ours,
            theirs,
            0.85,
            higher_is_better=True,
            unit="PR/s",
        ),
        Ratio(
            "SQLite: save again unchanged, of that upsert",
            again,
            theirs,
            1.0,
            higher_is_better=True,
            unit="PR/s",
        ),
    ]
    with postgresql.running() as server:
        databases = (server.create(f"ingest_{number}") for number in range(99))
        ours, theirs, _ = compared(databases, raw_copy, records(n))
    return [
        *ratios,
        Ratio("PostgreSQL: save, of a raw COPY", ours, theirs, 0.55, higher_is_better=True, unit="PR/s"),
    ]


if __name__ == "__main__":
    sys.exit(not show(run(int(sys.argv[1]) if len(sys.argv) > 1 else N)))
