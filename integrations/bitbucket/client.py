"""Reads Bitbucket Cloud: the one place that asks it, page by page, with the fewest requests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from domain.errors import Field, Misconfigured
from domain.health import Check
from domain.ids import identify
from domain.records import Repository
from integrations.bitbucket.api import Api
from integrations.bitbucket.checks import checks
from integrations.bitbucket.ci import Builds
from integrations.bitbucket.listing import Listing
from integrations.bitbucket.pulls import PullRequests
from integrations.pages import Page, RepositoryPage
from integrations.provider import PULL_REQUESTS, Connection, Stream

STEP_DAYS, BUILD_MINUTES = 30, 30
"""How long ago pipelines may have ended to come with their steps, and how often they are looked at."""

LARGEST = 10_000


def streams(every: timedelta | None) -> tuple[Stream, ...]:
    """No probe tells of changes, and requests are scarce: only pull requests are looked at every time."""
    return (
        Stream("commits", "commits of the default branch", every=every),
        PULL_REQUESTS,
        Stream("runs", "pipelines", every=every),
        Stream("deployments", "deployments", every=every),
    )


class Bitbucket:
    """A client of Bitbucket Cloud, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source = connection.source.key
        options = connection.selection.options
        self._with_sizes = options.get("sizes", False) is True
        self._step_days = _number(options, "step_days", "stepDays", STEP_DAYS)
        minutes = _number(options, "build_minutes", "buildMinutes", BUILD_MINUTES)
        self._api = Api(connection)
        self.usage = self._api.governor.usage
        self.streams = streams(timedelta(minutes=minutes) if minutes else None)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, self.repositories))

    def repositories(self) -> Iterator[RepositoryPage]:
        return Listing(self._api, self._source, self._connection.selection).pages()

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """Bitbucket tells of no change: a repository that is gone is met when it is read."""
        return {repository.id: {} for repository in repositories}

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        if repository is None:
            raise ValueError(f"Bitbucket's {stream} are read by repository")
        match stream:
            case "pull_requests":
                pulls = self._pulls(repository)
                return pulls.all(cursor) if until is None else pulls.changed(cursor, until)
            case "runs":
                return self._builds(repository).runs(cursor, until)
            case "deployments":
                return self._builds(repository).deployments(cursor, until)
            case "commits":
                return self._builds(repository).commits(cursor, until)
        raise ValueError(f"Bitbucket has no {stream}")

    def hydrate(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> Iterator[Page]:
        """One at a time; the id of a pull request names its repository."""
        if stream != PULL_REQUESTS.name:
            if repository is None:
                raise ValueError(f"Bitbucket's {stream} are found within their repository")
            yield self._builds(repository).named(stream, external_ids)
            return
        for external_id in external_ids:
            uuid, _, number = external_id.rpartition("/")
            place = repository if repository and repository.external_id == uuid else self._place(uuid)
            is_one = bool(uuid) and number.isascii() and number.isdigit()
            yield self._pulls(place).named([number]) if is_one else Page((), gone=(external_id,))

    def _pulls(self, repository: Repository) -> PullRequests:
        return PullRequests(self._api, repository, with_sizes=self._with_sizes)

    def _builds(self, repository: Repository) -> Builds:
        return Builds(self._api, repository, self._connection.clock, step_days=self._step_days)

    def _place(self, uuid: str) -> Repository:
        """The repository of this UUID, in whichever workspace: `{}` stands for that."""
        return Repository(
            identify(self._source, "repository", uuid), self._source, uuid, "{}/{}", self._api.pages
        )


def _number(options: Mapping[str, object], key: str, setting: str, usual: int) -> int:
    value = options.get(key, usual)
    if type(value) is int and 0 <= value <= LARGEST:
        return value
    expected = f"a whole number from 0 to {LARGEST}"
    raise Misconfigured(
        f"`{setting}` of Bitbucket is no such number.",
        fields=(Field(f"integrations.bitbucket.{setting}", str(value), expected),),
    )
