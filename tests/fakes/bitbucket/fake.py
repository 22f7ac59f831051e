"""The fake Bitbucket's door: who may come in, what may be asked, and how much of it at once."""

import json
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

import httpx

from tests.fakes.bitbucket.partial import partial
from tests.fakes.bitbucket.world import Place, Thing, World

TOKEN = "ATCTT3xFfGN0" + "a1B2c3D4" * 4
"""An access token the fake takes."""

EMAIL, API_TOKEN = "ada@example.com", "ATATT3xFfGF0" + "e5F6g7H8" * 4

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

Proceed = Callable[[], httpx.Response]
Fault = Callable[[httpx.Request, Proceed], httpx.Response]

_CAPS = {"pullrequests": 50, "activity": 50}
"""The longest pages; every other list gives a hundred."""

_LIST = {"pagelen", "page", "fields"}
_ALLOWED: dict[str, set[str]] = {
    "pullrequests": _LIST | {"state", "q", "sort"},
    "activity": {"pagelen", "ctx", "fields"},
    "commits": {"pagelen", "ctx", "fields"},
    "pipelines": _LIST | {"sort"},
    "test_cases": {"pagelen", "page"},
}


class Refusal(Exception):
    """Answered with a status and Bitbucket's words for it."""

    def __init__(self, status: int, message: str, **detail: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(message)
        self.status, self.detail = status, detail


@dataclass(repr=False)
class FakeBitbucket(httpx.BaseTransport):
    """Answers requests as Bitbucket Cloud does.

    `faults` befall the next requests, one each; `always` all others. `forbidden` are the last steps of
    paths that the token has no scope for; `is_feed_ascending` turns the repository's activity around.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    faults: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    asked: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=lambda: {"x-ratelimit-limit": "1000"})
    takes: set[str] = field(default_factory=lambda: {
        f"Bearer {TOKEN}", "Basic " + b64encode(f"{EMAIL}:{API_TOKEN}".encode()).decode(),
    })  # fmt: skip
    forbidden: set[str] = field(default_factory=set)
    is_feed_ascending: bool = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        fault = (self.faults.popleft() if self.faults else None) or self.always
        return fault(request, lambda: self._answer(request)) if fault else self._answer(request)

    def respond(self, status: int, body: object) -> httpx.Response:
        date = format_datetime(self.clock(), usegmt=True)
        headers = {"date": date, "content-type": "application/json", **self.headers}
        return httpx.Response(status, headers=headers, content=json.dumps(body))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        try:
            return self.respond(200, self._body(request))
        except Refusal as refusal:
            error = {"message": str(refusal), "detail": refusal.detail}
            return self.respond(refusal.status, {"type": "error", "error": error})

    def _body(self, request: httpx.Request) -> Any:  # noqa: ANN401 - JSON
        if request.headers.get("authorization") not in self.takes:
            raise Refusal(401, "Token is invalid, expired, or not supported for this endpoint.")
        raw = request.url.raw_path.decode().partition("?")[0].removeprefix("/2.0")
        steps = [unquote(step) for step in raw.strip("/").split("/")]
        self.asked.append("/".join(steps[3:]) or "/".join(steps[:1]))
        if steps == ["user", "workspaces"]:
            slugs = sorted({place.node["full_name"].split("/")[0] for place in self.world.places})
            return self._page(request, [{"workspace": {"slug": slug}} for slug in slugs], "workspaces")
        if steps[0] != "repositories":
            raise Refusal(404, "Resource not found")
        if len(steps) == 2:
            return self._of_workspace(request, steps[1])
        return self._within(request, self._place(steps[1], steps[2]), steps[3:])

    def _of_workspace(self, request: httpx.Request, slug: str) -> Thing:
        found = [
            place.node for place in self._visible() if place.node["full_name"].split("/")[0] == slug.lower()
        ]
        if not found:
            raise Refusal(404, f"No workspace with identifier '{slug}'.")
        body: Thing = self._page(request, found, "repositories")
        return body

    def _visible(self) -> list[Place]:
        return [place for place in self.world.places if place.uuid not in self.world.missing]

    def _place(self, workspace: str, name: str) -> Place:
        for place in self._visible():
            owner, _, slug = place.node["full_name"].partition("/")
            if workspace.lower() in (owner, "{}") and name.lower() in (slug, place.uuid):
                return place
        raise Refusal(404, f"Repository {workspace}/{name} not found")

    def _within(self, request: httpx.Request, place: Place, steps: list[str]) -> Any:  # noqa: ANN401, C901, PLR0911, PLR0912 - the API
        if self.forbidden & set(steps):
            message = "Your credentials lack one or more required privilege scopes."
            raise Refusal(403, message, required=["pullrequest"], granted=["repository"])
        match steps:
            case []:
                return self._object(request, place.node)
            case ["pullrequests"]:
                return self._page(request, _chosen(request, place.prs), "pullrequests")
            case ["pullrequests", "activity"]:
                told = place.told if self.is_feed_ascending else _by_time(place.told)
                return self._page(request, told, "activity")
            case ["pullrequests", number]:
                return self._object(request, _pull_request(place, number))
            case ["pullrequests", number, "activity"]:
                pr = _pull_request(place, number)
                told = [entry for entry in _by_time(place.told) if entry["pull_request"]["id"] == pr["id"]]
                return self._page(request, told, "activity")
            case ["pullrequests", number, "commits"]:
                return self._page(request, _between(place, _pull_request(place, number)), "commits")
            case ["pullrequests", number, "diffstat"]:
                _pull_request(place, number)
                files = [{"status": "modified", "lines_added": 3, "lines_removed": 1}] * 2
                return self._page(request, files, "diffstat")
            case ["commits"]:
                return self._page(request, place.latest_first(*place.heads.values()), "commits")
            case ["commits", branch]:
                if branch not in place.heads:
                    raise Refusal(404, f"Commit not found: {branch}")
                return self._page(request, place.latest_first(place.heads[branch]), "commits")
            case ["commit", sha]:
                return self._object(request, _found(place.commits.get(place.full(sha))))
            case ["pipelines"]:
                return self._page(request, _sorted(request, place.pipelines), "pipelines")
            case ["pipelines", uuid]:
                return self._object(request, _one(place.pipelines, uuid))
            case ["pipelines", uuid, "steps"]:
                _one(place.pipelines, uuid)
                return self._page(request, place.steps.get(uuid, []), "steps")
            case ["pipelines", _, "steps", step, "test_reports", "test_cases"]:
                return self._page(request, _found(place.cases.get(step)), "test_cases")
            case ["deployments"]:
                return self._page(request, place.deployments, "deployments")
            case ["deployments", uuid]:
                return self._object(request, _one(place.deployments, uuid))
            case ["environments"]:
                return self._page(request, place.environments, "environments")
        raise Refusal(404, "Resource not found")

    def _object(self, request: httpx.Request, node: Thing) -> Any:  # noqa: ANN401 - JSON
        _assert_allowed(request, {"fields"})
        fields = request.url.params.get("fields")
        return partial(node, fields) if fields else node

    def _page(self, request: httpx.Request, nodes: list[Thing], kind: str) -> Any:  # noqa: ANN401 - JSON
        """Some of the list; feeds go on by a token that says nothing, the others by number."""
        _assert_allowed(request, _ALLOWED.get(kind, _LIST))
        size = int(request.url.params.get("pagelen", 10))
        if not 1 <= size <= _CAPS.get(kind, 100):
            raise Refusal(400, "Invalid pagelen")
        by = "ctx" if "ctx" in _ALLOWED.get(kind, _LIST) else "page"
        first = _offset(request.url.params.get(by), size, by)
        body: Thing = {"values": nodes[first : first + size], "pagelen": size}
        if by == "page":
            body |= {"size": len(nodes), "page": first // size + 1}
        if first + size < len(nodes):
            behind = f"c{first + size}" if by == "ctx" else str(first // size + 2)
            body["next"] = str(request.url.copy_set_param(by, behind))
        fields = request.url.params.get("fields")
        return partial(body, fields) if fields else body


def _assert_allowed(request: httpx.Request, allowed: set[str]) -> None:
    unknown = set(request.url.params) - allowed
    if unknown:
        raise Refusal(400, f"Unknown parameter {', '.join(sorted(unknown))}")


def _offset(value: str | None, size: int, by: str) -> int:
    if value is None:
        return 0
    number = value.removeprefix("c") if by == "ctx" else value
    if not number.isdigit() or (by == "ctx" and number == value):
        raise Refusal(400, f"Invalid {by}")
    return int(number) if by == "ctx" else (int(number) - 1) * size


def _chosen(request: httpx.Request, prs: list[Thing]) -> list[Thing]:
    states = request.url.params.get_list("state") or ["OPEN"]
    found = [pr for pr in prs if pr["state"] in states]
    q = request.url.params.get("q")
    if q:
        key, sign, value = q.partition(">=")
        if (key, sign) != ("updated_on", ">="):
            raise Refusal(400, "Invalid query")
        found = [
            pr for pr in found if datetime.fromisoformat(pr["updated_on"]) >= datetime.fromisoformat(value)
        ]
    return _sorted(request, found)


def _sorted(request: httpx.Request, nodes: list[Thing]) -> list[Thing]:
    sort = request.url.params.get("sort", "created_on")
    if sort.removeprefix("-") not in ("created_on", "updated_on"):
        raise Refusal(400, f"Invalid field name: {sort}")
    return sorted(nodes, key=lambda node: str(node[sort.removeprefix("-")]), reverse=sort.startswith("-"))


def _by_time(told: list[Thing]) -> list[Thing]:
    """The latest first."""

    def at(entry: Thing) -> str:
        kind = next(key for key in entry if key != "pull_request")
        return str(entry[kind].get("date") or entry[kind].get("created_on"))

    return sorted(told, key=at, reverse=True)


def _between(place: Place, pr: Thing) -> list[Thing]:
    base, head = (place.full(pr[end]["commit"]["hash"]) for end in ("destination", "source"))
    theirs = place.reachable(base)
    return [commit for commit in place.latest_first(head) if commit["hash"] not in theirs]


def _pull_request(place: Place, number: str) -> Thing:
    found: Thing = _found(next((pr for pr in place.prs if str(pr["id"]) == number), None))
    return found


def _one(nodes: list[Thing], uuid: str) -> Thing:
    found: Thing = _found(next((node for node in nodes if node["uuid"] == uuid), None))
    return found


def _found(thing: Any) -> Any:  # noqa: ANN401 - JSON
    if thing is None:
        raise Refusal(404, "Resource not found")
    return thing
