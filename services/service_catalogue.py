"""The service catalogue: what the settings say runs in production, and which repositories that is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.records import Repository, Service
from domain.rulings.production import PRODUCTION
from storage.ownership import matcher
from storage.rests_on import EVERYWHERE, SERVICES
from storage.shelves import Shelves
from storage.store import Store

_OWNER, _PRODUCTION = "services", "production"


class ServiceCatalogue:
    """Services stand in the settings only; everything deployed follows them when they change."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sync_config(self, services: Sequence[Service], production: str = PRODUCTION) -> None:
        """Make the services exactly these, and production what the pattern matches."""
        with self._store.write() as shelves:
            shelves.services.replace(services)
            if production_pattern(shelves) != production:
                shelves.notes.put(_OWNER, _PRODUCTION, {"pattern": production})
                shelves.outdated.changed(SERVICES, {EVERYWHERE})

    def all(self) -> list[Service]:
        with self._store.read() as shelves:
            return shelves.services.all()


def production_pattern(shelves: Shelves) -> str:
    """What a production environment's name looks like."""
    note = shelves.notes.get(_OWNER, _PRODUCTION)
    return str(note["pattern"]) if note else PRODUCTION


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """Which services each repository is part of."""

    repositories: Mapping[int, Repository]
    services: Mapping[int, tuple[Service, ...]]
    production: str

    @classmethod
    def of(cls, shelves: Shelves) -> "ServiceMap":
        there = {repository.id: repository for repository in shelves.repositories.all()}
        found: dict[int, list[Service]] = {}
        for service in shelves.services.all():
            matches = matcher(service.repositories)
            for id_, repository in there.items():
                if matches(repository.full_name):
                    found.setdefault(id_, []).append(service)
        return cls(there, {id_: tuple(each) for id_, each in found.items()}, production_pattern(shelves))

    def together(self, repository_ids: Collection[int]) -> list[frozenset[int]]:
        """The repositories in groups that share no service, every group with one of these in it."""
        by_slug: dict[str, set[int]] = {}
        for id_, services in self.services.items():
            for service in services:
                by_slug.setdefault(service.slug, set()).add(id_)
        groups: list[frozenset[int]] = []
        left = {id_ for id_ in repository_ids if id_ in self.repositories}
        while left:
            group: set[int] = set()
            waiting = {min(left)}
            while waiting:
                group |= waiting
                near = (by_slug[each.slug] for id_ in waiting for each in self.services.get(id_, ()))
                waiting = set().union(*near) - group
            groups.append(frozenset(group))
            left -= group
        return groups
