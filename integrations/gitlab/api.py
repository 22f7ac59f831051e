"""Speaks with GitLab: GraphQL by httpx, REST by python-gitlab, both through one governor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import gitlab
import httpx
from gitlab.exceptions import GitlabError, GitlabHttpError
from requests import PreparedRequest, Response, Session
from requests.exceptions import RequestException

from domain.errors import LeadlineError, Misconfigured, Rejected, Retryable, Unknown
from integrations.gitlab.address import Address, address
from integrations.gitlab.credentials import header
from integrations.gitlab.verdicts import is_about_the_cursor, is_too_old, verdict
from integrations.http import ANSWER, SHRINKABLE, Governor, Manners
from integrations.provider import Connection
from integrations.reading import Node
from integrations.redaction import redacted
from integrations.requests_adapter import govern

MANNERS = Manners("GitLab", verdict)

TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds. GitLab itself gives up after thirty."""

PER_PAGE = 100


class TooOld(Misconfigured):
    """The server's schema lacks what the query asks for."""


class Absent(Unknown):
    """What was asked for is not there, or GitLab pretends so because it is not ours to see."""


class Hidden(Misconfigured):
    """What was asked for is there, and not ours to see, or switched off."""


OUT_OF_SIGHT = (Absent, Hidden)

_KINDS: dict[int, type[Absent] | type[Hidden]] = {403: Hidden, 404: Absent}


class _Session(Session):
    """Takes our token along to no other host, which requests does with headers that it does not know."""

    def rebuild_auth(self, prepared_request: PreparedRequest, response: Response) -> None:
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call] # requests has no types
        is_elsewhere = self.should_strip_auth(response.request.url, prepared_request.url)  # type: ignore[no-untyped-call] # requests has no types
        if is_elsewhere:
            prepared_request.headers.pop("PRIVATE-TOKEN", None)


@dataclass(frozen=True, slots=True)
class List:
    """A page of a list; `behind` is the cursor that continues it, None at its end."""

    nodes: list[Any]
    behind: str | None


def at(data: object, *path: str) -> Any:  # noqa: ANN401 - JSON
    """What stands at the path; None where nothing does."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def listed(data: object, *path: str) -> List:
    """The page of a list that stands at the path.

    Raises:
        Retryable: none does, which the schema rules out.
    """
    nodes = at(data, *path, "nodes")
    if not isinstance(nodes, list):
        raise Retryable(f"GitLab's answer lacks `{'.'.join(path)}`, which was asked for.")
    goes_on = at(data, *path, "pageInfo", "hasNextPage")
    behind = at(data, *path, "pageInfo", "endCursor")
    if goes_on and not (behind and isinstance(behind, str)):
        raise Retryable(f"GitLab does not say how `{'.'.join(path)}` goes on.")
    return List(nodes, behind if goes_on else None)


class Api:
    """One connection's door to GitLab."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or a token that cannot be used; asks nothing yet."""
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
        self.told: Mapping[str, str] = {}
        """The headers of REST's latest answer."""
        self._secrets = tuple(connection.secrets.values())
        proof = header(connection.secrets)
        self._http = httpx.Client(
            transport=self.governor, headers={**proof, "User-Agent": "leadline"}, timeout=TIMEOUT
        )
        session = _Session()
        govern(session, self.governor)
        self._rest = gitlab.Gitlab(
            self.address.pages,
            private_token=proof.get("PRIVATE-TOKEN"),
            oauth_token=proof.get("Authorization", "").removeprefix("Bearer ") or None,
            user_agent="leadline",
            retry_transient_errors=False,
            keep_base_url=True,
            session=session,
        )

    def ask(self, query: str, variables: Node | None = None, *, shrinkable: bool = False) -> Node:
        """The data of a query's answer; what is gone or hidden is None in it.

        Raises:
            TooMuch: it is `shrinkable`, and less must be asked for.
            TooOld: the server does not know everything that is asked for.
            Rejected: GitLab takes the cursor no more.
            Retryable, Misconfigured: as everywhere.
        """
        response = self._http.post(
            self.address.graphql,
            json={"query": query, "variables": variables or {}},
            extensions={SHRINKABLE: shrinkable},
        )
        body = response.extensions[ANSWER].json()
        errors = body.get("errors") or []
        if any(map(is_too_old, errors)):
            said = redacted(str(errors[0].get("message", "")), self._secrets)
            raise TooOld(f"This GitLab does not understand the query: {said}", hint="Update the server.")
        if any(map(is_about_the_cursor, errors)):
            raise Rejected("GitLab takes this cursor no more.", hint="The repository is read anew.")
        data = body.get("data")
        if not isinstance(data, dict):
            raise Retryable("GitLab's answer holds no data.")
        score = at(data, "queryComplexity", "score")
        self.governor.usage.points += score if type(score) is int else 0
        return data

    def get(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        """JSON from the REST API; `path` begins behind the version.

        Raises:
            Absent, Hidden: it is gone, or not ours to see.
            Misconfigured, Retryable: as everywhere.
        """
        try:
            found = self._rest.http_get(
                path, query_data=parameters, obey_rate_limit=False, max_retries=0, raw=True
            )
            self.told = found.headers  # type: ignore[union-attr] # raw: the response itself
            return found.json()  # type: ignore[union-attr] # raw: the response itself
        except GitlabHttpError as error:
            raise self._said_no(path, error) from None
        except (GitlabError, RequestException, ValueError) as error:
            raise Retryable(f"GitLab could not be read at {path} ({type(error).__name__}).") from None

    def rows(self, path: str, **parameters: object) -> list[Any]:
        """One page of a list.

        Raises:
            Absent, Hidden, Misconfigured, Retryable: as `get`; also when it is no list.
        """
        found = self.get(path, per_page=PER_PAGE, **parameters)
        if not isinstance(found, list):
            raise Retryable(f"GitLab sent no list at {path}.")
        return found

    def close(self) -> None:
        self._http.close()

    def _said_no(self, path: str, error: GitlabHttpError) -> LeadlineError:
        said = redacted(str(error.error_message), self._secrets)[:300]
        message = f"GitLab answered {error.response_code} at {path}: {said}."
        hint = "Compare the token's role and scopes with docs/how-to/connect-gitlab.md."
        kind = _KINDS.get(error.response_code or 0, Misconfigured)
        return kind(message, hint=hint)


def escaped(name: str) -> str:
    """A path as one step of an address."""
    return quote(name, safe="")


def gid(kind: str, number: str) -> str:
    """The global id that GraphQL wants."""
    return f"gid://gitlab/{kind}/{number}"


def first_of(data: Mapping[str, Any], *path: str) -> Any:  # noqa: ANN401 - JSON
    """The only node of a list that was asked for by one id; None where it is gone."""
    nodes: Sequence[Any] = at(data, *path, "nodes") or ()
    return nodes[0] if nodes else None
