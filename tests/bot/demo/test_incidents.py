"""Harbour's chapter of incidents: told into a store, once, and continued later."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import organisation
from bot.demo.chapters import Tale, deployments, incidents
from bot.demo.duty import SOURCE, account_id
from bot.demo.organisation import CREWS
from bot.demo.shipping import HABITS
from bot.demo.simulation import Simulation
from domain.records import Incident
from domain.runs import RunOutcome
from storage.store import Store

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
BEGAN_ON = (NOW - timedelta(days=90)).date()


@dataclass
class Told:
    """A store in which the chapters were told, and the tale by which they were."""

    store: Store
    tale: Tale
    path: Path

    def again(self, now: datetime) -> None:
        """Continue the tale until then."""
        lives = tuple(pr for day in Simulation(BEGAN_ON, now) for pr in day.pull_requests)
        self.tale = replace(self.tale, until=self.tale.now, now=now, pull_requests=lives)
        deployments.tell(self.tale)
        incidents.tell(self.tale)

    def all(self) -> list[Incident]:
        with self.store.read() as shelves:
            return shelves.incidents.all()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Told once for all tests, which change nothing of it."""
    path = tmp_path_factory.mktemp("incidents") / "harbour.db"
    store = Store.open(f"sqlite:///{path}")
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(organisation.SOURCE)
        shelves.repositories.save(organisation.repositories())
        shelves.people.save_accounts(organisation.accounts())
        for account, person in organisation.people():
            shelves.people.save(person)
            shelves.people.link(account.id, person.id)
    began = datetime.combine(BEGAN_ON, datetime.min.time(), UTC)
    harbour = Told(store, Tale(store, BEGAN_ON, began, began, 7, ()), path)
    harbour.again(NOW)
    yield harbour
    store.close()


@pytest.fixture
def continued(told: Told, tmp_path: Path) -> Iterator[Told]:
    """The same, to be told further without changing it for others."""
    path = tmp_path / "harbour.db"
    with closing(sqlite3.connect(told.path)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    store = Store.open(f"sqlite:///{path}")
    yield Told(store, replace(told.tale, store=store), path)
    store.close()


def test_every_team_meets_one_to_four_incidents_a_week(told: Told) -> None:
    weeks = 90 / 7
    for crew in CREWS:
        services = {name for name, _ in crew.repositories}
        theirs = [each for each in told.all() if each.service in services and not each.merged_into]
        assert 0.5 < len(theirs) / weeks < 4


def test_some_are_of_deployments_and_some_say_so(told: Told) -> None:
    with told.store.read() as shelves:
        urls = {each.url for each in shelves.deployments.all()}
    naming = [each for each in told.all() if each.deployment]
    assert naming
    assert {each.deployment for each in naming} <= urls


def test_they_are_of_services_that_are_deployed(told: Told) -> None:
    assert {each.service for each in told.all()} <= set(HABITS)


def test_a_second_alarm_is_folded_into_the_first(told: Told) -> None:
    known = {each.external_id for each in told.all()}
    folded = [each for each in told.all() if each.merged_into]
    assert folded
    assert {each.merged_into for each in folded} <= known


def test_everybodys_pager_is_theirs(told: Told) -> None:
    with told.store.read() as shelves:
        accounts = shelves.people.accounts([account_id(login) for crew in CREWS for login, _ in crew.people])
        siblings = shelves.people.siblings(accounts)
    assert all({each.source for each in theirs} == {"github", "pagerduty"} for theirs in siblings.values())
    assert {each.account_id for incident in told.all() for each in incident.interruptions} <= set(accounts)


def test_the_pager_was_synced(told: Told) -> None:
    with told.store.read() as shelves:
        run = shelves.runs.last(SOURCE.key, RunOutcome.SUCCEEDED)
        assert run is not None
        assert run.began_at == NOW
        assert shelves.shifts.during("ended_at", NOW, NOW + timedelta(days=99))


def test_told_again_nothing_is_out_of_date(continued: Told) -> None:
    with continued.store.write() as shelves:
        for kind in ("incidents", "shifts"):
            shelves.outdated.settle(kind, shelves.outdated.all(kind))
    before = continued.all()
    incidents.tell(continued.tale)
    with continued.store.read() as shelves:
        assert not shelves.outdated.any(("incidents", "shifts"))
    assert continued.all() == before


def test_later_what_was_over_stays_as_it_was_and_new_things_break(continued: Told) -> None:
    over = {each.id: each for each in continued.all() if each.resolved_at}
    continued.again(NOW + timedelta(days=9))
    later = {each.id: each for each in continued.all()}
    assert {id_: later[id_] for id_ in over} == over
    assert len(later) > len(over)
    assert all(each.created_at <= continued.tale.now for each in later.values())
