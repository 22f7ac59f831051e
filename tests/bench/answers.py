"""Answers: a team's quarter out of a million pull requests, against DuckDB's native table of the same.

Ours is a whole answer: the store is read and the engine makes the result with its percentiles,
phases, interval, trend, breakdown and receipts. Theirs are two queries: the percentiles of the five
spans in the window and the one before, and the weekly medians. Both read from disk, and warm.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from domain.facts import PULL_REQUESTS, Flag, PullRequestColumns, Seconds, Span
from domain.question import ORGANISATION, Question, Scope, ScopeKind
from domain.result import Coverage, Result
from domain.window import Window
from metrics.delivery import cycle_time
from metrics.engine import Facts, evaluate
from storage.intake import upsert
from storage.segments import by_week, pack
from storage.store import Store
from storage.tables import segments
from tests import builders as build
from tests.bench.peer import Rows, compared
from tests.bench.ratio import Ratio, show

N = 1_000_000
ROUNDS = 21
TEAMS = 200
REPOSITORIES_A_TEAM = 10
THREE_YEARS = 3 * 365 * 24 * 3600
TEAM = Scope(ScopeKind.TEAM, "Team 7", id=7, slug="team-7")
TODAY = build.NOW.date()
CASES = (
    ("a team's quarter", TEAM, Window.last_days(90, TODAY), 0.5),
    ("a team's year", TEAM, Window.last_days(365, TODAY), 0.5),
    ("everybody's quarter", ORGANISATION, Window.last_days(90, TODAY), 1.0),
    ("everybody's year", ORGANISATION, Window.last_days(365, TODAY), 1.0),
)


def generated(n: int) -> PullRequestColumns:
    """Three years of merged pull requests in two thousand repositories, one in ten by a bot."""
    draw = np.random.default_rng(12)
    ages = np.sort(draw.integers(0, THREE_YEARS, n))[::-1]
    return PullRequestColumns(
        draw.integers(1, 2**62, n),
        draw.integers(TEAMS * REPOSITORIES_A_TEAM, size=n),
        draw.integers(1, 5000, n),
        int(build.NOW.timestamp()) - ages,
        np.where(draw.random(n) < 0.1, int(Flag.BOT_AUTHOR), 0).astype(np.int32),
        *(_durations(draw, n) for _ in range(2 * len(Span) + 2)),
    )


def _durations(draw: np.random.Generator, n: int) -> Seconds:
    return np.clip(draw.lognormal(10.5, 1.4, n), 1, 10**8).astype(np.int32)


def _teams(columns: PullRequestColumns) -> NDArray[np.int64]:
    return columns.place_id // REPOSITORIES_A_TEAM + 1


@contextmanager
def packed(url: str, columns: PullRequestColumns) -> Iterator[Store]:
    """A store as a sync round leaves it: the weeks of every team and of everybody packed."""
    store = Store.open(url)
    store.upgrade()
    with store._writing.begin() as connection:
        for week, merged in by_week(columns).items():
            teams = _teams(merged)
            bodies = [
                (PULL_REQUESTS.name, int(team), *pack(week, merged.where(teams == team)))
                for team in np.unique(teams)
            ]
            upsert(connection, segments, [(PULL_REQUESTS.name, 0, *pack(week, merged)), *bodies])
    yield store
    store.close()


def answer(store: Store, scope: Scope, window: Window) -> Result:
    """Cycle time of the window, compared to the one before."""
    before = window.previous()
    with store.read() as shelves:
        now = shelves.facts.columns(PULL_REQUESTS, scope.id, window.start, window.stop)
        earlier = shelves.facts.columns(PULL_REQUESTS, scope.id, before.start, before.stop)
    question = Question("cycle-time", scope, window, before)
    coverage = Coverage(synced=1, in_scope=1, as_of=build.NOW)
    return evaluate(cycle_time, question, Facts(now, earlier), coverage=coverage, computed_at=build.NOW)


@contextmanager
def table(path: Path, columns: PullRequestColumns) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same rows as DuckDB's own table, in order of time, which it likes best."""
    connection = duckdb.connect(str(path))
    rows = {name: getattr(columns, name) for name in ("place_id", "flags", *Span)}
    rows["merged_at"] = columns.at
    rows["team"] = _teams(columns)
    connection.register("rows", rows)
    connection.execute("CREATE TABLE prs AS SELECT * FROM rows")
    connection.unregister("rows")
    connection.execute("SET threads = 2")
    yield connection
    connection.close()


def query(connection: duckdb.DuckDBPyConnection, scope: Scope, window: Window) -> Rows:
    """What the same answer asks of SQL."""
    start, middle, stop = (
        int(moment.timestamp()) for moment in (window.previous().start, window.start, window.stop)
    )
    mine = f"flags & {int(Flag.BOT_AUTHOR)} = 0" + (f" AND team = {scope.id}" if scope.id else "")
    spans = ", ".join(f"quantile_cont({span}, [0.5, 0.75, 0.9]), avg({span})" for span in Span)
    summary = (
        f"SELECT merged_at >= {middle}, count(*), {spans} FROM prs"
        f" WHERE merged_at >= {start} AND merged_at < {stop} AND {mine} GROUP BY 1"
    )
    weeks = (
        f"SELECT (merged_at - {middle}) // 604800, count(*), quantile_cont(cycle, 0.5) FROM prs"
        f" WHERE merged_at >= {middle} AND merged_at < {stop} AND {mine} GROUP BY 1"
    )
    return connection.execute(summary).fetchall() + connection.execute(weeks).fetchall()


def run(n: int = N) -> list[Ratio]:
    """The ratios of one run over n pull requests; both sides must agree on the median first."""
    columns = generated(n)
    with (
        tempfile.TemporaryDirectory() as folder,
        packed(f"sqlite:///{folder}/leadline.db", columns) as store,
        table(Path(folder) / "peer.duckdb", columns) as peer,
    ):
        return compared(
            CASES,
            lambda scope, window: answer(store, scope, window),
            lambda scope, window: query(peer, scope, window),
            what=f"{n:,} pull requests",
            rounds=ROUNDS,
        )


if __name__ == "__main__":
    sys.exit(not show(run(int(sys.argv[1]) if len(sys.argv) > 1 else N)))
