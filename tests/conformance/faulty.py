"""A network that goes wrong in generic ways, between any client and the fake of its vendor."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from integrations.http import LARGEST_BODY

Proceed = Callable[[], httpx.Response]
Fault = Callable[[httpx.Request, Proceed], httpx.Response]

MEGABYTE = bytes(2**20)
HOSTILE = "\0\u202e💥 <!channel> %s {x} \\'; DROP TABLE runs;-- é"


class Killed(BaseException):
    """The process is gone: nothing that comes later happens."""


class Endless(AssertionError):
    """More was asked than any list can need."""


@dataclass(repr=False)
class Faulty(httpx.BaseTransport):
    """Passes requests on; `fault` befalls those for whose number, from 0, `when` holds.

    `most` is how many requests there may be before it counts as endless.
    """

    inner: httpx.BaseTransport
    fault: Fault | None = None
    when: Callable[[int], bool] = lambda _: True
    most: int = 5_000
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        number = len(self.requests)
        self.requests.append(request)
        if number >= self.most:
            raise Endless(f"{number} requests, the last one {request.method} {request.url}")
        if self.fault and self.when(number):
            return self.fault(request, lambda: self.inner.handle_request(request))
        return self.inner.handle_request(request)

    def befall(self, fault: Fault | None, when: Callable[[int], bool] = lambda _: True) -> None:
        """From now on, counting anew."""
        self.fault, self.when = fault, when
        self.requests.clear()


def once(number: int) -> bool:
    """Only the first request."""
    return number == 0


def status(code: int, headers: dict[str, str] | None = None, said: str = "No.") -> Fault:
    """The status, with a body such as any vendor's."""
    body = {"message": said, "errorMessages": [said], "error": {"message": said}}
    return lambda _, __: httpx.Response(code, headers=headers or {}, json=body)


def raising(error: BaseException) -> Fault:
    def fault(_: httpx.Request, __: Proceed) -> httpx.Response:
        raise error

    return fault


def answering(content: bytes, content_type: str = "application/json") -> Fault:
    """Status 200 and this."""
    return lambda _, __: httpx.Response(200, content=content, headers={"content-type": content_type})


def truncated(_: httpx.Request, proceed: Proceed) -> httpx.Response:
    """Half of the answer, as if that were all."""
    answer = proceed()
    answer.read()
    return rewritten(answer, answer.content[: len(answer.content) // 2])


def huge(_: httpx.Request, __: Proceed) -> httpx.Response:
    """More than anybody reads, without saying how much."""

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // len(MEGABYTE) + 2):
            yield MEGABYTE

    return httpx.Response(200, content=pieces(), headers={"content-type": "application/json"})


def redirected(_: httpx.Request, __: Proceed) -> httpx.Response:
    """To a host that is not the vendor's."""
    return httpx.Response(302, headers={"location": "https://elsewhere.test/takes/it"})


def meanwhile(change: Callable[[], object]) -> Fault:
    """Something changes just before the answer."""

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        change()
        return proceed()

    return fault


def looping() -> Fault:
    """Whatever is asked for a second time, on whichever page, is answered as the first time."""
    first: dict[object, tuple[int, dict[str, str], bytes]] = {}

    def fault(request: httpx.Request, proceed: Proceed) -> httpx.Response:
        key = (request.method, request.url.host, request.url.path, _query(request))
        if key not in first:
            answer = proceed()
            answer.read()
            first[key] = (answer.status_code, _kept(answer), answer.content)
        code, headers, content = first[key]
        return httpx.Response(code, headers=headers, content=content)

    return fault


def hostile(*keys: str) -> Fault:
    """Every text under one of these keys, anywhere in an answer, holds what texts should not."""

    def worsened(value: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {name: worsened(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [worsened(inner, key) for inner in value]
        return f"{HOSTILE * 3}{value}" if isinstance(value, str) and key in keys else value

    def fault(_: httpx.Request, proceed: Proceed) -> httpx.Response:
        answer = proceed()
        answer.read()
        try:
            body = json.loads(answer.content)
        except ValueError:
            return answer
        return rewritten(answer, json.dumps(worsened(body)).encode())

    return fault


def rewritten(answer: httpx.Response, content: bytes) -> httpx.Response:
    """The answer with another body."""
    return httpx.Response(answer.status_code, headers=_kept(answer), content=content)


def _kept(answer: httpx.Response) -> dict[str, str]:
    framing = ("content-length", "content-encoding", "transfer-encoding")
    return {name: value for name, value in answer.headers.items() if name not in framing}


def _query(request: httpx.Request) -> object:
    """What a GraphQL request asks for, whatever its variables."""
    try:
        body = json.loads(request.content)
    except ValueError:
        return None
    return body.get("query") if isinstance(body, dict) else None
