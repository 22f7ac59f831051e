"""Putting Harbour into a store."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import organisation
from bot.demo.organisation import CREWS, SOURCE
from bot.demo.seeding import settle
from domain.facts import PULL_REQUESTS, Flag
from domain.ids import identify
from domain.people import WorkingHours
from domain.records import PullRequestState
from domain.runs import RunOutcome
from services.facts import Facts
from storage.store import Store

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@dataclass
class Harbour:
    """A store with Harbour in it, and the clock it is told by."""

    store: Store
    path: Path
    now: datetime = NOW
    first: int = 0
    told: list[float] = field(default_factory=list)

    def settle(self) -> int:
        facts = Facts(self.store, self.clock, WorkingHours())
        return settle(self.store, facts, self.clock, seed=7, progress=self.told.append)

    def clock(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    path = tmp_path_factory.mktemp("demo") / "harbour.db"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    with store.write() as shelves:
        shelves.teams.replace([organisation.team(crew) for crew in CREWS])
    harbour = Harbour(store, path)
    harbour.first = harbour.settle()
    yield harbour
    store.close()


@pytest.fixture
def later(harbour: Harbour, tmp_path: Path) -> Iterator[Harbour]:
    """The same store, to be continued without changing it for others."""
    path = tmp_path / "harbour.db"
    with closing(sqlite3.connect(harbour.path)) as one, closing(sqlite3.connect(path)) as other:
        one.backup(other)
    store = Store.open(f"sqlite:///{path}")
    yield Harbour(store, path, first=harbour.first)
    store.close()


def test_half_a_year_is_stored_with_its_facts(harbour: Harbour) -> None:
    with harbour.store.read() as shelves:
        assert shelves.pull_requests.count() == harbour.first >= 3000
        columns = shelves.facts.columns(PULL_REQUESTS, 0, NOW - timedelta(days=200), NOW)
    assert len(columns) > 2700
    flags = columns.flags
    for flag in (Flag.BOT_AUTHOR, Flag.REVERT, Flag.UNREVIEWED, Flag.SELF_MERGED, Flag.OVER_OBJECTION):
        assert ((flags & flag) != 0).any(), flag.name
    assert not ((flags & Flag.CONTRADICTORY) != 0).any()


def test_every_team_has_work_of_its_own(harbour: Harbour) -> None:
    with harbour.store.read() as shelves:
        sizes = {
            crew.slug: len(
                shelves.facts.columns(
                    PULL_REQUESTS, identify("team", crew.slug), NOW - timedelta(days=30), NOW
                )
            )
            for crew in CREWS
        }
    assert min(sizes.values()) > 60


def test_people_are_known_by_their_addresses(harbour: Harbour) -> None:
    with harbour.store.read() as shelves:
        ana = shelves.people.by_email("ana.duarte@harbour.example")
        assert ana
        logins = {account.source: account.login for account in shelves.people.accounts_of(ana.id)}
    assert logins["github"] == "ana-duarte"
    assert logins["pagerduty"] == ana.email


def test_a_successful_run_is_on_record_so_that_freshness_shows(harbour: Harbour) -> None:
    with harbour.store.read() as shelves:
        run = shelves.runs.last(SOURCE.key)
        assert run
        assert (run.outcome, run.finished_at, run.records) == (RunOutcome.SUCCEEDED, NOW, harbour.first)
        assert {source.key for source in shelves.sources.all()} >= {SOURCE.key, "pagerduty"}
        assert len(shelves.repositories.all()) == 12


def test_some_wait_for_a_review(harbour: Harbour) -> None:
    with harbour.store.read() as shelves:
        waiting = shelves.pull_requests.open()
    assert 40 < len(waiting) < 250
    assert all(one.state is PullRequestState.OPEN for one in waiting)


def test_progress_is_told_until_the_end(harbour: Harbour) -> None:
    assert harbour.told == sorted(harbour.told)
    assert harbour.told[-1] == 1.0


def test_a_day_later_only_that_day_is_added(later: Harbour) -> None:
    later.now = NOW + timedelta(days=1)
    assert 20 < later.settle() < 300
    with later.store.read() as shelves:
        run = shelves.runs.last(SOURCE.key)
        assert run
        assert run.began_at == later.now
        assert shelves.pull_requests.count() > later.first


@pytest.mark.parametrize(
    ("passed", "most"),
    [
        pytest.param(timedelta(seconds=50), 0, id="nobody looks"),
        pytest.param(timedelta(minutes=2), 10, id="next to nothing"),
    ],
)
def test_right_after_there_is_little_to_do(later: Harbour, passed: timedelta, most: int) -> None:
    later.now = NOW + passed
    assert later.settle() <= most
    assert later.told[-1] == 1.0
