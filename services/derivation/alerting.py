"""Where alerts and schedules belong: to the services that go by these names, and so to their repositories."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.ids import identify
from domain.records import Repository, RepositoryState, Service
from domain.rulings.alerts import alerted
from storage.ownership import matcher
from storage.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Alerting:
    """The services that alert, by each of their names in lower case, and the repositories that there are."""

    services: tuple[Service, ...]
    repositories: Sequence[Repository]
    called: Mapping[str, Sequence[Service]]
    places: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, shelves: Shelves) -> "Alerting":
        alerting = [service for service in shelves.services.all() if service.alerts_as]
        alerting.sort(key=lambda each: (each.slug, each.id))
        there = [each for each in shelves.repositories.all() if each.state is not RepositoryState.DELETED]
        called: dict[str, list[Service]] = defaultdict(list)
        for service in alerting:
            for alias in service.alerts_as:
                called[_plain(alias)].append(service)
        return cls(tuple(alerting), there, called)

    def service(self, name: str, at: datetime) -> Service | None:
        """The service that alerts under this name then."""
        return alerted(name, self.called.get(_plain(name), ()), at)

    def place(self, service: Service | None) -> int:
        """The first repository of a service, in the order of its patterns, then by name; 0 is none."""
        if service is None:
            return 0
        if service.id not in self.places:
            self.places[service.id] = self._first(service)
        return self.places[service.id]

    def _first(self, service: Service) -> int:
        for pattern in service.repositories:
            matches = matcher([pattern])
            found = next((each.id for each in self.repositories if matches(each.full_name)), 0)
            if found:
                return found
        return 0

    def aliases(self, places: Collection[int]) -> set[str]:
        """The names, in lower case, under which services with a repository in these places alert."""
        names = [each.full_name for each in self.repositories if each.id in places]
        return {
            _plain(alias)
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


def _plain(name: str) -> str:
    """A name as it is compared."""
    return name.strip().casefold()
