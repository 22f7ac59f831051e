"""Harbour's incidents and its people on call, as their pager would tell them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from bot.demo.alarms import Trouble, incident, of_deployments, of_the_week, seen
from bot.demo.chapters import Tale
from bot.demo.duty import SOURCE, account, shifts
from bot.demo.organisation import CREWS, account_id, repository
from bot.demo.shipping import HABITS
from domain.ids import identify
from domain.records import Deployment, Incident
from domain.runs import RunOutcome
from services.sync import position
from storage.shelves import Shelves

MERGED = 0.1
"""The share of incidents that bring a second one with them, which is folded into the first."""


def tell(tale: Tale) -> None:
    """Save every incident as it looks now, and who is on call; what has not changed marks nothing."""
    with tale.store.write() as shelves:
        _found(shelves)
        run = shelves.runs.begin(SOURCE.key, position.STREAM, tale.now)
        names = [name for crew in CREWS for name, _ in crew.repositories if name in HABITS]
        made = shelves.deployments.of([repository(name).id for name in names])
        told = [now for life in _lives(tale, made) if (now := seen(life, tale.now))]
        shelves.incidents.save(told)
        shelves.shifts.save(list(shifts(tale.began_on, tale.now)))
        shelves.runs.finish(run, tale.now, RunOutcome.SUCCEEDED, records=len(told))


def _found(shelves: Shelves) -> None:
    """The pager and everybody's account with it, known to be theirs by the address."""
    shelves.sources.save(SOURCE)
    everybody = [person for crew in CREWS for person in crew.people]
    accounts = {login: account(login, name) for login, name in everybody}
    shelves.people.save_accounts(list(accounts.values()))
    behind = {
        known.id: person.id
        for person in shelves.people.all()
        for known in shelves.people.accounts_of(person.id)
    }
    for login, found in accounts.items():
        owner = behind.get(account_id(login))
        if owner is not None and behind.get(found.id) != owner:
            shelves.people.link(found.id, owner)


def _lives(tale: Tale, made: list[Deployment]) -> Iterator[Incident]:
    for trouble in _troubles(tale, made):
        life = incident(trouble, tale.seed)
        yield life
        if Random(f"{tale.seed}:twice:{trouble.key}").random() < MERGED:
            yield _folded(life)


def _troubles(tale: Tale, made: list[Deployment]) -> Iterator[Trouble]:
    for crew in CREWS:
        services = [name for name, _ in crew.repositories if name in HABITS]
        monday = tale.began_on - timedelta(days=tale.began_on.weekday())
        while monday <= tale.now.date():
            yield from of_the_week(crew, services, monday, tale.seed)
            monday += timedelta(weeks=1)
        for name in services:
            home = repository(name).id
            theirs = [each for each in made if each.repository_id == home and each.part in ("", "eu")]
            yield from of_deployments(crew, name, theirs, tale.seed)


def _folded(life: Incident) -> Incident:
    """A second alarm about the same trouble, which somebody merged into the first."""
    external_id = f"{life.external_id}_again"
    at = life.created_at + timedelta(seconds=50)
    return replace(
        life,
        id=identify(SOURCE.key, "incident", external_id),
        external_id=external_id,
        number=identify("number", external_id) % 9000 + 1000,
        title=f"{life.title} (second alarm)",
        url=f"{life.url}-again",
        created_at=at,
        merged_into=life.external_id,
        acknowledgements=tuple(each for each in life.acknowledgements if each.at > at),
        interruptions=tuple(replace(each, at=each.at + timedelta(seconds=50)) for each in life.interruptions),
    )
