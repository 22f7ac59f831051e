"""Speaks with Jira through the `jira` library's authenticated session, which the governor sends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx
from jira import JIRA
from jira.exceptions import JIRAError
from requests import RequestException, Response

from domain.errors import LeadlineError, Misconfigured, Rejected, Retryable, Unknown
from integrations.http import Governor, Manners
from integrations.jira.address import Address, address
from integrations.jira.credentials import Login, login
from integrations.jira.verdicts import bucket, said, verdict
from integrations.provider import Connection
from integrations.reading import Node, Unreadable, link, name, whole
from integrations.redaction import redacted
from integrations.requests_adapter import govern

MANNERS = Manners("Jira", verdict, bucket)

_LONGEST_QUERY = 6_000
"""Characters; servers and what stands before them take addresses of eight thousand."""

_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND = 400, 403, 404

Params = Mapping[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class Server:
    """Which Jira it is: `pages` is where people open it."""

    is_cloud: bool
    pages: str


class Api:
    """One connection's door to Jira."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or credentials that cannot be used; asks nothing yet."""
        self._secrets = tuple(connection.secrets.values())
        self.address = address(connection.source.base_url)
        self.governor = Governor(
            connection.transport or httpx.HTTPTransport(),
            MANNERS,
            source=connection.source.key,
            limits=connection.limits,
            clock=connection.clock,
            sleep=connection.sleep,
            secrets=self._secrets,
        )
        self._jira = _library(self.address, login(connection.secrets))
        self._session = self._jira._session  # noqa: SLF001 - the library offers no other way to it
        govern(self._session, self.governor)
        self.told: Mapping[str, str] = {}
        """The headers of the last answer, where Jira tells of its limits."""

    @cached_property
    def server(self) -> Server:
        """Asked once, unless the address tells."""
        if self.address.is_cloud and self.address.pages:
            return Server(is_cloud=True, pages=self.address.pages)
        try:
            told = whole(self._asked("GET", self._url("serverInfo", "2")))
            pages = self.address.pages or link(told, "baseUrl").rstrip("/")
            return Server(name(told, "deploymentType").lower() == "cloud", pages)
        except (Unknown, Unreadable):
            raise Misconfigured(
                f"There is no Jira at {self.address.root}.",
                hint="Set `baseUrl` to the address that people open, with its path where it has one.",
            ) from None

    def get(self, path: str, params: Params | None = None) -> Any:  # noqa: ANN401 - JSON
        """What stands at a path of the REST API: version 3 of the Cloud's, 2 of any other.

        Raises:
            Unknown: nothing does.
            Rejected: Jira cannot make sense of the parameters.
            Misconfigured: we may not see it.
        """
        return self._asked("GET", self._url(path), params=params)

    def agile(self, path: str, params: Params | None = None) -> Any:  # noqa: ANN401 - JSON
        """What stands at a path of the API of boards; raises as `get` does."""
        url = JIRA.AGILE_BASE_URL.format(
            server=self.address.root, agile_rest_path="agile", agile_rest_api_version="1.0", path=path
        )
        return self._asked("GET", url, params=params)

    def search(self, path: str, question: Node) -> Node:
        """The answer to a search, asked in the address where it fits: in a body not every server takes it."""
        told = {key: ",".join(value) if isinstance(value, list) else value for key, value in question.items()}
        if len(urlencode(told)) > _LONGEST_QUERY:
            return self.post(path, question)
        try:
            return whole(self.get(path, told))
        except Unreadable:
            raise Retryable(f"Jira's answer at {path} makes no sense.") from None

    def post(self, path: str, body: Node) -> Node:
        """The answer to a question that is too long for an address; raises as `get` does."""
        try:
            return whole(self._asked("POST", self._url(path), body=body))
        except Unreadable:
            raise Retryable(f"Jira's answer at {path} makes no sense.") from None

    def close(self) -> None:
        self._session.close()
        self.governor.close()

    def _url(self, path: str, version: str = "") -> str:
        version = version or ("3" if self.server.is_cloud else "2")
        return JIRA.JIRA_BASE_URL.format(
            server=self.address.root, rest_path="api", rest_api_version=version, path=path
        )

    def _asked(self, method: str, url: str, *, params: Params | None = None, body: Node | None = None) -> Any:  # noqa: ANN401 - JSON
        """Redirects are followed; on another host, `requests` drops the credentials."""
        data = None if body is None else json.dumps(body)
        try:
            response = self._session.request(method, url, params=params, data=data)
            self.told = response.headers
            return response.json()
        except JIRAError as error:
            refusal = error.response
        except RequestException as error:
            raise Retryable(f"Jira could not be read ({type(error).__name__}).") from None
        raise self._refused(refusal)

    def _refused(self, response: Response | None) -> LeadlineError:
        """Why, in Jira's words; the library's own error would tell headers too."""
        if response is None:
            return Retryable("Jira answered nothing.")
        path = httpx.URL(response.url).path
        status = response.status_code
        message = redacted(f"Jira answered {status} at {path}: {said(_json(response))}.", self._secrets)
        if status == _NOT_FOUND:
            return Unknown(message)
        if status == _BAD_REQUEST:
            return Rejected(message)
        if status == _FORBIDDEN:
            hint = "Compare the account's permissions with docs/how-to/connect-jira.md."
            return Misconfigured(message, hint=hint)
        return Misconfigured(message, hint="See whether the address is right and Jira is recent enough.")


def _library(where: Address, who: Login) -> JIRA:
    """Authenticated, asking nothing by itself and retrying nothing: that is the governor's."""
    return JIRA(
        server=where.root,
        options={"headers": {"User-Agent": "leadline"}},
        basic_auth=who.basic,
        token_auth=who.bearer,
        get_server_info=False,
        logging=False,
        max_retries=0,
    )


def _json(response: Response) -> object:
    try:
        return response.json()
    except ValueError:
        return None
