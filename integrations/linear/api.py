"""Speaks with Linear: GraphQL queries through the governor, and lists page by page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from domain.errors import Field, Misconfigured, Rejected, Retryable
from integrations.addresses import checked
from integrations.answers import Answer
from integrations.http import ANSWER, SHRINKABLE, Governor, Manners
from integrations.linear.verdicts import errors_of, is_of_cursor, verdict
from integrations.provider import Connection, Credential
from integrations.reading import Node

PAGES = "https://linear.app"
API = "https://api.linear.app/graphql"

TOKEN = Credential("token", "Personal API key (read), or an OAuth access token")

MANNERS = Manners("Linear", verdict)

TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds."""

_WELL_FORMED = re.compile(r"[\x21-\x7e]+")
_OAUTH = "lin_oauth_"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `behind` is the cursor that continues it, None at its end."""

    nodes: list[Any]
    behind: str | None


class Api:
    """One connection's door to Linear."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or credentials that cannot be used; asks nothing yet."""
        self.address = _address(connection.source.base_url)
        token = _checked(connection.secrets.get("token", ""))
        self.governor = Governor(
            connection.transport or httpx.HTTPTransport(),
            MANNERS,
            source=connection.source.key,
            limits=connection.limits,
            clock=connection.clock,
            sleep=connection.sleep,
            secrets=tuple(connection.secrets.values()),
        )
        self.headers: Mapping[str, str] = {}
        """Those of the last answer."""
        sent = f"Bearer {token}" if token.startswith(_OAUTH) else token
        self._http = httpx.Client(
            transport=self.governor,
            headers={"Authorization": sent, "User-Agent": "leadline"},
            timeout=TIMEOUT,
        )

    def ask(self, query: str, variables: Node | None = None, *, shrinkable: bool = False) -> Node:
        """The data of a reply.

        Raises:
            TooMuch: it is `shrinkable`, and less must be asked for.
            Rejected: Linear takes the cursor no more.
            Retryable, Misconfigured: as everywhere.
        """
        response = self._http.post(
            self.address,
            json={"query": query, "variables": variables or {}},
            extensions={SHRINKABLE: shrinkable},
        )
        answer: Answer = response.extensions[ANSWER]
        self.headers = response.headers
        self.governor.usage.points += _cost(response.headers)
        if any(is_of_cursor(error) for error in errors_of(answer)):
            raise Rejected("Linear takes this cursor no more.", hint="What it was for is read anew.")
        data: Node = answer.json().get("data") or {}
        return data

    def walk(self, query: str, variables: Node, key: str) -> Iterator[tuple[Node, Listed]]:
        """The replies that page by page tell a list, to its end.

        Raises:
            Retryable: the cursors lead in circles.
        """
        after: str | None = variables.get("after")
        passed: set[str | None] = set()
        while after not in passed:
            passed.add(after)
            data = self.ask(query, {**variables, "after": after})
            page = listed(data, key)
            yield data, page
            after = page.behind
            if after is None:
                return
        raise Retryable(f"Linear leads in circles through its {key}.")

    def close(self) -> None:
        self._http.close()


def listed(holder: Any, key: str) -> Listed:  # noqa: ANN401 - JSON
    """The page of a list; one that goes on says where.

    Raises:
        Retryable: there is none, which the schema rules out.
    """
    found = holder.get(key) if isinstance(holder, dict) else None
    nodes = found.get("nodes") if isinstance(found, dict) else None
    info = found.get("pageInfo") if isinstance(found, dict) else None
    if not isinstance(nodes, list) or not isinstance(info, dict):
        raise Retryable(f"Linear's answer lacks `{key}`, which was asked for.")
    behind = info.get("endCursor") if info.get("hasNextPage") else None
    if info.get("hasNextPage") and not (isinstance(behind, str) and behind):
        raise Retryable(f"Linear's `{key}` go on, and it does not say where.")
    return Listed(nodes, behind)


def _cost(headers: Mapping[str, str]) -> int:
    """The complexity of what was asked, which may have a fraction."""
    told = headers.get("x-complexity", "")
    return round(float(told)) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", told) else 0


def _address(base_url: str) -> str:
    url = checked(base_url, title="Linear", example=PAGES, setting="integrations.linear.baseUrl")
    if url.host in ("linear.app", "www.linear.app", "api.linear.app"):
        return API
    return str(url).removesuffix("/graphql").rstrip("/") + "/graphql"


def _checked(token: str) -> str:
    key = token.strip().removeprefix("Bearer").strip()
    if not key:
        raise Misconfigured(
            "There are no credentials for Linear.",
            hint="Run `leadline connect linear` with a personal API key.",
            fields=(Field("token", "nothing", "a personal API key"),),
        )
    if _WELL_FORMED.fullmatch(key):
        return key
    raise Misconfigured("The key holds characters that no key of Linear has.", hint="Copy it once more.")
