"""CI runs: build times out of five million attempts, against DuckDB's native table of the same.

Growth is measured too: a longer window may not cost more than its rows do. Memory is what a query
allocates at its peak beside the columns that it looks at, and beside what it reads them from.
"""

import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import duckdb
import numpy as np

from domain.facts import RUNS, RunColumns, RunFlag
from domain.question import ORGANISATION, Question, Scope, ScopeKind
from domain.result import Coverage, Result
from domain.window import Window
from metrics.ci import build_time
from metrics.engine import Facts, evaluate
from storage.intake import upsert
from storage.segments import by_week, pack, places
from storage.store import Store
from storage.tables import segments
from tests import builders as build
from tests.bench.peer import Rows, compared
from tests.bench.ratio import Ratio, show, side_by_side

N = 5_000_000
ROUNDS = 11
TEAMS = 200
THREE_YEARS = 3 * 365 * 24 * 3600
TEAM = Scope(ScopeKind.TEAM, "Team 7", id=7, slug="team-7")
TODAY = build.NOW.date()
CASES = (
    ("a team's quarter", TEAM, Window.last_days(90, TODAY), 0.5),
    ("everybody's quarter", ORGANISATION, Window.last_days(90, TODAY), 1.0),
    ("everybody's year", ORGANISATION, Window.last_days(365, TODAY), 1.0),
)


def generated(n: int) -> RunColumns:
    """Three years of attempts in two hundred repositories, a team's each; one in five fails."""
    draw = np.random.default_rng(21)
    ages = np.sort(draw.integers(0, THREE_YEARS, n))[::-1]
    outcome = np.where(draw.random(n) < 0.2, int(RunFlag.FAILURE), int(RunFlag.SUCCESS))
    attempt = int(RunFlag.FIRST_ATTEMPT | RunFlag.FINAL_ATTEMPT)
    return RunColumns(
        draw.integers(1, 2**62, n),
        draw.integers(1, TEAMS + 1, size=n),
        draw.integers(1, 5000, n),
        int(build.NOW.timestamp()) - ages,
        (outcome | attempt).astype(np.int32),
        draw.integers(1, 800, n),
        draw.integers(1, 2**62, n),
        np.clip(draw.lognormal(6, 0.8, n), 1, 10**6).astype(np.int32),
        np.clip(draw.lognormal(3, 1, n), 1, 10**6).astype(np.int32),
    )


@contextmanager
def packed(url: str, columns: RunColumns) -> Iterator[Store]:
    """A store as a sync round leaves it: the weeks of every team and of everybody packed."""
    store = Store.open(url)
    store.upgrade()
    with store._writing.begin() as connection:
        for week, ended in by_week(columns).items():
            order = np.argsort(ended.place_id, kind="stable")
            edges = np.searchsorted(ended.place_id[order], np.arange(1, TEAMS + 2))
            parts = ((team, order[edges[team - 1] : edges[team]]) for team in range(1, TEAMS + 1))
            bodies = [
                (
                    RUNS.name,
                    team,
                    *pack(week, RunColumns(*(getattr(ended, each.name)[rows] for each in fields(ended)))),
                )
                for team, rows in parts
                if len(rows)
            ]
            upsert(connection, segments, [(RUNS.name, 0, *pack(week, ended)), *bodies])
    yield store
    store.close()


def answer(store: Store, scope: Scope, window: Window) -> Result:
    """Build time of the window with its weekly trend, compared to the one before."""
    before = window.previous()
    with store.read() as shelves:
        now = shelves.facts.columns(RUNS, scope.id, window.start, window.stop)
        earlier = shelves.facts.columns(RUNS, scope.id, before.start, before.stop)
    question = Question("build-time", scope, window, before)
    coverage = Coverage(synced=1, in_scope=1, as_of=build.NOW)
    return evaluate(build_time, question, Facts(now, earlier), coverage=coverage, computed_at=build.NOW)


@contextmanager
def table(path: Path, columns: RunColumns) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same rows as DuckDB's own table, in order of time, which it likes best."""
    connection = duckdb.connect(str(path))
    rows = {
        "team": columns.place_id,
        "flags": columns.flags,
        "duration": columns.duration,
        "ended_at": columns.at,
    }
    connection.register("rows", rows)
    connection.execute("CREATE TABLE runs AS SELECT * FROM rows")
    connection.unregister("rows")
    connection.execute("SET threads = 2")
    yield connection
    connection.close()


def query(connection: duckdb.DuckDBPyConnection, scope: Scope, window: Window) -> Rows:
    """What the same answer asks of SQL."""
    start, middle, stop = (
        int(moment.timestamp()) for moment in (window.previous().start, window.start, window.stop)
    )
    mine = f"flags & {int(RunFlag.SUCCESS)} <> 0" + (f" AND team = {scope.id}" if scope.id else "")
    summary = (
        f"SELECT ended_at >= {middle}, count(*), quantile_cont(duration, [0.5, 0.75, 0.9]), avg(duration)"
        f" FROM runs WHERE ended_at >= {start} AND ended_at < {stop} AND {mine} GROUP BY 1"
    )
    weeks = (
        f"SELECT (ended_at - {middle}) // 604800, count(*), quantile_cont(duration, 0.5) FROM runs"
        f" WHERE ended_at >= {middle} AND ended_at < {stop} AND {mine} GROUP BY 1"
    )
    return connection.execute(summary).fetchall() + connection.execute(weeks).fetchall()


def run(n: int = N) -> list[Ratio]:
    """The ratios of one run over n attempts; both sides must agree on the median first."""
    columns = generated(n)
    with (
        tempfile.TemporaryDirectory() as folder,
        packed(f"sqlite:///{folder}/leadline.db", columns) as store,
        table(Path(folder) / "peer.duckdb", columns) as peer,
    ):
        ratios = compared(
            CASES,
            lambda scope, window: answer(store, scope, window),
            lambda scope, window: query(peer, scope, window),
            what=f"{n:,} runs",
            rounds=ROUNDS,
        )
        return [*ratios, growth(store), memory(store, Window.last_days(365, TODAY))]


def growth(store: Store) -> Ratio:
    """How much longer everybody's year takes than their quarter, beside how many more rows it has."""
    quarter, year = Window.last_days(90, TODAY), Window.last_days(365, TODAY)
    longer, shorter = side_by_side(
        lambda: answer(store, ORGANISATION, year), lambda: answer(store, ORGANISATION, quarter), ROUNDS
    )
    rows = answer(store, ORGANISATION, year).summary.n / answer(store, ORGANISATION, quarter).summary.n
    return Ratio("a year by a quarter: time, of rows", longer / shorter, rows, 1.1, unit="x")


def memory(store: Store, window: Window) -> Ratio:
    """The most that everybody's year allocates at once, beside the columns that it looks at."""
    before = window.previous()
    with store.read() as shelves:
        read = [shelves.facts.columns(RUNS, 0, each.start, each.stop) for each in (window, before)]
        rows = sum(len(each) for each in read)
    del read
    row = 2 * np.dtype("i4").itemsize  # flags and durations, for the window is a slice
    body = sum(place.kind.itemsize for place in places(RunColumns).values() if not place.of_ids)
    tracemalloc.start()
    answer(store, ORGANISATION, window)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    columns = rows * (row + body) / 2**20
    return Ratio("memory of everybody's year, of its columns", peak / 2**20, columns, 4.0, unit="MB")


if __name__ == "__main__":
    sys.exit(not show(run(int(sys.argv[1]) if len(sys.argv) > 1 else N)))
