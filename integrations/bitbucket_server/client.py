"""Reads Bitbucket Data Center: the one place that asks it, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from domain.errors import Field, Misconfigured
from domain.health import Check
from domain.records import Repository
from integrations.bitbucket_server.api import Api
from integrations.bitbucket_server.branch import Branch
from integrations.bitbucket_server.checks import checks
from integrations.bitbucket_server.listing import Listing
from integrations.bitbucket_server.pulls import PullRequests
from integrations.pages import Page, RepositoryPage
from integrations.provider import Connection, Stream

BUILD_DAYS, BUILD_MINUTES = 30, 30
"""How old commits may be whose builds are asked for, and how often they are looked at."""

LARGEST = 10_000


def streams(every: timedelta | None) -> tuple[Stream, ...]:
    """No probe tells of changes; builds cost a request for each commit, and are looked at less often."""
    return (
        Stream("commits", "commits of the default branch", every=every),
        Stream("pull_requests", "pull requests"),
        Stream("runs", "builds", every=every),
    )


class BitbucketServer:
    """A client of one Bitbucket Data Center, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source = connection.source.key
        options = connection.selection.options
        self._build_days = _number(options, "build_days", "buildDays", BUILD_DAYS)
        minutes = _number(options, "build_minutes", "buildMinutes", BUILD_MINUTES)
        self._api = Api(connection)
        self._branches: dict[int, str] = {}
        self.usage = self._api.governor.usage
        self.streams = streams(timedelta(minutes=minutes) if minutes else None)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, self.repositories))

    def repositories(self) -> Iterator[RepositoryPage]:
        return Listing(self._api, self._source, self._connection.selection, self._branches).pages()

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """The server tells of no change: a repository that is gone is met when it is read."""
        return {repository.id: {} for repository in repositories}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        place = self._within(stream, repository)
        match stream:
            case "pull_requests":
                return PullRequests(self._api, place).read(cursor, until)
            case "commits":
                return self._branch(place).commits(cursor, until)
            case "runs":
                return self._branch(place).runs(cursor, until)
        raise ValueError(f"Bitbucket Data Center has no {stream}")

    def hydrate(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> Iterator[Page]:
        place = self._within(stream, repository)
        if stream != "pull_requests":
            yield self._branch(place).named(stream, external_ids)
            return
        for external_id in external_ids:
            id_, _, number = external_id.rpartition("/")
            is_one = id_ == place.external_id and number.isascii() and number.isdigit()
            yield PullRequests(self._api, place).named([number]) if is_one else Page((), gone=(external_id,))

    def _branch(self, repository: Repository) -> Branch:
        return Branch(self._api, repository, self._connection.clock, build_days=self._build_days)

    def _within(self, stream: str, repository: Repository | None) -> Repository:
        if repository is None:
            raise ValueError(f"{stream} of Bitbucket Data Center are read by repository")
        return repository


def _number(options: Mapping[str, object], key: str, setting: str, usual: int) -> int:
    value = options.get(key, usual)
    if type(value) is int and 0 <= value <= LARGEST:
        return value
    expected = f"a whole number from 0 to {LARGEST}"
    raise Misconfigured(
        f"`{setting}` of Bitbucket Data Center is no such number.",
        fields=(Field(f"integrations.bitbucketServer.{setting}", str(value), expected),),
    )
