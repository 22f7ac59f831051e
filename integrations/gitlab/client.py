"""Reads GitLab: the one place that asks it, page by page, with the fewest requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.errors import Field, Misconfigured, Rejected
from domain.health import Check
from domain.records import Deployment, DeploymentStatus, Repository
from integrations.gitlab import queries
from integrations.gitlab.absences import assert_switched_off, gone
from integrations.gitlab.api import OUT_OF_SIGHT, PER_PAGE, Absent, Api, TooOld, at, first_of, gid
from integrations.gitlab.checks import checks
from integrations.gitlab.commits import CODEOWNERS, commit_page, owners
from integrations.gitlab.deployments import deployment_page
from integrations.gitlab.listing import Listing
from integrations.gitlab.probing import probe
from integrations.gitlab.pull_requests import PullRequests
from integrations.gitlab.rows import descend, numbered
from integrations.gitlab.runs import ALL, FAILED, LONGEST_RUN, NONE, Runs
from integrations.gitlab.server import Server
from integrations.pages import Page, RepositoryPage
from integrations.provider import PULL_REQUESTS, Connection, Stream

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a scan reads, for clocks that differ and replicas that lag."""

SIDE_BRANCH = timedelta(days=14)
"""How much older than the merge that brought it a commit may be and still be met: GitLab chooses commits by
when they were made, not by when they reached the branch."""

COMMITS = Stream("commits", "commits")
RUNS = Stream("runs", "pipelines", every=timedelta(hours=1))
DEPLOYMENTS = Stream("deployments", "deployments", every=timedelta(hours=1))
OWNERS = Stream("owners", "code owners", every=timedelta(days=1))


class GitLab:
    """A client of one GitLab, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source = connection.source.key
        self._api = Api(connection)
        self._server = Server(self._api)
        self._pull_requests = PullRequests(self._server, self._source)
        self._runs = Runs(self._server, self._source, connection.clock, _reports(connection))
        self.usage = self._api.governor.usage
        self.streams = (PULL_REQUESTS, COMMITS, RUNS, DEPLOYMENTS, OWNERS)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._server, self.repositories, self._connection.clock().date()))

    def repositories(self) -> Iterator[RepositoryPage]:
        return Listing(self._api, self._source, self._connection.selection).pages()

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """Two requests per hundred."""
        return probe(self._server, repositories, self._connection.clock() + self._api.governor.skew)

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        """Five minutes further back than `until`; commits two weeks, for branches that were merged late."""
        if repository is None:
            raise ValueError(f"GitLab's {stream} are read by repository")
        since = until and until - OVERLAP
        match stream:
            case PULL_REQUESTS.name:
                return self._pull_requests.pages(repository, cursor, since)
            case COMMITS.name:
                return self._commits(repository, cursor, until and until - SIDE_BRANCH)
            case RUNS.name:
                return self._runs.pages(repository, cursor, since)
            case DEPLOYMENTS.name:
                return self._deployments(repository, cursor, since)
            case OWNERS.name:
                return self._owners(repository)
        raise ValueError(f"GitLab has no {stream}")

    def hydrate(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> Iterator[Page]:
        """Pull requests are found by their ids alone, the others in their repository and nowhere else."""
        if stream == PULL_REQUESTS.name:
            yield from self._pull_requests.these(external_ids)
        elif repository is None:
            return
        elif stream == RUNS.name:
            yield from self._runs.these(external_ids, repository)
        elif stream == DEPLOYMENTS.name:
            yield from self._these_deployments(external_ids, repository)
        else:
            yield from self.read(stream, repository, until=self._connection.clock())

    def _commits(self, repository: Repository, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """From the head back; the cursor names the head, so that what is pushed meanwhile shifts nothing."""
        path = f"/projects/{repository.external_id}/repository/commits"
        head, page = _place(cursor)
        wish: dict[str, object] = {"since": since.isoformat()} if since else {}
        try:
            if not head:
                rows = self._api.rows(path, page=1, **wish)
                head, page = _sha(rows), 2
                follows = f"{head} {page}" if head and len(rows) == PER_PAGE else None
                yield commit_page(self._source, repository, rows, cursor=follows)
                if follows is None:
                    return
            for rows in numbered(self._api, path, {**wish, "ref_name": head}, first=page):
                page += 1
                follows = f"{head} {page}" if len(rows) == PER_PAGE else None
                yield commit_page(self._source, repository, rows, cursor=follows)
        except OUT_OF_SIGHT:
            if head:
                raise Rejected("GitLab has this head no more.", hint="The commits are read anew.") from None
            assert_switched_off(self._api, repository, "commits")
            yield Page(())

    def _deployments(
        self, repository: Repository, cursor: str | None, since: datetime | None
    ) -> Iterator[Page]:
        path = f"/projects/{repository.external_id}/deployments"
        try:
            for rows, behind in descend(self._api, path, cursor=cursor, since=since):
                page = deployment_page(self._source, repository, rows, cursor=behind)
                yield replace(page, unsettled_since=self._unsettled(page))
        except OUT_OF_SIGHT:
            assert_switched_off(self._api, repository, "deployments")
            yield Page(())

    def _these_deployments(self, external_ids: Sequence[str], repository: Repository) -> Iterator[Page]:
        for id_ in external_ids:
            try:
                path = f"/projects/{repository.external_id}/deployments/{id_}"
                row = self._api.get(path) if id_.isdigit() else None
            except Absent:
                row = None
            if row is None:
                yield Page((), gone=(id_,))
            else:
                yield deployment_page(self._source, repository, [row])

    def _owners(self, repository: Repository) -> Iterator[Page]:
        """All the places where the file may be, in one request; a server too old for that has no owners."""
        wish = {"project": gid("Project", repository.external_id), "paths": list(CODEOWNERS)}
        try:
            project = first_of(self._api.ask(queries.OWNERS, wish), "projects")
        except TooOld:
            yield Page(())
            return
        if project is None:
            raise gone(repository)
        yield Page((owners(repository, at(project, "repository", "blobs", "nodes")),))

    def _unsettled(self, page: Page) -> datetime | None:
        now = self._connection.clock()
        waiting = (
            each.created_at
            for each in page.of(Deployment)
            if each.status is DeploymentStatus.PENDING and now - each.created_at < LONGEST_RUN
        )
        return min(waiting, default=None)


def _reports(connection: Connection) -> str:
    """Which test reports are read.

    Raises:
        Misconfigured: the setting is none of the words for it.
    """
    found = connection.selection.options.get("test_reports", ALL)
    if found in (ALL, FAILED, NONE):
        return str(found)
    expected = f"{ALL}, {FAILED} or {NONE}"
    raise Misconfigured(
        "The setting for GitLab's test reports cannot be used.",
        hint=f"Set `testReports` to {expected}.",
        fields=(Field("integrations.gitlab.testReports", str(found)[:40], expected),),
    )


def _place(cursor: str | None) -> tuple[str, int]:
    """The head that is walked from, and the number of the page."""
    head, _, page = (cursor or " 1").partition(" ")
    if page.isdigit() and len(page) < 10 and (head or cursor is None):  # noqa: PLR2004 - no branch is so long
        return head, int(page)
    raise Rejected("This is no position among GitLab's commits.", hint="The commits are read anew.")


def _sha(rows: list[Any]) -> str:
    sha = rows[0].get("id") if rows and isinstance(rows[0], dict) else None
    return sha if isinstance(sha, str) and sha.isalnum() else ""
