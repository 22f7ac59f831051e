"""Speaks with PagerDuty: single things, and lists page by page up to the end that it allows."""

from collections.abc import Iterator
from typing import Any

import httpx
from requests import Response

from domain.errors import Misconfigured, Retryable
from integrations.http import Governor, Manners
from integrations.pagerduty.address import address
from integrations.pagerduty.session import Params, Session
from integrations.pagerduty.verdicts import said, verdict
from integrations.provider import Connection
from integrations.reading import Node
from integrations.redaction import redacted

MANNERS = Manners("PagerDuty", verdict)

PAGE = 100
CAP = 10_000
"""No list goes on behind its ten-thousandth item
(https://developer.pagerduty.com/docs/rest-api-pagination#classic-pagination)."""

_NOT_FOUND = 404


class TooLong(Retryable):
    """A list has more items than can be paged through: less must be asked for."""


class Api:
    """One connection's door to PagerDuty."""

    def __init__(self, connection: Connection) -> None:
        """Raises `Misconfigured` for an address or credentials that cannot be used; asks nothing yet."""
        self.address = address(connection.source.base_url)
        self._secrets = tuple(connection.secrets.values())
        self.governor = Governor(
            connection.transport or httpx.HTTPTransport(),
            MANNERS,
            source=connection.source.key,
            limits=connection.limits,
            clock=connection.clock,
            sleep=connection.sleep,
            secrets=self._secrets,
        )
        self._session = Session(connection.secrets.get("token", ""), self.address, self.governor)
        self.headers: dict[str, str] = {}
        """Those of the last answer, by their names in lower case."""

    def get(self, path: str, params: Params | None = None) -> Node:
        """The object at a path.

        Raises:
            Misconfigured: PagerDuty says no.
        """
        response = self._asked(path, params or {})
        if not response.ok or response.is_redirect:
            raise self._refusal(path, response)
        body: Node = response.json()
        return body

    def find(self, path: str, key: str) -> Node | None:
        """What a path names, None where that is gone.

        Raises:
            Misconfigured: PagerDuty says no.
        """
        response = self._asked(path, {})
        if response.status_code == _NOT_FOUND:
            return None
        if not response.ok or response.is_redirect:
            raise self._refusal(path, response)
        found = response.json().get(key)
        if not isinstance(found, dict):
            raise _senseless(path, key)
        return found

    def listed(self, path: str, key: str, params: Params | None = None) -> list[Any]:
        """Every item of a list, each once.

        Raises:
            TooLong: it has more than can be read.
            Retryable: it leads in circles.
        """
        return [item for page in self._pages(path, key, params or {}) for item in page]

    def close(self) -> None:
        self._session.close()
        self.governor.close()

    def _pages(self, path: str, key: str, params: Params) -> Iterator[list[Any]]:
        seen: set[str] = set()
        offset = 0
        while offset + PAGE <= CAP:
            asked = {**params, "limit": PAGE, "offset": offset, **({} if offset else {"total": "true"})}
            body = self.get(path, asked)
            items = body.get(key)
            if not isinstance(items, list):
                raise _senseless(path, key)
            if _is_number(body.get("total")) and body["total"] > CAP:
                break
            new = {mark: item for item in items if (mark := _mark(item)) not in seen}
            seen |= new.keys()
            yield list(new.values())
            if not body.get("more"):
                return
            if not new:
                raise Retryable(f"PagerDuty leads in circles through {path}.")
            offset += len(items)
        raise TooLong(f"PagerDuty has more than {CAP} items at {path}.")

    def _asked(self, path: str, params: Params) -> Response:
        response = self._session.get(path, params)
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        return response

    def _refusal(self, path: str, response: Response) -> Misconfigured:
        try:
            reason = said(response.json())
        except (ValueError, RecursionError):
            reason = "no reason given"
        return Misconfigured(
            f"PagerDuty answered {response.status_code} at {path}: {redacted(reason, self._secrets)}.",
            hint="Compare the access key with docs/how-to/connect-pagerduty.md.",
        )


def _mark(item: object) -> str:
    """What tells an item from others: its id, or all of it where it has none."""
    id_ = item.get("id") if isinstance(item, dict) else None
    return id_ if isinstance(id_, str) else repr(item)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _senseless(path: str, key: str) -> Retryable:
    return Retryable(f"PagerDuty's answer at {path} lacks `{key}`, which was asked for.")
