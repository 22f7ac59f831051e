"""The fake Linear's door: who may come in, how complex a query may be, and how much an hour allows."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from tests.fakes.linear.complexity import MOST, complexity
from tests.fakes.linear.resolving import run
from tests.fakes.linear.schema import prepared
from tests.fakes.linear.world import World

TOKEN = "lin_api_" + "a1B2c3D4e5" * 4
"""A key that the fake takes."""

OAUTH = "lin_oauth_" + "f6G7h8I9j0" * 4
"""A token of an app that it takes, as a bearer."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Asked:
    """A query that was let in."""

    name: str
    variables: dict[str, Any]
    points: float


@dataclass(repr=False)
class FakeLinear(httpx.BaseTransport):
    """Answers queries as Linear does; `asked` are those that were run.

    `per_hour` and `points` are the limits of an hour, `most` how complex one query may be.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    per_hour: int = 2_500
    points: int = 3_000_000
    most: float = MOST
    requests: list[httpx.Request] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    _hour: tuple[datetime, int, float] = (NOW, 0, 0.0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        if request.headers.get("authorization") not in (TOKEN, f"Bearer {OAUTH}"):
            return self._refuse(401, "AUTHENTICATION_ERROR", "Authentication required, not authenticated")
        if request.url.path != "/graphql" or request.method != "POST":
            return self._respond(404, {"error": "Not found"}, 0)
        return self._query(json.loads(request.content))

    def _query(self, body: dict[str, Any]) -> httpx.Response:
        document, errors = prepared(body["query"])
        if errors:
            return self._refuse(400, "GRAPHQL_VALIDATION_FAILED", errors[0].message)
        try:
            price = complexity(document, body["variables"])
        except ValueError as error:
            return self._refuse(400, "INVALID_INPUT", str(error))
        if price > self.most:
            return self._refuse(400, "INPUT_ERROR", f"Query too complex: {price:.1f} of {self.most}")
        began_at, used, spent = self._hour
        if self.clock() - began_at >= HOUR:
            began_at, used, spent = self.clock(), 0, 0.0
        self._hour = began_at, used, spent
        if used >= self.per_hour or spent + price > self.points:
            return self._refuse(400, "RATELIMITED", "Rate limit exceeded")
        self._hour = began_at, used + 1, spent + price
        name = body["query"].split("query ", 1)[1].split("(")[0].split(" ")[0]
        self.asked.append(Asked(name, body["variables"], price))
        answer = run(self.world, document, body["variables"], self.clock())
        return self._respond(400 if answer.get("errors") else 200, answer, price)

    def names(self) -> list[str]:
        return [asked.name for asked in self.asked]

    def _refuse(self, status: int, code: str, message: str) -> httpx.Response:
        error = {"message": message, "extensions": {"code": code, "type": code.lower()}}
        return self._respond(status, {"errors": [error]}, 0)

    def _respond(self, status: int, body: object, price: float) -> httpx.Response:
        began_at, used, spent = self._hour
        reset = str(int((began_at + HOUR).timestamp() * 1000))
        headers = {
            "date": format_datetime(self.clock(), usegmt=True),
            "x-complexity": f"{price:.1f}",
            "x-ratelimit-requests-limit": str(self.per_hour),
            "x-ratelimit-requests-remaining": str(self.per_hour - used),
            "x-ratelimit-requests-reset": reset,
            "x-ratelimit-complexity-limit": str(self.points),
            "x-ratelimit-complexity-remaining": str(int(self.points - spent)),
            "x-ratelimit-complexity-reset": reset,
            "content-type": "application/json",
        }
        return httpx.Response(status, headers=headers, content=json.dumps(body))
