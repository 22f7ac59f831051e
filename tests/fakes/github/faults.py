"""What goes wrong at GitHub, each to be put into `FakeGitHub.faults`."""

import gzip
import json
from collections.abc import Callable

import httpx

from tests.fakes.github.fake import Fault, Proceed


def status(code: int, headers: dict[str, str] | None = None, body: object = None) -> Fault:
    def fault(_: httpx.Request, __: Proceed) -> httpx.Response:
        return httpx.Response(code, headers=headers or {}, json=body or {"message": f"It is a {code}."})

    return fault


def secondary_limit(retry_after: str | None = "30", code: int = 403) -> Fault:
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return status(code, headers, {"message": "You have exceeded a secondary rate limit. Please wait."})


def errors(
    kind: str | None, message: str = "Something went wrong.", headers: dict[str, str] | None = None
) -> Fault:
    """Status 200 and nothing but an error."""

    def fault(_: httpx.Request, __: Proceed) -> httpx.Response:
        error = {"message": message, **({"type": kind} if kind else {})}
        return httpx.Response(200, headers=headers or {}, json={"data": None, "errors": [error]})

    return fault


def text(content: str | bytes, content_type: str = "text/html") -> Fault:
    """Status 200 and something that is no JSON."""
    return lambda _, __: httpx.Response(200, content=content, headers={"content-type": content_type})


def truncated(_: httpx.Request, proceed: Proceed) -> httpx.Response:
    response = proceed()
    return httpx.Response(
        200, headers=_kept(response), content=response.content[: len(response.content) // 2]
    )


def timeout(_: httpx.Request, __: Proceed) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


def reset(_: httpx.Request, __: Proceed) -> httpx.Response:
    raise httpx.ConnectError("Connection refused")


def accepted_then_cut(_: httpx.Request, proceed: Proceed) -> httpx.Response:
    proceed()
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def bomb(size: int) -> Fault:
    """So many zeros, compressed."""
    return lambda _, __: httpx.Response(
        200, content=gzip.compress(bytes(size)), headers={"content-encoding": "gzip"}
    )


def holes(*path: str) -> Fault:
    """The first item of the list at the path is null, and an error says so; the rest is there."""

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        response = proceed()
        body = response.json()
        items = body["data"]
        for key in path:
            items = items[key]
        items[0] = None
        body["errors"] = [{"message": "Something went wrong.", "path": [*path, 0]}]
        return httpx.Response(200, headers=_kept(response), json=body)

    return fault


def too_much_above(most: int) -> Fault:
    """GitHub cannot compute pages of more than so many pull requests."""

    def fault(request: httpx.Request, proceed: Proceed) -> httpx.Response:
        variables = json.loads(request.content)["variables"]
        asked = variables.get("first") or len(variables.get("ids", ()))
        message = "Resource limits for this query exceeded."
        return errors("RESOURCE_LIMITS_EXCEEDED", message)(request, proceed) if asked > most else proceed()

    return fault


def meanwhile(change: Callable[[], object]) -> Fault:
    """Something changes in the world just before the answer."""

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        change()
        return proceed()

    return fault


def edited(edit: Callable[[dict[str, object]], object]) -> Fault:
    """The answer, with something in its body changed."""

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        response = proceed()
        body = response.json()
        edit(body)
        return httpx.Response(response.status_code, headers=_kept(response), content=json.dumps(body))

    return fault


def _kept(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "content-length"}
