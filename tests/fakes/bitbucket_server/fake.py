"""The fake server's door: who may come in, what may be asked, and how much of it at once."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

import httpx

from tests.fakes.bitbucket_server.world import BASE, Place, Thing, World

TOKEN = "BBDC-" + "a1B2c3D4" * 5
"""An access token the fake takes."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

Proceed = Callable[[], httpx.Response]
Fault = Callable[[httpx.Request, Proceed], httpx.Response]

__all__ = ["BASE", "NOW", "TOKEN", "FakeServer"]


class Refusal(Exception):
    """Answered with a status and the server's words for it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(repr=False)
class FakeServer(httpx.BaseTransport):
    """Answers requests as Bitbucket Data Center does, in one of the two orders that it may mean.

    `is_by_time` tells pull requests by when they were touched, else by age; `cap` is the longest page an
    admin allows; `is_old` knows the default branch under its old path only.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    faults: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    asked: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=lambda: {"x-ausername": "leadline"})
    takes: set[str] = field(default_factory=lambda: {f"Bearer {TOKEN}"})
    forbidden: set[str] = field(default_factory=set)
    is_by_time: bool = False
    is_old: bool = False
    cap: int = 1_000

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        fault = (self.faults.popleft() if self.faults else None) or self.always
        return fault(request, lambda: self._answer(request)) if fault else self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        date = format_datetime(self.clock(), usegmt=True)
        headers = {"date": date, "content-type": "application/json", **self.headers}
        try:
            status, body = 200, self._body(request)
        except Refusal as refusal:
            status, body = refusal.status, {"errors": [{"context": None, "message": str(refusal)}]}
        return httpx.Response(status, headers=headers, content=json.dumps(body))

    def _body(self, request: httpx.Request) -> Any:  # noqa: ANN401 - JSON
        if request.headers.get("authorization") not in self.takes:
            raise Refusal(401, "Authentication failed. Please check your credentials and try again.")
        raw = request.url.raw_path.decode().partition("?")[0]
        steps = [unquote(step) for step in raw.strip("/").split("/")]
        self.asked.append("/".join(steps[7:]) or "/".join(steps[1:]))
        match steps:
            case ["rest", "api", "latest", "projects"]:
                return self._page(request, [{"key": key} for key in self._projects()], {"limit"})
            case ["rest", "api", "latest", "repos"]:
                return self._page(request, [place.node for place in self._visible()], {"limit"})
            case ["rest", "api", "latest", "projects", key, "repos"]:
                return self._of_project(request, key)
            case ["rest", "api", "latest", "projects", key, "repos", slug, *rest]:
                return self._within(request, self._place(key, slug), rest)
            case ["rest", "build-status", "latest", "commits", sha]:
                found = [build for place in self._visible() for build in place.builds.get(sha, [])]
                return self._page(request, found, {"limit"})
        raise Refusal(404, "null for uri")

    def _visible(self) -> list[Place]:
        return [place for place in self.world.places if place.node["id"] not in self.world.missing]

    def _projects(self) -> list[str]:
        return sorted({place.node["project"]["key"] for place in self._visible()})

    def _of_project(self, request: httpx.Request, key: str) -> Thing:
        if key.upper() not in self._projects():
            raise Refusal(404, f"Project {key} does not exist.")
        found = [place.node for place in self._visible() if place.node["project"]["key"] == key.upper()]
        return self._page(request, found, {"limit"})

    def _place(self, key: str, slug: str) -> Place:
        for place in self._visible():
            if (place.node["project"]["key"], place.node["slug"]) == (key.upper(), slug):
                return place
        raise Refusal(404, f"Repository {key}/{slug} does not exist.")

    def _within(self, request: httpx.Request, place: Place, steps: list[str]) -> Any:  # noqa: ANN401, C901, PLR0911 - the API
        if self.forbidden & set(steps):
            raise Refusal(403, "You are not permitted to access this resource")
        match steps:
            case []:
                return place.node
            case ["default-branch"] | ["branches", "default"]:
                return self._default(place, is_asked_as_of_old=len(steps) > 1)
            case ["pull-requests"]:
                return self._page(request, self._listed(request, place), {"limit", "state", "order"})
            case ["pull-requests", number]:
                return _pull_request(place, number)
            case ["pull-requests", number, "activities"]:
                pr = _pull_request(place, number)
                return self._page(request, place.told.get(pr["id"], [])[::-1], {"limit"})
            case ["pull-requests", number, "commits"]:
                pr = _pull_request(place, number)
                return self._page(request, place.theirs.get(pr["id"], [])[::-1], {"limit"})
            case ["commits"]:
                if request.url.params.get("until") != f"refs/heads/{place.main}":
                    raise Refusal(404, "Commit does not exist.")
                return self._page(request, place.commits[::-1], {"limit", "until"})
            case ["commits", sha]:
                return _found(next((one for one in place.commits if one["id"] == sha), None))
        raise Refusal(404, "null for uri")

    def _default(self, place: Place, *, is_asked_as_of_old: bool) -> Thing:
        if not place.main or self.is_old is not is_asked_as_of_old:
            raise Refusal(404, "null for uri")
        return {"id": f"refs/heads/{place.main}", "displayId": place.main, "type": "BRANCH"}

    def _listed(self, request: httpx.Request, place: Place) -> list[Thing]:
        state, order = request.url.params.get("state", "OPEN"), request.url.params.get("order", "NEWEST")
        if state not in ("ALL", "OPEN", "MERGED", "DECLINED") or order not in ("NEWEST", "OLDEST"):
            raise Refusal(400, "No such state or order.")
        by = "updatedDate" if self.is_by_time else "id"
        found = [pr for pr in place.prs if state in ("ALL", pr["state"])]
        return sorted(found, key=lambda pr: (pr[by], pr["id"]), reverse=order == "NEWEST")

    def _page(self, request: httpx.Request, nodes: list[Thing], allowed: set[str]) -> Thing:
        unknown = set(request.url.params) - allowed - {"start"}
        if unknown:
            raise Refusal(400, f"Unknown parameter {', '.join(sorted(unknown))}")
        limit = min(int(request.url.params.get("limit", 25)), self.cap)
        start = int(request.url.params.get("start", 0))
        some = nodes[start : start + limit]
        is_last = start + limit >= len(nodes)
        behind = None if is_last else start + limit
        return {"values": some, "size": len(some), "limit": limit, "start": start,
                "isLastPage": is_last, "nextPageStart": behind}  # fmt: skip


def _pull_request(place: Place, number: str) -> Thing:
    return _found(next((pr for pr in place.prs if str(pr["id"]) == number), None))


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise Refusal(404, "It does not exist.")
    return thing
