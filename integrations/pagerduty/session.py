"""The one place that knows the library pdpyras: its address, sign-in and headers, sent by our governor.

The library is deprecated; how it is left is told in docs/decisions/0017-providers.md.
"""

import re
from collections.abc import Mapping
from typing import Any
from warnings import catch_warnings, simplefilter

import httpx
from requests import Response

from domain.errors import Field, Misconfigured, Retryable
from integrations.provider import Credential
from integrations.requests_adapter import govern

with catch_warnings():
    simplefilter("ignore", UserWarning)  # it says at its import that it is deprecated
    from pdpyras import APISession, PDClientError  # type: ignore[import-untyped] # it ships no types

TOKEN = Credential("token", "API access key (read-only)")

_WELL_FORMED = re.compile(r"[\x21-\x7e]+")
_OAUTH = re.compile(r"pd[a-z]{2}\+")
"""How the tokens of OAuth apps begin, which are sent as bearers."""

Params = Mapping[str, Any]


class Session:
    """Sends reads through the transport; all waiting and trying again is the transport's."""

    def __init__(self, token: str, base_url: str, transport: httpx.BaseTransport) -> None:
        """Raises `Misconfigured` for what cannot be an access key."""
        key = _checked(token)
        self._session = APISession(key, auth_type="bearer" if _OAUTH.match(key) else "token")
        self._session.url = base_url
        self._session.max_network_attempts = 0
        govern(self._session, transport)

    def get(self, path: str, params: Params) -> Response:
        """The answer, whatever its status; a redirect is not followed, for PagerDuty sends none.

        Raises:
            Retryable: it could not be asked.
        """
        try:
            response: Response = self._session.request("GET", path, params=params, allow_redirects=False)
        except PDClientError as error:
            raise Retryable(f"PagerDuty could not be asked for {path}.") from error
        return response

    def close(self) -> None:
        self._session.close()


def _checked(token: str) -> str:
    key = token.strip()
    if not key:
        raise Misconfigured(
            "There are no credentials for PagerDuty.",
            hint="Run `leadline connect pagerduty` with a read-only API access key.",
            fields=(Field("token", "nothing", "an API access key"),),
        )
    if _WELL_FORMED.fullmatch(key):
        return key
    raise Misconfigured("The key holds characters that no API access key has.", hint="Copy it once more.")
