"""The fake Jira's door: who may come in, what may be asked, how much at once, and what goes wrong."""

import json
from base64 import b64encode
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx

from tests.fakes.github.fake import Fault
from tests.fakes.jira.agile import Agile
from tests.fakes.jira.rest import Rest
from tests.fakes.jira.search import Refusal
from tests.fakes.jira.world import World

EMAIL = "leadline@example.com"
TOKEN = "ATATT3xFfGF0" + "a1B2c3D4" * 8
"""A token the fake takes: with the e-mail in the Cloud, borne elsewhere."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(repr=False)
class FakeJira(httpx.BaseTransport):
    """Answers requests as Jira does, with `most` issues a page.

    `faults` befall the next requests, one each, `always` all others; `path` is where a server lies on
    its host. `epoch` is how bulk histories tell times. Some servers tell histories of
    single issues only (`tells_histories`), or a project by another id in its issues (`misfiled`).
    """

    world: World
    is_cloud: bool = True
    clock: Callable[[], datetime] = lambda: NOW
    most: int = 100
    most_listed: int = 50
    most_changes: int = 10_000
    epoch: str = "ms"
    tells_histories: bool = True
    misfiled: str = ""
    path: str = ""
    takes: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    faults: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    asked: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        fault = (self.faults.popleft() if self.faults else None) or self.always
        return fault(request, lambda: self._answer(request)) if fault else self._answer(request)

    def names(self) -> list[str]:
        """The requests that were made, such as `POST search/jql`."""
        parts = [(each.method, each.url.path.removeprefix(self.path).split("/")) for each in self.asked]
        return [f"{method} {'/'.join(steps[4:])}" for method, steps in parts]

    def counted(self) -> Counter[str]:
        return Counter(self.names())

    def bodies(self, name: str) -> list[dict[str, object]]:
        """The bodies of all requests of this name."""
        pairs = zip(self.names(), self.asked, strict=True)
        return [json.loads(each.content) for called, each in pairs if called == name]

    def respond(self, status: int, body: object, headers: dict[str, str] | None = None) -> httpx.Response:
        told = {
            "date": format_datetime(self.clock(), usegmt=True),
            "content-type": "application/json;charset=UTF-8",
            **self.headers,
            **(headers or {}),
        }
        return httpx.Response(status, headers=told, content=json.dumps(body))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if not self._is_let_in(request.headers.get("authorization", "")):
            reason = {"x-seraph-loginreason": "AUTHENTICATED_FAILED"}
            return self.respond(
                401, {"message": "Client must be authenticated to access this resource."}, reason
            )
        try:
            return self.respond(200, self._told(request))
        except Refusal as refusal:
            return self.respond(refusal.status, {"errorMessages": [refusal.message], "errors": {}})

    def _is_let_in(self, given: str) -> bool:
        pair = b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()
        return self.takes and given == (f"Basic {pair}" if self.is_cloud else f"Bearer {TOKEN}")

    def _told(self, request: httpx.Request) -> object:
        steps = request.url.path.removeprefix(self.path).strip("/").split("/")
        params: dict[str, list[str]] = {}
        for key, value in request.url.params.multi_items():
            params.setdefault(key, []).append(value)
        body = json.loads(request.content) if request.content else {}
        match steps:
            case ["rest", "api", "2", "serverInfo"]:
                kind = "Cloud" if self.is_cloud else "Server"
                base = f"{request.url.scheme}://{request.url.netloc.decode()}{self.path}"
                return {"baseUrl": base, "version": "9.12.1", "deploymentType": kind}
            case ["rest", "api", version, *rest] if version == ("3" if self.is_cloud else "2"):
                return Rest(self, self.world).told(request.method, rest, params, body)
            case ["rest", "agile", "1.0", *rest] if request.method == "GET":
                return Agile(self, self.world).told(rest, params)
        raise Refusal("Not Found", 404)
