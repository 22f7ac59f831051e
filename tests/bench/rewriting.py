"""A day's changes: two thousand rows among a million saved, and every segment that they are in packed again.

The peer is a second, by which a sync's round may grow.
"""

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from time import perf_counter

import numpy as np

from domain.facts import RUNS, RunFacts, RunFlag
from storage.store import Store
from storage.tables import facts_of
from tests import builders as build
from tests.bench.ratio import Ratio, show

N = 1_000_000
TEAMS = 200
CHANGED = 2_000
ROUNDS = 5
BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Organisation:
    """Two hundred teams with a repository each, and their runs of three years."""

    store: Store
    places: tuple[int, ...]


def run(n: int = N) -> list[Ratio]:
    """The median of a few days' changes, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/leadline.db")
        store.upgrade()
        organisation = founded(store)
        fill(organisation, n)
        times = [changed(organisation, number) for number in range(ROUNDS)]
        store.close()
    return [Ratio(f"{CHANGED:,} rows of {n:,} and their segments, of a second", median(times), 1000.0, 1.0)]


def founded(store: Store) -> Organisation:
    repositories = [build.repository(f"acme/service-{number}") for number in range(TEAMS)]
    teams = [build.team(f"team-{n}", repositories=(each.full_name,)) for n, each in enumerate(repositories)]
    with store.write() as shelves:
        shelves.sources.save(build.GITHUB)
        shelves.repositories.save(repositories)
        shelves.teams.replace(teams)
    return Organisation(store, tuple(each.id for each in repositories))


def fill(organisation: Organisation, n: int) -> None:
    """Runs as they lie in the table; nobody has asked for them yet, so no segment is marked."""
    draw = np.random.default_rng(5)
    ages = draw.integers(0, 3 * 365 * 24 * 3600, n)
    places = draw.choice(np.array(organisation.places), n)
    now = int(build.NOW.timestamp())
    table = facts_of[RUNS.name]
    statement = f"INSERT INTO {table.name} VALUES (?, ?, 0, ?, 49, 1, ?, 300, 10)"
    rows = [
        (k, int(place), now - int(age), k) for k, (place, age) in enumerate(zip(places, ages, strict=True), 1)
    ]
    with organisation.store._writing.begin() as connection:
        for at in range(0, n, BATCH):
            connection.exec_driver_sql(statement, rows[at : at + BATCH])


def changed(organisation: Organisation, day: int) -> float:
    """How long it takes to save a day's changes and to pack what they dirtied."""
    at = build.NOW - timedelta(days=day)
    some = RunFacts(
        id=0,
        place_id=0,
        author_id=None,
        at=at,
        flags=RunFlag.SUCCESS | RunFlag.FIRST_ATTEMPT | RunFlag.FINAL_ATTEMPT,
        workflow_id=1,
        run_id=1,
        duration=240,
        queue=5,
    )
    rows = [
        replace(
            some,
            id=N * 2 + day * CHANGED + number,
            place_id=organisation.places[number % TEAMS],
            at=at - timedelta(seconds=40 * number),
        )
        for number in range(CHANGED)
    ]
    began = perf_counter()
    with organisation.store.write() as shelves:
        shelves.facts.put(RUNS, rows)
    with organisation.store.write() as shelves:
        shelves.facts.repack()
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(not show(run(int(sys.argv[1]) if len(sys.argv) > 1 else N)))
