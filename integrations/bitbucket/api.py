"""Speaks with Bitbucket Cloud: reads of its REST API 2.0, page by page, through the governor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from domain.errors import Misconfigured, Rejected, Retryable, Unknown
from integrations.addresses import checked
from integrations.answers import FORBIDDEN, OK, Answer, Judgement, Verdict, judge
from integrations.bitbucket.credentials import authorization
from integrations.http import ANSWER, Governor, Manners
from integrations.provider import Connection
from integrations.reading import Node
from integrations.redaction import redacted

PAGES = "https://bitbucket.org"
REST = "https://api.bitbucket.org/2.0"

NOT_FOUND, GONE, BAD_REQUEST = 404, 410, 400
_SUCCESS = range(200, 300)

TIMEOUT = httpx.Timeout(30, connect=10)
"""Seconds."""

PACE = timedelta(seconds=3.6)
"""Between requests when the limit is near, so that a thousand an hour are never more than that."""

Params = Mapping[str, str | int | list[str]]


def verdict(_: httpx.Request, answer: Answer) -> Judgement:
    """By status; a success that holds no object was cut off, or comes from something in between."""
    found = judge(answer)
    if found.verdict is not Verdict.OK or answer.status not in _SUCCESS:
        return found
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return Judgement(Verdict.AGAIN, "its answer is not JSON")
    return OK if isinstance(body, dict) else Judgement(Verdict.AGAIN, "its answer is no object")


MANNERS = Manners("Bitbucket", verdict)


@dataclass(frozen=True, slots=True)
class Bag:
    """A page of a list; `behind` is the path that continues it, None at its end."""

    values: list[Any]
    behind: str | None
    size: int | None = None


class Api:
    """One connection's door to Bitbucket Cloud."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or credentials that cannot be used; asks nothing yet."""
        self.rest, self.pages = _address(connection.source.base_url)
        self._authorization = authorization(connection.secrets)
        self._secrets = (*connection.secrets.values(), self._authorization.partition(" ")[2])
        self._sleep = connection.sleep
        self._is_near_limit = False
        self.governor = Governor(
            connection.transport or httpx.HTTPTransport(),
            MANNERS,
            source=connection.source.key,
            limits=connection.limits,
            clock=connection.clock,
            sleep=connection.sleep,
            secrets=self._secrets,
        )
        headers = {"Accept": "application/json", "User-Agent": "leadline"}
        self._http = httpx.Client(transport=self.governor, headers=headers, timeout=TIMEOUT)

    def get(self, path: str, params: Params | None = None) -> Answer:
        """An object.

        Raises:
            Unknown: there is no such thing, or it is out of our sight.
            Rejected: the request makes no sense to Bitbucket, such as a cursor that it takes no more.
            Misconfigured: it says no.
        """
        if self._is_near_limit:
            self._sleep(PACE.total_seconds())
        try:
            response = self._http.get(
                self.rest + path,
                params=params,
                headers={"Authorization": self._authorization},
                follow_redirects=True,
            )
        except httpx.TooManyRedirects:
            raise Retryable(f"Bitbucket leads in circles at {path.partition('?')[0]}.") from None
        answer: Answer = response.extensions[ANSWER]
        self._is_near_limit = answer.headers.get("x-ratelimit-nearlimit", "").lower() == "true"
        return answer if answer.status in _SUCCESS else self._refused(path.partition("?")[0], answer)

    def one(self, path: str, params: Params | None = None) -> Node:
        found: Node = self.get(path, params).json()
        return found

    def page(self, path: str, params: Params | None = None) -> Bag:
        """A page of a list; `path` may be what another page said continues it."""
        body = self.one(path, params)
        values, size = body.get("values"), body.get("size")
        if not isinstance(values, list):
            raise Retryable(f"Bitbucket gave no list at {path.partition('?')[0]}.")
        return Bag(values, self._behind(body.get("next")), size if type(size) is int else None)

    def walk(self, path: str, params: Params | None = None) -> Iterator[list[Any]]:
        """The list at the path to its end, page by page.

        Raises:
            Retryable: its pages lead in circles.
        """
        passed = {path}
        while True:
            bag = self.page(path, params)
            yield bag.values
            if bag.behind is None:
                return
            if bag.behind in passed:
                raise Retryable(f"Bitbucket leads in circles at {path.partition('?')[0]}.")
            passed.add(bag.behind)
            path, params = bag.behind, None

    def all(self, path: str, params: Params | None = None) -> list[Any]:
        return [value for values in self.walk(path, params) for value in values]

    def close(self) -> None:
        self._http.close()

    def _behind(self, link: object) -> str | None:
        """The path of a link to the next page, which must lie where we asked: credentials are sent there."""
        if link is None:
            return None
        if isinstance(link, str) and link.startswith(f"{self.rest}/"):
            return link.removeprefix(self.rest)
        raise Retryable("Bitbucket's next page lies somewhere else than its API.")

    def _refused(self, path: str, answer: Answer) -> Answer:
        said = redacted(reason(answer), self._secrets)
        if answer.status == NOT_FOUND:
            raise Unknown(f"Bitbucket knows nothing at {path}: {said}.")
        if answer.status == BAD_REQUEST:
            raise Rejected(f"Bitbucket does not take the request to {path}: {said}.")
        if answer.status == FORBIDDEN:
            raise Misconfigured(
                f"Bitbucket does not let us read {path}: {said}.",
                hint="Give the token the scopes that docs/how-to/connect-bitbucket.md lists.",
            )
        raise Misconfigured(f"Bitbucket answered {answer.status} at {path}: {said}.")


def reason(answer: Answer) -> str:
    """What Bitbucket says, and the scopes that it misses, where it tells."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "what came is not JSON"
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "no reason given"
    said = str(error.get("message") or "no reason given")[:300].rstrip(".")
    detail = error.get("detail")
    required = detail.get("required") if isinstance(detail, dict) else None
    if not isinstance(required, list):
        return said
    return f"{said} (it asks for {', '.join(str(scope)[:50] for scope in required[:10])})"


def _address(base_url: str) -> tuple[str, str]:
    """Of the REST API and of the pages for people, by the address that people open in a browser."""
    setting = "integrations.bitbucket.baseUrl"
    url = checked(base_url, title="Bitbucket", example=PAGES, setting=setting)
    if url.host in ("bitbucket.org", "www.bitbucket.org", "api.bitbucket.org"):
        return REST, PAGES
    server = str(url).rstrip("/")
    return f"{server}/2.0", server
