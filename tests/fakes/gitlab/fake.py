"""The fake GitLab's door: who may come in, how much they may ask for, and what goes wrong."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import httpx

from tests.fakes.github.fake import NOW
from tests.fakes.gitlab import rest
from tests.fakes.gitlab.resolving import run
from tests.fakes.gitlab.schema import LIMIT, complexity, prepared
from tests.fakes.gitlab.world import World

TOKEN = "glpat-" + "a1B2c3D4" * 2 + "e5F6"
OAUTH = "0a1b2c3d" * 8
"""Tokens that the fake takes."""

Proceed = Callable[[], httpx.Response]
Fault = Callable[[httpx.Request, Proceed], httpx.Response]


@dataclass
class Asked:
    """A GraphQL request that was let in."""

    name: str
    variables: dict[str, Any]
    score: int


@dataclass(repr=False)
class FakeGitLab(httpx.BaseTransport):
    """Answers as GitLab does. `version` is how old it is; one without `graphql` knows none of our queries.

    `faults` befall the next requests, one each; `asked` are the queries that were run.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    version: str = "18.6.1-ee"
    graphql: bool = True
    scopes: tuple[str, ...] = ("read_api",)
    expires_on: str | None = None
    limit: int = LIMIT
    per_minute: int | None = 2_000
    faults: deque[Fault | None] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        fault = self.faults.popleft() if self.faults else None
        return fault(request, lambda: self._answer(request)) if fault else self._answer(request)

    def names(self) -> list[str]:
        return [asked.name for asked in self.asked]

    def paths(self) -> list[str]:
        """What REST was asked for."""
        paths = (request.url.path for request in self.requests)
        return [path.partition("/api/v4")[2] for path in paths if "/api/v4" in path]

    @property
    def is_new(self) -> bool:
        return int(self.version.partition(".")[0]) >= 17

    def _answer(self, request: httpx.Request) -> httpx.Response:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = request.headers.get("private-token") or bearer
        if token not in (TOKEN, OAUTH) or (token == OAUTH) is not bool(bearer):
            return self._respond(401, {"message": "401 Unauthorized"})
        if not {"read_api", "api"} & set(self.scopes) and "/personal_access_tokens/" not in request.url.path:
            return self._respond(403, {"error": "insufficient_scope", "scope": "api read_api"})
        if request.url.path.endswith("/api/graphql") and request.method == "POST":
            return self._query(json.loads(request.content))
        if request.method != "GET" or "/api/v4/" not in request.url.path:
            return self._respond(404, {"error": "404 Not Found"})
        return self._rest(request, token)

    def _query(self, asked: dict[str, Any]) -> httpx.Response:
        query, variables = asked["query"], asked.get("variables") or {}
        ready = prepared(query, is_new=self.is_new)
        errors = [_refused(error.message) for error in ready.errors]
        if not self.graphql and "currentUser" not in query:
            errors = [_refused("Field 'projects' doesn't accept argument 'ids'")]
        if errors:
            return self._respond(200, {"errors": errors})
        score = complexity(ready.document, variables)
        if score > self.limit:
            message = f"Query has complexity of {score}, which exceeds max complexity of {self.limit}"
            return self._respond(200, {"errors": [{"message": message}]})
        name = query.split("query ", 1)[1].split("(")[0].split(" ")[0].strip()
        self.asked.append(Asked(name, variables, score))
        told = {"score": score, "limit": self.limit}
        return self._respond(200, run(self.world, query, variables, told, is_new=self.is_new))

    def _rest(self, request: httpx.Request, token: str) -> httpx.Response:
        path = request.url.path.partition("/api/v4")[2]
        if path == "/version":
            return self._respond(200, {"version": self.version, "revision": "abc"})
        if path == "/personal_access_tokens/self":
            if token == OAUTH:
                return self._respond(404, {"message": "404 Not Found"})
            return self._respond(200, {"scopes": list(self.scopes), "expires_at": self.expires_on})
        try:
            return self._respond(200, rest.answer(self.world, request))
        except rest.Unheard as refusal:
            return self._respond(refusal.status, {"message": str(refusal)})

    def _respond(self, status: int, body: object) -> httpx.Response:
        headers = {"date": format_datetime(self.clock(), usegmt=True), "content-type": "application/json"}
        if self.per_minute is not None:
            left = max(0, self.per_minute - len(self.requests))
            headers |= {"ratelimit-limit": str(self.per_minute), "ratelimit-remaining": str(left)}
        return httpx.Response(status, headers=headers, content=json.dumps(body))


def _refused(message: str) -> dict[str, Any]:
    code = "argumentNotAccepted" if "argument" in message.lower() else "undefinedField"
    return {"message": message, "extensions": {"code": code}}
