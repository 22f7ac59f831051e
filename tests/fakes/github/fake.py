"""The fake GitHub's door: who may come in, how much they may ask for, and what goes wrong."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Lock
from typing import Any

import httpx

from tests.fakes.github import actions
from tests.fakes.github.apps import Apps
from tests.fakes.github.cost import Refusal, cost
from tests.fakes.github.resolving import rate_limit, run
from tests.fakes.github.schema import prepared, schema
from tests.fakes.github.world import World, stamp

TOKEN = "ghp_" + "a1B2c3D4" * 4 + "e5F6"
"""A token the fake takes, with all scopes."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

Proceed = Callable[[], httpx.Response]
Fault = Callable[[httpx.Request, Proceed], httpx.Response]


@dataclass
class Limit:
    """The budget of an hour."""

    limit: int
    resets_at: datetime
    used: int = 0

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)


@dataclass
class Asked:
    """A GraphQL request that was let in."""

    name: str
    variables: dict[str, Any]
    points: int


@dataclass(repr=False)
class FakeGitHub(httpx.BaseTransport):
    """Answers requests as GitHub does, in process as a transport or behind `serve`.

    `faults` befall the next requests, one each; `asked` are the queries that were run. It stands for
    github.com and for an Enterprise Server alike, by the path.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    tokens: dict[str, str | None] = field(default_factory=lambda: {TOKEN: "repo, read:org"})
    apps: Apps = field(default_factory=Apps)
    points: int = 5_000
    faults: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    asked: list[Asked] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    limits: dict[str, Limit] = field(default_factory=dict)
    at_once: int = 0
    most_at_once: int = 0
    _lock: Lock = field(default_factory=Lock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.requests.append(request)
        try:
            return self._befallen(request)
        finally:
            self.at_once -= 1

    @property
    def spent(self) -> int:
        return sum(asked.points for asked in self.asked)

    def names(self) -> list[str]:
        return [asked.name for asked in self.asked]

    def respond(
        self, status: int, body: object, headers: dict[str, str] | None = None, bucket: str = "graphql"
    ) -> httpx.Response:
        """An answer with the headers that GitHub always sends."""
        limit = self._limit(bucket)
        told = {
            "date": format_datetime(self.clock(), usegmt=True),
            "x-ratelimit-limit": str(limit.limit),
            "x-ratelimit-remaining": str(limit.remaining),
            "x-ratelimit-used": str(limit.used),
            "x-ratelimit-reset": str(int(limit.resets_at.timestamp())),
            "x-ratelimit-resource": bucket,
            "content-type": "application/json; charset=utf-8",
        }
        return httpx.Response(status, headers={**told, **(headers or {})}, content=json.dumps(body))

    def _befallen(self, request: httpx.Request) -> httpx.Response:
        fault = (self.faults.popleft() if self.faults else None) or self.always
        return fault(request, lambda: self._anywhere(request)) if fault else self._anywhere(request)

    def _anywhere(self, request: httpx.Request) -> httpx.Response:
        """Artifacts are kept at another host."""
        if request.url.host == actions.BLOBS:
            return actions.blob(self.world, request)
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v3").removeprefix("/api")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if path.startswith("/app/"):
            status, body = self.apps.answer(request.method, path, token, self.clock())
            return self.respond(status, body, bucket="core")
        scopes = self.tokens.get(token, "no")
        is_installation = self.apps.takes(token, self.clock())
        if scheme.lower() != "bearer" or (scopes == "no" and not is_installation):
            return self.respond(401, {"message": "Bad credentials", "status": "401"})
        headers = {"x-oauth-scopes": scopes} if scopes is not None and not is_installation else {}
        if path == "/graphql" and request.method == "POST":
            return self._query(json.loads(request.content), headers)
        if path == "/installation/repositories" and is_installation:
            return self._installed(request, headers)
        if path.startswith("/repos/") and request.method == "GET":
            status, body, more = actions.answer(self.world, request, path)
            return self.respond(status, body, {**headers, **more}, "core")
        return self.respond(404, {"message": "Not Found", "status": "404"}, headers, "core")

    def _query(self, asked: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
        query, variables = asked["query"], asked.get("variables") or {}
        ready = prepared(query)
        if ready.errors:
            errors = [{"message": e.message, "extensions": {"code": "undefinedField"}} for e in ready.errors]
            return self.respond(200, {"errors": errors}, headers)
        try:
            price = cost(schema(), ready.document, variables)
        except Refusal as refusal:
            body = {"data": None, "errors": [{"type": refusal.kind, "message": str(refusal)}]}
            return self.respond(200, body, headers)
        limit = self._limit("graphql")
        if limit.used + price.points > limit.limit:
            limit.used = limit.limit
            error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
            return self.respond(200, {"errors": [error]}, headers)
        limit.used += price.points
        name = query.split("query ", 1)[1].split("(")[0].split(" ")[0]
        self.asked.append(Asked(name, variables, price.points))
        told = rate_limit(price, limit.limit, limit.remaining, stamp(limit.resets_at))
        return self.respond(200, run(self.world, query, variables, told), headers)

    def _installed(self, request: httpx.Request, headers: dict[str, str]) -> httpx.Response:
        """What the app is installed on, a page at a time, with a Link to the next."""
        size, page = int(request.url.params.get("per_page", 30)), int(request.url.params.get("page", 1))
        chosen = [one for one in self.world.visible() if self.apps.sees(one["nameWithOwner"])]
        entries = [{"node_id": one["id"], "full_name": one["nameWithOwner"]} for one in chosen]
        some = entries[(page - 1) * size : page * size]
        if page * size < len(entries):
            following = request.url.copy_set_param("page", str(page + 1))
            headers = {**headers, "link": f'<{following}>; rel="next"'}
        return self.respond(200, {"total_count": len(entries), "repositories": some}, headers, "core")

    def _limit(self, bucket: str) -> Limit:
        """This hour's, begun anew when the last one is over."""
        known = self.limits.get(bucket)
        if known is None or self.clock() >= known.resets_at:
            known = self.limits[bucket] = Limit(self.points, self.clock() + timedelta(hours=1))
        return known
