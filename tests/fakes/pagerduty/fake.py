"""The fake PagerDuty's door: who may come in, what each list takes, and how far it goes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx

from tests.fakes.pagerduty.world import Thing, World, stamp

TOKEN = "u+a1B2c3D4e5F6g7H8i9"
"""A user's key that the fake takes."""

ACCOUNT_KEY = "y_a1B2c3D4e5F6g7H8i9"
"""One of the account itself."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CAP = 10_000
HALF_A_YEAR = timedelta(days=184)
ACCEPT = "application/vnd.pagerduty+json;version=2"

PAGING = {"limit", "offset", "total"}
TAKES = {
    "/incidents": {
        *PAGING, "since", "until", "date_range", "sort_by", "statuses[]", "service_ids[]", "include[]",
    },
    "/log_entries": {*PAGING, "since", "until", "is_overview", "include[]"},
    "/oncalls": {*PAGING, "since", "until", "earliest", "include[]"},
    "/users": {*PAGING, "query", "include[]"},
    "/services": {*PAGING, "query", "sort_by", "include[]"},
}  # fmt: skip


@dataclass(repr=False)
class FakePagerDuty(httpx.BaseTransport):
    """Answers reads as PagerDuty does; `asked` are those that were let in, by path.

    `forbidden` are paths that the key has no scope for; `per_minute` is the limit.
    """

    world: World
    clock: Callable[[], datetime] = lambda: NOW
    tokens: dict[str, str] = field(default_factory=lambda: {TOKEN: "ada", ACCOUNT_KEY: ""})
    forbidden: set[str] = field(default_factory=set)
    per_minute: int = 960
    requests: list[httpx.Request] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _minute: tuple[datetime, int] = (NOW, 0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        scheme, _, token = request.headers.get("authorization", "").partition("=")
        if scheme != "Token token" or token not in self.tokens:
            return self._respond(401, _error("Access Denied"))
        if request.method != "GET" or request.headers.get("accept") != ACCEPT:
            return self._respond(400, _error("Invalid Input Provided"))
        if self._is_over():
            return self._respond(429, _error("Rate Limit Exceeded"))
        path = request.url.path
        if path in self.forbidden:
            return self._respond(403, _error("Access Denied", "Token lacks the scope."))
        self.asked.append(path)
        return self._answer(path, token, request.url.params)

    def _answer(self, path: str, token: str, params: httpx.QueryParams) -> httpx.Response:
        if path == "/users/me":
            return self._me(self.tokens[token])
        if path in TAKES:
            wrong = set(params) - TAKES[path]
            if wrong:
                return self._respond(400, _error("Invalid Input Provided", f"Unknown {sorted(wrong)}."))
            return self._list(path, params)
        _, kind, id_, *rest = path.split("/")
        found = [each for each in self.world.incidents if kind == "incidents" and each["id"] == id_]
        if not found:
            return self._respond(404, _error("Not Found"))
        if not rest:
            return self._respond(200, {"incident": found[0]})
        entries = [each for each in self._newest_first() if each["incident"]["id"] == id_]
        return self._paged("log_entries", [_shown(each, params) for each in entries], params)

    def _me(self, login: str) -> httpx.Response:
        if not login:
            return self._respond(
                400, {"error": "User information is not available for account-level access token"}
            )
        return self._respond(200, {"user": self.world.add_user(login)})

    def _list(self, path: str, params: httpx.QueryParams) -> httpx.Response:
        try:
            items = getattr(self, f"_{path[1:]}")(params)
        except ValueError as error:
            return self._respond(400, _error("Invalid Input Provided", str(error)))
        return self._paged(path[1:], items, params)

    def _incidents(self, params: httpx.QueryParams) -> list[Thing]:
        """By when they were created, a month's unless told otherwise; the window is half a year at most."""
        statuses, services = params.get_list("statuses[]"), params.get_list("service_ids[]")
        found = [
            each for each in self.world.incidents
            if (not statuses or each["status"] in statuses)
            and (not services or each["service"]["id"] in services)
        ]  # fmt: skip
        if params.get("date_range") != "all":
            found = self._within(found, params, "created_at", timedelta(days=30))
        elif "since" in params or "until" in params:
            raise ValueError("Date range cannot be all with since and until.")
        field_, _, direction = params.get("sort_by", "created_at:asc").partition(":")
        return sorted(found, key=lambda each: (each[field_], each["id"]), reverse=direction == "desc")

    def _log_entries(self, params: httpx.QueryParams) -> list[Thing]:
        found = self._within(self._newest_first(), params, "created_at", timedelta(days=7))
        return [_shown(each, params) for each in found]

    def _oncalls(self, params: httpx.QueryParams) -> list[Thing]:
        """Whatever overlaps the time asked about."""
        since = params.get("since", stamp(self.clock()))
        until = params.get("until", since)
        return [
            each for each in self.world.on_calls
            if (each["start"] or since) < until and (each["end"] or until) > since
        ]  # fmt: skip

    def _users(self, _: httpx.QueryParams) -> list[Thing]:
        return list(self.world.users.values())

    def _services(self, _: httpx.QueryParams) -> list[Thing]:
        return list(self.world.services.values())

    def _newest_first(self) -> list[Thing]:
        return sorted(self.world.log, key=lambda each: (each["created_at"], each["id"]), reverse=True)

    def _within(
        self, items: list[Thing], params: httpx.QueryParams, key: str, usual: timedelta
    ) -> list[Thing]:
        until = datetime.fromisoformat(params.get("until", stamp(self.clock())))
        since = datetime.fromisoformat(params.get("since", stamp(until - usual)))
        if until - since > HALF_A_YEAR:
            raise ValueError("The date range is longer than 6 months.")
        return [each for each in items if since <= datetime.fromisoformat(each[key]) < until]

    def _paged(self, key: str, items: list[Thing], params: httpx.QueryParams) -> httpx.Response:
        """At most a hundred at once, and nothing behind the ten-thousandth."""
        limit, offset = min(int(params.get("limit", 25)), 100), int(params.get("offset", 0))
        if limit < 1 or offset + limit > CAP:
            return self._respond(400, _error("Invalid Input Provided", "Offset is too high."))
        some = items[offset : offset + limit]
        total = len(items) if params.get("total") == "true" else None
        more = offset + limit < len(items)
        return self._respond(200, {key: some, "limit": limit, "offset": offset, "more": more, "total": total})

    def _is_over(self) -> bool:
        began_at, used = self._minute
        if self.clock() - began_at >= timedelta(minutes=1):
            began_at, used = self.clock(), 0
        self._minute = began_at, used + 1
        return used >= self.per_minute

    def _respond(self, status: int, body: object) -> httpx.Response:
        began_at, used = self._minute
        reset = max(0, 60 - int((self.clock() - began_at).total_seconds()))
        headers = {
            "date": format_datetime(self.clock(), usegmt=True),
            "ratelimit-limit": str(self.per_minute),
            "ratelimit-remaining": str(max(0, self.per_minute - used)),
            "ratelimit-reset": str(reset),
            "content-type": "application/json",
        }
        return httpx.Response(status, headers=headers, content=json.dumps(body))


def _shown(entry: Thing, params: httpx.QueryParams) -> Thing:
    """Without `include[]=channels` a channel tells its kind alone."""
    if "channels" in params.get_list("include[]"):
        return entry
    return entry | {"channel": {"type": entry["channel"]["type"]}}


def _error(message: str, *errors: str) -> dict[str, Any]:
    return {"error": {"message": message, "code": 2001, "errors": list(errors)}}
