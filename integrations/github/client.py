"""Reads GitHub: the one place that asks it, page by page, with the fewest requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import LeadlineError, Misconfigured, Retryable, Unknown
from domain.health import Check
from domain.records import Repository
from integrations.answers import LONGEST_WAIT
from integrations.github import queries
from integrations.github.api import Api, Reply
from integrations.github.checks import checks
from integrations.github.listing import Listing
from integrations.github.lists import complete
from integrations.github.mapping import pull_request_page
from integrations.github.verdicts import GONE, HIDDEN
from integrations.http import TooMuch
from integrations.pages import Page, RepositoryPage
from integrations.provider import PULL_REQUESTS, Connection
from integrations.reading import Node, Unreadable, count, each, inside, moment, whole

OVERLAP = timedelta(minutes=5)
"""How much further back than the watermark a scan reads, for clocks that differ and replicas that lag."""

SETTLED = timedelta(minutes=1)
"""Younger activity may not be the last of its second: such a token never equals the next one."""

WATCHED = timedelta(seconds=5)
"""How long each wait of a check may be."""

GROWTH, GOOD_PAGES = 4, 5


class PageSize:
    """How many pull requests to ask for: halved when it was too much, slowly grown again."""

    def __init__(self) -> None:
        self.now = queries.PAGE
        self._good = 0

    @property
    def may_shrink(self) -> bool:
        return self.now > queries.SMALLEST_PAGE

    def was_good(self) -> None:
        self._good += 1
        if self._good >= GOOD_PAGES:
            self.now = min(queries.PAGE, self.now + GROWTH)
            self._good = 0

    def was_too_much(self) -> None:
        self.now = max(queries.SMALLEST_PAGE, self.now // 2)
        self._good = 0


class GitHub:
    """A client of one GitHub, as `integrations.provider.Client` describes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source = connection.source.key
        self._api = Api(connection)
        self._size = PageSize()
        self.usage = self._api.governor.usage
        self.streams = (PULL_REQUESTS,)

    def close(self) -> None:
        self._api.close()

    def check(self) -> tuple[Check, ...]:
        """Whoever asks is waiting: a limit or a server that is down is told, not waited out."""
        governor = self._api.governor
        governor.patience = WATCHED
        try:
            return tuple(checks(self._api, self.repositories))
        finally:
            governor.patience = LONGEST_WAIT

    def repositories(self) -> Iterator[RepositoryPage]:
        return Listing(self._api, self._source, self._connection.selection).pages()

    def probe(self, repositories: Sequence[Repository]) -> Mapping[int, Mapping[str, str]]:
        """One request per hundred. A repository that is hidden from us is not gone: reading it tells why."""
        tokens: dict[int, Mapping[str, str]] = {}
        for first in range(0, len(repositories), queries.NODES):
            some = repositories[first : first + queries.NODES]
            ids = [repository.external_id for repository in some]
            found = self._api.ask(queries.PROBE, {"ids": ids}).found(ids)
            for repository, (node, error) in zip(some, found, strict=True):
                if error != GONE:
                    tokens[repository.id] = {"pull_requests": self._token(node or {})}
        return tokens

    def read(
        self,
        stream: str,
        repository: Repository | None = None,
        *,
        cursor: str | None = None,
        until: datetime | None = None,
    ) -> Iterator[Page]:
        if repository is None or stream != PULL_REQUESTS.name:
            raise ValueError(f"GitHub's {stream} are not read so")
        return self.pull_requests(repository, cursor=cursor, until=until)

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
            yield pull_request_page(self._source, self._complete(recent), cursor=cursor, total=total)
            if cursor is None:
                return
        raise Retryable(f"GitHub leads in circles through the pull requests of {repository.full_name}.")

    def hydrate(
        self,
        stream: str,  # noqa: ARG002 - the only one so far
        external_ids: Sequence[str],
        repository: Repository | None = None,  # noqa: ARG002 - ids alone find them
    ) -> Iterator[Page]:
        """As many at a time as a page holds; what turns out to be no pull request is gone as well."""
        first = 0
        while first < len(external_ids):
            some = external_ids[first : first + self._size.now]
            reply = self._sized(queries.THESE_PULL_REQUESTS, {"ids": some})
            if reply is None:
                continue
            first += len(some)
            found = reply.found(some)
            page = pull_request_page(self._source, self._complete([node for node, _ in found if node]))
            gone = [id_ for id_, (_, error) in zip(some, found, strict=True) if error == GONE]
            yield replace(page, gone=tuple(gone))

    def _page(self, repository: Repository, cursor: str | None) -> Reply:
        """One page without holes, smaller than wished for where GitHub cannot give as much."""
        while True:
            wish = {"repository": repository.external_id, "first": self._size.now, "after": cursor}
            reply = self._sized(queries.PULL_REQUESTS, wish)
            if reply is None:
                continue
            if not reply.data.get("node"):
                raise _unreadable(repository, reply.errors.get(("node",), ""))
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

    def _token(self, node: Node) -> str:
        """The latest activity, and how many there are, so that a deletion is seen too.

        What is not settled, or cannot be read, gets a token that no other equals.
        """
        now = self._connection.clock() + self._api.governor.skew
        try:
            latest, total = inside(node, "pullRequests", _activity)
        except Unreadable:
            return f"unreadable at {now.isoformat()}"
        if latest and now - latest < SETTLED:
            return f"{latest.isoformat()} {total} at {now.isoformat()}"
        return f"{latest and latest.isoformat()} {total}"


def _activity(connection: Node) -> tuple[datetime | None, int]:
    latest = each(connection, "nodes", lambda pr: moment(pr, "updatedAt"))
    return max(latest, default=None), count(connection, "totalCount")


def _is_older(node: object, limit: datetime) -> bool:
    """A node whose time cannot be read is left to the mapping, which says so."""
    try:
        return moment(whole(node), "updatedAt") < limit
    except Unreadable:
        return False


def _unreadable(repository: Repository, error: str) -> LeadlineError:
    """Why there is no node where the repository should be."""
    if error == GONE:
        return Unknown(f"GitHub knows no repository {repository.full_name} any more.")
    if error == HIDDEN:
        return Misconfigured(
            f"GitHub does not let us read {repository.full_name}.",
            hint="See whether the organisation asks for single sign-on or approval of this token.",
        )
    return Retryable(f"GitHub gave nothing for {repository.full_name}.")
