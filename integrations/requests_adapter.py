"""Lets libraries that speak through `requests` send through our governor, which keeps a vendor's limits."""

import httpx
from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as Unreachable
from requests.structures import CaseInsensitiveDict

from domain.errors import LeadlineError

_TIMEOUT = httpx.Timeout(60, connect=10)
"""Seconds."""


class GovernedAdapter(BaseAdapter):
    """Sends a library's requests through an httpx transport, and hands its answers back.

    What the transport raises, such as `Retryable`, is raised as it is.
    """

    def __init__(self, transport: httpx.BaseTransport) -> None:
        super().__init__()
        self._transport = transport

    def send(self, request: PreparedRequest, *_: object, **__: object) -> Response:
        """The library's wishes about streaming, time and certificates are the transport's business."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        asked = httpx.Request(
            request.method or "GET",
            request.url or "",
            headers=dict(request.headers),
            content=body,
            extensions={"timeout": _TIMEOUT.as_dict()},
        )
        try:
            answer = self._transport.handle_request(asked)
            answer.read()
        except LeadlineError:
            raise
        except httpx.TransportError as error:
            raise Unreachable(error, request=request) from error
        return _response(answer, request)

    def close(self) -> None:
        """The transport is closed by whoever made it."""


def govern(session: Session, transport: httpx.BaseTransport) -> None:
    """Make a library's session send through the transport, whatever the address."""
    adapter = GovernedAdapter(transport)
    session.trust_env = False  # no proxy and no .netrc behind our back
    session.mount("https://", adapter)
    session.mount("http://", adapter)


def _response(answer: httpx.Response, request: PreparedRequest) -> Response:
    response = Response()
    response.status_code = answer.status_code
    response.headers = CaseInsensitiveDict(answer.headers)
    response.reason = answer.reason_phrase
    response.url = request.url or ""
    response.request = request
    response._content = answer.content  # noqa: SLF001 - where requests keeps a body that was read
    response.encoding = answer.encoding
    return response
