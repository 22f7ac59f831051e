"""Services: what runs in production, and which code it is made of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Service:
    """A service from a day on, until another. id = identify("service", slug, began_on).

    Its code is what its `repositories` (names or patterns) hold, narrowed to `paths`, and what carries
    one of its `labels`; `owners` are CODEOWNERS entries that make a path its own; `alerts_as` are the
    ids or names of the incident tool's services and schedules. A repository that no service names is a
    service of its own.
    """

    id: int
    slug: str
    name: str
    repositories: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    alerts_as: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    incident_hours: int = 24
    began_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A repository's CODEOWNERS file as it is on the default branch; an empty text where there is none."""

    repository_id: int
    text: str
