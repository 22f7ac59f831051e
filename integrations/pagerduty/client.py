"""Reads PagerDuty: incidents with who answered and who was called, and who was on call."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from domain.errors import Misconfigured
from domain.health import Check
from domain.records import Repository
from integrations.http import Refused
from integrations.pagerduty.api import Api
from integrations.pagerduty.checks import checks
from integrations.pagerduty.incidents import Context, Incidents
from integrations.pagerduty.people import Directory
from integrations.pagerduty.services import EVERYTHING, Services, is_narrowed, services
from integrations.pagerduty.shifts import Shifts
from integrations.pages import Page, RepositoryPage
from integrations.provider import Connection, Per, Stream

INCIDENTS = Stream("incidents", "incidents", per=Per.SOURCE, is_found_by_id=True)
SHIFTS = Stream("shifts", "shifts", per=Per.SOURCE)


class PagerDuty:
    """A client of one PagerDuty account, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._selection = connection.selection
        self._api = Api(connection)
        self._context = Context(
            connection.source.key, connection.clock, lambda: self._services, lambda: self._directory
        )
        self.usage = self._api.governor.usage
        self.streams = (INCIDENTS, SHIFTS)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, lambda: services(self._api, self._selection)))

    def repositories(self) -> Iterator[RepositoryPage]:
        return iter(())

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """Nothing lies in repositories here."""
        return {repository.id: {} for repository in repositories}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        if repository is None and stream == INCIDENTS.name:
            return Incidents(self._api, self._context).pages(cursor, until)
        if repository is None and stream == SHIFTS.name:
            oldest = Incidents(self._api, self._context).oldest
            return Shifts(self._api, self._context, oldest).pages(cursor, until)
        raise ValueError(f"PagerDuty's {stream} are not read so")

    def hydrate(
        self,
        stream: str,
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - nothing lies in repositories here
    ) -> Iterator[Page]:
        """Incidents alone have ids: shifts are told by when they are, and come again with their window."""
        return Incidents(self._api, self._context).hydrated(external_ids if stream == INCIDENTS.name else ())

    @cached_property
    def _services(self) -> Services:
        return services(self._api, self._selection) if is_narrowed(self._selection) else EVERYTHING

    @cached_property
    def _directory(self) -> Directory:
        """Everybody, at one request per hundred; a key that may not read users tells names alone."""
        try:
            return Directory.of(self._api.listed("/users", "users"))
        except Refused:
            raise
        except Misconfigured:
            return Directory()
