"""Speaks with Bitbucket Data Center: reads of its REST API, page by page, through the governor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from domain.errors import Misconfigured, Rejected, Retryable, Unknown
from domain.records import Repository
from integrations.addresses import checked
from integrations.answers import FORBIDDEN, OK, Answer, Judgement, Verdict, judge
from integrations.http import ANSWER, Governor, Manners
from integrations.provider import Connection, Credential
from integrations.reading import Node
from integrations.redaction import redacted

TOKEN = Credential("token", "HTTP access token (permission: read)")

REST, BUILDS = "/rest/api/latest", "/rest/build-status/latest"

LONG_PAGE, SHORT_PAGE = 100, 25
"""What is asked for; the server gives fewer where its admin says so."""

TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds."""

NOT_FOUND, NO_CONTENT = 404, 204
_REFUSALS = (400, 409)
_SUCCESS = range(200, 300)

Params = Mapping[str, str | int]


def verdict(_: httpx.Request, answer: Answer) -> Judgement:
    """By status; a success that holds no object was cut off, or comes from something in between."""
    found = judge(answer)
    if found.verdict is not Verdict.OK or answer.status not in _SUCCESS or answer.status == NO_CONTENT:
        return found
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return Judgement(Verdict.AGAIN, "its answer is not JSON")
    return OK if isinstance(body, dict) else Judgement(Verdict.AGAIN, "its answer is no object")


MANNERS = Manners("Bitbucket Data Center", verdict, slug="bitbucket_server")


@dataclass(frozen=True, slots=True)
class Bag:
    """A page of a list; `behind` is where the next one starts, None at the end."""

    values: list[Any]
    behind: int | None


class Api:
    """One connection's door to Bitbucket Data Center."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or a token that cannot be used; asks nothing yet."""
        url = checked(
            connection.source.base_url,
            title="Bitbucket Data Center",
            example="https://bitbucket.example.com",
            setting="integrations.bitbucketServer.baseUrl",
        )
        self.pages = str(url).rstrip("/")
        self._secrets = tuple(connection.secrets.values())
        self._bearer = _sendable(connection.secrets.get("token", "").strip())
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
        """What there is at the path.

        Raises:
            Unknown: there is no such thing, or it is out of our sight.
            Rejected: the request makes no sense to the server.
            Misconfigured: it says no.
        """
        try:
            response = self._http.get(
                self.pages + path,
                params=params,
                headers={"Authorization": f"Bearer {self._bearer}"},
                follow_redirects=True,
            )
        except httpx.TooManyRedirects:
            raise Retryable(f"Bitbucket Data Center leads in circles at {path}.") from None
        answer: Answer = response.extensions[ANSWER]
        return answer if answer.status in _SUCCESS else self._refused(path, answer)

    def one(self, path: str, params: Params | None = None) -> Node:
        answer = self.get(path, params)
        found: Node = {} if answer.status == NO_CONTENT else answer.json()
        return found

    def page(self, path: str, params: Params, start: int = 0) -> Bag:
        """A page of a list, from `start` on.

        Raises:
            Retryable: it is no list, or does not go on where it must.
        """
        body = self.one(path, {**params, "start": start})
        values, behind = body.get("values"), body.get("nextPageStart")
        if not isinstance(values, list):
            raise Retryable(f"Bitbucket Data Center gave no list at {path}.")
        if body.get("isLastPage") is not False:
            return Bag(values, None)
        if type(behind) is not int or behind <= start:
            raise Retryable(f"Bitbucket Data Center leads in circles at {path}.")
        return Bag(values, behind)

    def walk(self, path: str, params: Params, start: int = 0) -> Iterator[Bag]:
        """The pages of the list from `start` to its end."""
        behind: int | None = start
        while behind is not None:
            bag = self.page(path, params, behind)
            yield bag
            behind = bag.behind

    def all(self, path: str, params: Params) -> list[Any]:
        return [value for bag in self.walk(path, params) for value in bag.values]

    def close(self) -> None:
        self._http.close()

    def _refused(self, path: str, answer: Answer) -> Answer:
        said = redacted(reason(answer), self._secrets)
        if answer.status == NOT_FOUND:
            raise Unknown(f"Bitbucket Data Center knows nothing at {path}: {said}.")
        if answer.status in _REFUSALS:
            raise Rejected(f"Bitbucket Data Center does not take the request to {path}: {said}.")
        if answer.status == FORBIDDEN:
            raise Misconfigured(
                f"Bitbucket Data Center does not let us read {path}: {said}.",
                hint="Give the token's owner read permission for the project and repository.",
            )
        raise Misconfigured(f"Bitbucket Data Center answered {answer.status} at {path}: {said}.")


def at(repository: Repository, *steps: str) -> str:
    """The path of something within a repository, which is found by its name."""
    project, _, slug = repository.full_name.partition("/")
    return f"{REST}/projects/" + "/".join(quote(step, safe="~") for step in (project, "repos", slug, *steps))


def reason(answer: Answer) -> str:
    """What the server says, where it says it in JSON."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "what came is not JSON"
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    message = first.get("message") if isinstance(first, dict) else None
    return str(message or "no reason given")[:300].rstrip(".")


def _sendable(token: str) -> str:
    if token and token.isascii() and token.isprintable() and " " not in token:
        return token
    raise Misconfigured(
        "Bitbucket Data Center needs an HTTP access token.",
        hint="Run `leadline connect bitbucket_server` and paste the token alone.",
    )
