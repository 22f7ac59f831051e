"""Services: which ones a repository is made of, whose a deployment is, and which a pull request touches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from domain.ids import identify
from domain.records import Deployment, PullRequest, Repository, Service
from domain.rulings.paths import Owned, is_any, owners


def service_id(slug: str) -> int:
    """The id of a service in facts, whatever is said of it from day to day."""
    return identify("service", slug)


def own_service_id(repository: Repository) -> int:
    """The id of the service that a repository is by itself, which a rename keeps."""
    return identify("service", "repository", str(repository.id))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A repository with every version of the services that name it, and who owns its paths.

    One that no service names is a service of its own; so is, of one that several name, whatever is
    deployed without saying of which of them, for it brings all of them at once.
    """

    repository: Repository
    services: tuple[Service, ...] = ()
    rules: tuple[Owned, ...] = ()

    def on(self, moment: datetime) -> tuple[Service, ...]:
        """The services that it was made of on that day of UTC, by slug."""
        day = moment.astimezone(UTC).date()
        there = (
            each
            for each in self.services
            if (each.began_on is None or each.began_on <= day)
            and (each.ended_on is None or day < each.ended_on)
        )
        return tuple(sorted(there, key=lambda each: each.slug))

    def of(self, deployment: Deployment) -> tuple[int, str]:
        """The id and the name of the service that was deployed."""
        there = self.on(deployment.created_at)
        if deployment.service:
            named = (each.name for each in there if each.slug == deployment.service)
            return service_id(deployment.service), next(named, deployment.service)
        if any(each.environments for each in there):
            there = tuple(each for each in there if is_home(each, deployment.environment))
        if len(there) == 1:
            return service_id(there[0].slug), there[0].name
        return own_service_id(self.repository), self.repository.full_name

    def touched(self, pr: PullRequest, paths: Collection[str] | None) -> frozenset[int]:
        """The services that a merged pull request is part of; the whole repository always is one of them.

        A label of a service decides; else the paths that it changed, and who owns them. Where neither
        tells, or the paths are not known, it is all of them. Days do not matter here: it is deployed
        as part of whatever the service is by then.
        """
        there = self.services
        labels = {label.casefold() for label in pr.labels}
        labelled = [each for each in there if labels & {label.casefold() for label in each.labels}]
        found = labelled or [each for each in there if paths and self._holds(each, paths)] or there
        return frozenset({own_service_id(self.repository), *(service_id(each.slug) for each in found)})

    def names(self, id_: int) -> bool:
        """Whether the settings name this service of the repository, on whatever day."""
        return any(service_id(each.slug) == id_ for each in self.services)

    def _holds(self, service: Service, paths: Collection[str]) -> bool:
        if not (service.paths or service.owners):
            return not service.labels
        if is_any(service.paths, paths):
            return True
        who = {owner.casefold() for owner in service.owners}
        return bool(who) and any(who & owners(path, self.rules) for path in paths)


def is_home(service: Service, environment: str) -> bool:
    """Whether the service names the environment as its production; one that names none lives in any."""
    called = environment.casefold()
    return not service.environments or any(
        fnmatchcase(called, pattern.casefold()) for pattern in service.environments
    )


def names_production(services: Sequence[Service], environment: str) -> bool:
    """Whether a service that names environments names this one."""
    return any(each.environments and is_home(each, environment) for each in services)
