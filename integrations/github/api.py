"""Speaks with GitHub: GraphQL queries and REST reads, through the governor, as whoever we are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from domain.errors import Misconfigured, Rejected, Retryable
from integrations.answers import Answer
from integrations.github.address import Address, address
from integrations.github.credentials import Proof, proof
from integrations.github.verdicts import GONE, RAW, STALE_CURSOR, bucket, said, unreadable, verdict
from integrations.http import ANSWER, SHRINKABLE, Governor, Manners, Refused
from integrations.provider import Connection
from integrations.reading import Node
from integrations.redaction import redacted

T = TypeVar("T")

MANNERS = Manners("GitHub", verdict, bucket)

HEADERS = {
    "Accept": "application/vnd.github+json",
    "User-Agent": "leadline",
    "X-GitHub-Api-Version": "2022-11-28",
    # Ids of one form everywhere: https://docs.github.com/en/graphql/guides/migrating-graphql-global-node-ids
    "X-Github-Next-Global-ID": "1",
}

MOST_HOPS = 3
_COMPARE = "Compare the credentials' permissions with docs/how-to/connect-github.md."

TIMEOUT = httpx.Timeout(30, connect=10)
"""Seconds. GitHub itself gives up after ten."""


@dataclass(frozen=True, slots=True)
class List:
    """A page of a list; `behind` is the cursor that continues it, None at its end."""

    nodes: list[Any]
    behind: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What REST gave, with the tag that tells whether it is still the same later on."""

    body: Any
    etag: str = ""
    is_missing: bool = False
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The data of a query and, by path, the type of error that stands where a thing should."""

    data: Node
    errors: dict[tuple[str | int, ...], str]
    answer: Answer

    def at(self, *path: str) -> Any:  # noqa: ANN401 - JSON
        """What stands at the path.

        Raises:
            Retryable: nothing does, which the schema rules out.
        """
        found: Any = self.data
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            raise Retryable(f"GitHub's answer lacks `{'.'.join(path)}`, which was asked for.")
        return found

    def listed(self, *path: str) -> List:
        """The page of a list that stands at the path; one that goes on says where."""
        goes_on = self.at(*path, "pageInfo", "hasNextPage")
        return List(self.at(*path, "nodes"), self.at(*path, "pageInfo", "endCursor") if goes_on else None)

    def assert_there(self, name: str) -> None:
        """That the repository of this name is the `node` that was asked for.

        Raises:
            Unknown, Misconfigured, Retryable: it is gone, hidden, or was not given.
        """
        if not self.data.get("node"):
            raise unreadable(name, self.errors.get(("node",), ""))

    def found(self, ids: Sequence[str]) -> list[tuple[Node | None, str]]:
        """For each id that was asked for in `nodes`, its node or the type of error in its place."""
        nodes = self.at("nodes")
        if len(nodes) != len(ids):
            raise Retryable(f"GitHub gave {len(nodes)} nodes for {len(ids)} ids.")
        errors = (self.errors.get(("nodes", index), GONE) for index in range(len(nodes)))
        return [(node or None, "" if node else error) for node, error in zip(nodes, errors, strict=True)]


class Api:
    """One connection's door to GitHub."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or credentials that cannot be used; asks nothing yet."""
        self.address: Address = address(connection.source.base_url)
        self.governor = Governor(
            connection.transport or httpx.HTTPTransport(),
            MANNERS,
            source=connection.source.key,
            limits=connection.limits,
            clock=connection.clock,
            sleep=connection.sleep,
            secrets=tuple(connection.secrets.values()),
        )
        self._http = httpx.Client(transport=self.governor, headers=HEADERS, timeout=TIMEOUT)
        self.proof: Proof = proof(
            connection.secrets,
            _owner(connection),
            clock=lambda: connection.clock() + self.governor.skew,
            fetch=self._fetched,
        )

    def ask(self, query: str, variables: Node | None = None, *, shrinkable: bool = False) -> Reply:
        """The reply to a query; every error in it is about one of the things asked for.

        Raises:
            TooMuch: it is `shrinkable`, and less must be asked for.
            Rejected: GitHub takes the cursor no more.
            Retryable, Misconfigured: as everywhere.
        """
        answer = self._authorised(lambda bearer: self._post(query, variables or {}, bearer, shrinkable))
        body = answer.json()
        errors = {
            tuple(error.get("path") or ()): str(error.get("type")) for error in body.get("errors") or ()
        }
        if STALE_CURSOR in errors.values():
            raise Rejected("GitHub takes this cursor no more.", hint="The repository is read anew.")
        reply = Reply(body.get("data") or {}, errors, answer)
        self.governor.usage.points += (reply.data.get("rateLimit") or {}).get("cost", 0)
        return reply

    def walk(self, query: str, variables: Node, *path: str) -> Iterator[Reply]:
        """Replies that page by page tell the list at the path, to its end.

        Raises:
            Retryable: the cursors lead in circles.
        """
        passed: set[str | None] = set()
        after: str | None = None
        while after not in passed:
            passed.add(after)
            reply = self.ask(query, {**variables, "after": after})
            yield reply
            after = reply.listed(*path).behind
            if after is None:
                return
        raise Retryable(f"GitHub leads in circles through `{'.'.join(path)}`.")

    def get(self, path: str) -> tuple[Any, httpx.Response]:
        """JSON from the REST API, with the response for its links.

        Raises:
            Misconfigured: it says no.
        """
        response = self._authorised(lambda bearer: self._rest("GET", path, bearer))
        return _read(response), response

    def found(self, path: str, *, etag: str = "") -> Found:
        """JSON from the REST API; nothing where there is no such thing, or where it is still as `etag` says.

        Raises:
            Misconfigured: it says no.
        """
        headers = {"If-None-Match": etag} if etag else {}
        response = self._authorised(lambda bearer: self._rest("GET", path, bearer, headers))
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            return Found(None, is_missing=True)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return Found(None, etag, is_same=True)
        return Found(_read(response), response.headers.get("etag", ""))

    def download(self, path: str) -> bytes | None:
        """A file that GitHub keeps elsewhere, where our credentials are not sent; None when it is gone.

        Raises:
            TooMuch, Retryable, Misconfigured: as everywhere.
        """
        response = self._authorised(lambda bearer: self._rest("GET", path, bearer, {}, follow=False))
        for _ in range(MOST_HOPS):
            if not response.has_redirect_location or response.next_request is None:
                break
            address = response.next_request.url
            if address.scheme != "https" and address.host != httpx.URL(self.address.rest).host:
                raise Misconfigured(f"GitHub leads to {address.host} without https.", hint=_COMPARE)
            response = self._elsewhere(address)
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
            return None
        if not response.is_success:
            _read(response)
        return response.content

    def close(self) -> None:
        self._http.close()

    def _elsewhere(self, address: httpx.URL) -> httpx.Response:
        """Without credentials, whose own signature the address holds."""
        return self._http.get(address, extensions={RAW: True}, follow_redirects=False)

    def _authorised(self, send: Callable[[str], T]) -> T:
        """Send as whoever we are; a token that ran out before its time is fetched anew, once."""
        try:
            return send(self.proof.bearer())
        except Refused:
            if not self.proof.forget():
                raise
        return send(self.proof.bearer())

    def _post(self, query: str, variables: Node, bearer: str, shrinkable: object) -> Answer:
        response = self._http.post(
            self.address.graphql,
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {bearer}"},
            extensions={SHRINKABLE: shrinkable},
        )
        answer: Answer = response.extensions[ANSWER]
        return answer

    def _rest(
        self,
        method: str,
        path: str,
        bearer: str,
        headers: dict[str, str] | None = None,
        *,
        follow: bool = True,
    ) -> httpx.Response:
        """Redirects are followed, for renamed repositories; httpx drops Authorization on another host."""
        try:
            return self._http.request(
                method,
                self.address.rest + path,
                headers={"Authorization": f"Bearer {bearer}", **(headers or {})},
                follow_redirects=follow and method == "GET",
                extensions={} if follow else {RAW: True},
            )
        except httpx.TooManyRedirects:
            raise Retryable("GitHub leads in circles from one address to the next.") from None

    def _fetched(self, method: str, path: str, bearer: str) -> Any:  # noqa: ANN401 - JSON
        return _read(self._rest(method, path, bearer))


def _read(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    answer: Answer = response.extensions[ANSWER]
    if response.is_success:
        return answer.json()
    raise Misconfigured(
        f"GitHub answered {response.status_code} at {response.url.path}: {redacted(said(answer))}.",
        hint=_COMPARE,
    )


def _owner(connection: Connection) -> str:
    """Whose repositories are chosen, where all are one owner's."""
    selection = connection.selection
    owners = {pattern.split("/")[0] for pattern in selection.repositories if "/" in pattern}
    return selection.organisation or (owners.pop() if len(owners) == 1 else "")
