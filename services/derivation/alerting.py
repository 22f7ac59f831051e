"""Where alerts and schedules belong: to the services that go by these names, and so to their repositories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.ids import identify
from domain.records import Repository, RepositoryState, Service
from domain.rulings.alerts import alerted
from storage.ownership import matcher
from storage.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Alerting:
    """The services that alert, and the repositories that there are, by name."""

    services: tuple[Service, ...]
    repositories: Sequence[Repository]

    @classmethod
    def of(cls, shelves: Shelves) -> "Alerting":
        alerting = (service for service in shelves.services.all() if service.alerts_as)
        there = [each for each in shelves.repositories.all() if each.state is not RepositoryState.DELETED]
        return cls(tuple(sorted(alerting, key=lambda each: (each.slug, each.id))), there)

    def service(self, name: str, at: datetime) -> Service | None:
        return alerted(name, self.services, at)

    def place(self, service: Service | None) -> int:
        """The first repository of a service, in the order of its patterns, then by name; 0 is none."""
        for pattern in service.repositories if service else ():
            matches = matcher([pattern])
            found = next((each.id for each in self.repositories if matches(each.full_name)), 0)
            if found:
                return found
        return 0

    def aliases(self, places: Collection[int]) -> set[str]:
        """The names, in lower case, under which services with a repository in these places alert."""
        names = [each.full_name for each in self.repositories if each.id in places]
        return {
            alias.strip().casefold()
            for service in self.services
            if any(map(matcher(service.repositories), names))
            for alias in service.alerts_as
        }

    def names(self) -> dict[int, str]:
        """What the services' ids in facts are called."""
        return {service_id(each): each.name for each in self.services}


def service_id(service: Service | None) -> int:
    """A service's id in facts, the same for all its days; 0 is none."""
    return identify("service", service.slug) if service else 0
