"""Reads GitHub: the one place that asks it, page by page, with the fewest requests."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import Misconfigured, Retryable
from domain.health import Check
from domain.records import Repository
from integrations.github import queries
from integrations.github.api import Api, Reply
from integrations.github.checks import checks
from integrations.github.deploying import Deploying
from integrations.github.etags import Etags
from integrations.github.history import History
from integrations.github.listing import Listing
from integrations.github.lists import complete
from integrations.github.mapping import pull_request_page
from integrations.github.options import Options
from integrations.github.page_size import PageSize
from integrations.github.probing import probed
from integrations.github.reports import Reports
from integrations.github.runs import Runs
from integrations.github.verdicts import GONE
from integrations.http import Refused, TooMuch
from integrations.pages import Page, RepositoryPage
from integrations.provider import PULL_REQUESTS, Connection, Stream
from integrations.reading import Node, Unreadable, moment, whole

NO_PERMISSION = "not accessible by"
"""What GitHub says to a token or an app that may do other things."""

log = logging.getLogger(__name__)

STREAMS = (
    PULL_REQUESTS,
    Stream("commits", "commits"),
    Stream("runs", "builds", every=timedelta(hours=1)),
    Stream("deployments", "deployments", every=timedelta(hours=1), is_found_by_id=True),
    Stream("owners", "code owners", every=timedelta(days=1)),
)

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a scan reads, for clocks that differ and replicas that lag."""


class GitHub:
    """A client of one GitHub, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source = connection.source.key
        self._api = Api(connection)
        self._size = PageSize()
        self._options = Options.of(connection.selection.options)
        self._history = History(self._api, self._source)
        self._deploying = Deploying(self._api, self._source, self._now)
        self._runs = Runs(
            self._api,
            self._source,
            self._now,
            reports=Reports(self._api, self._source, self._now, self._options.test_artifacts),
            etags=Etags(connection.limits, self._source),
            deploys=self._options.deploys,
        )
        self._is_prying = True
        self.usage = self._api.governor.usage
        self.streams = STREAMS

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        with self._api.governor.watched():
            return tuple(checks(self._api, self.repositories))

    def repositories(self) -> Iterator[RepositoryPage]:
        return Listing(self._api, self._source, self._connection.selection).pages()

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """One request per hundred. A repository that is hidden from us is not gone: reading it tells why."""
        tokens: dict[int, Mapping[str, str]] = {}
        for first in range(0, len(repositories), queries.NODES):
            some = repositories[first : first + queries.NODES]
            ids = [repository.external_id for repository in some]
            found = self._probed(ids).found(ids)
            for repository, (node, error) in zip(some, found, strict=True):
                if error != GONE:
                    tokens[repository.id] = probed(node or {}, self._now())
        return tokens

    def _probed(self, ids: list[str]) -> Reply:
        """With deployments and releases, unless these are hidden from our credentials."""
        if self._is_prying:
            try:
                return self._api.ask(queries.PROBE, {"ids": ids})
            except Refused:
                raise
            except Misconfigured:
                self._is_prying = False
        return self._api.ask(queries.PROBE_OF_PULL_REQUESTS, {"ids": ids})

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        if repository is None:
            raise ValueError(f"GitHub's {stream} are read by repository")
        match stream:
            case "pull_requests":
                return self.pull_requests(repository, cursor=cursor, until=until)
            case "commits":
                return self._history.read(repository, cursor, until)
            case "runs":
                return _permitted(self._runs.read(repository, cursor, until))
            case "deployments":
                return _permitted(self._deploying.read(repository, cursor, until))
            case "owners":
                return self._history.owners(repository)
            case _:
                raise ValueError(f"GitHub has no {stream}")

    def pull_requests(
        self, repository: Repository, *, cursor: str | None = None, until: datetime | None = None
    ) -> Iterator[Page]:
        """Five minutes further back than `until`.

        Raises:
            Unknown: the repository is gone.
            Rejected: GitHub takes the cursor no more.
        """
        limit = until and until - OVERLAP
        passed: set[str | None] = set()
        while cursor not in passed:
            reply = self._page(repository, cursor)
            page = reply.listed("node", "pullRequests")
            recent = [node for node in page.nodes if limit is None or not _is_older(node, limit)]
            passed.add(cursor)
            cursor = page.behind if len(recent) == len(page.nodes) else None
            total = reply.at("node", "pullRequests", "totalCount")
            yield self._pull_request_page(recent, cursor=cursor, total=total)
            if cursor is None:
                return
        raise Retryable(f"GitHub leads in circles through the pull requests of {repository.full_name}.")

    def hydrate(
        self, stream: str, external_ids: Sequence[str], repository: Repository | None = None
    ) -> Iterator[Page]:
        """Ids alone find pull requests and deployments; the rest is asked for within its repository."""
        if stream == "pull_requests":
            return self._these(external_ids)
        if stream == "deployments":
            return self._deploying.these(external_ids)
        if repository is None:
            raise ValueError(f"GitHub's {stream} are found by repository")
        if stream == "runs":
            return self._runs.these(external_ids, repository)
        return (
            self._history.these(external_ids, repository)
            if stream == "commits"
            else self.read(stream, repository)
        )

    def _these(self, external_ids: Sequence[str]) -> Iterator[Page]:
        """As many at a time as a page holds; what turns out to be no pull request is gone as well."""
        first = 0
        while first < len(external_ids):
            some = external_ids[first : first + self._size.now]
            reply = self._sized(queries.THESE_PULL_REQUESTS, {"ids": some})
            if reply is None:
                continue
            first += len(some)
            found = reply.found(some)
            page = self._pull_request_page([node for node, _ in found if node])
            gone = [id_ for id_, (_, error) in zip(some, found, strict=True) if error == GONE]
            yield replace(page, gone=tuple(gone))

    def _pull_request_page(
        self, nodes: list[Node], *, cursor: str | None = None, total: int | None = None
    ) -> Page:
        """With the deployments that merges are, where the settings say so."""
        deploys = self._options.deploy_on_merge
        whole = self._complete(nodes)
        return pull_request_page(self._source, whole, cursor=cursor, total=total, deploys=deploys)

    def _now(self) -> datetime:
        """By GitHub's clock, as far as we know it."""
        return self._connection.clock() + self._api.governor.skew

    def _page(self, repository: Repository, cursor: str | None) -> Reply:
        """One page without holes, smaller than wished for where GitHub cannot give as much."""
        while True:
            wish = {"repository": repository.external_id, "first": self._size.now, "after": cursor}
            reply = self._sized(queries.PULL_REQUESTS, wish)
            if reply is None:
                continue
            reply.assert_there(repository.full_name)
            if None not in reply.at("node", "pullRequests", "nodes"):
                return reply
            if not self._size.may_shrink:
                raise Retryable(f"GitHub leaves holes in the pull requests of {repository.full_name}.")
            self._size.was_too_much()

    def _sized(self, query: str, variables: Node) -> Reply | None:
        """The reply, or None when it was too much and is to be asked for in smaller pieces."""
        try:
            reply = self._api.ask(query, variables, shrinkable=self._size.may_shrink)
        except TooMuch:
            if not self._size.may_shrink:
                raise
            self._size.was_too_much()
            return None
        self._size.was_good()
        return reply

    def _complete(self, nodes: list[Node]) -> Iterator[Node]:
        """The nodes with their lists followed to the end: a list is never cut."""
        return (complete(self._api, node) for node in nodes)


def _permitted(pages: Iterator[Page]) -> Iterator[Page]:
    """Nothing, where the credentials are good and merely lack this permission: the check says so."""
    try:
        yield from pages
    except Refused:
        raise
    except Misconfigured as error:
        if NO_PERMISSION not in str(error):
            raise
        log.info("Left out, for lack of permission: %s", error)
        yield Page(())


def _is_older(node: object, limit: datetime) -> bool:
    """A node whose time cannot be read is left to the mapping, which says so."""
    try:
        return moment(whole(node), "updatedAt") < limit
    except Unreadable:
        return False
