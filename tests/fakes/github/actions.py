"""Actions in the fake: runs, their attempts and jobs, artifacts, and the host that these are kept at."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx

from tests.fakes.github.world import Thing, World

BLOBS = "blobs.example"
"""Where artifacts are kept: GitHub's credentials are nothing to that host."""

MOST = 1_000
"""What a filtered list tells at most, whatever its total."""

_PARAMETERS = {
    "runs": {"per_page", "page", "exclude_pull_requests", "created"},
    "run": {"exclude_pull_requests"},
    "jobs": {"per_page", "page", "filter"},
    "artifacts": {"per_page", "page"},
    "zip": set(),
}


@dataclass
class Refused(Exception):
    """An answer other than 200."""

    status: int
    message: str


def answer(world: World, request: httpx.Request, path: str) -> tuple[int, Any, dict[str, str]]:
    """For a path below /repos: status, body, and headers beside the usual ones."""
    try:
        body, headers = _body(world, request, path.split("/")[2:])
    except Refused as refusal:
        return refusal.status, {"message": refusal.message, "status": str(refusal.status)}, {}
    if "location" in headers:
        return 302, body, headers
    tag = f'W/"{sha256(json.dumps(body).encode()).hexdigest()}"'
    if request.headers.get("if-none-match") == tag:
        return 304, None, {"etag": tag}
    return 200, body, {"etag": tag}


def blob(world: World, request: httpx.Request) -> httpx.Response:
    """A file, for whoever has its address and brings no credentials of somebody else."""
    if "authorization" in request.headers:
        return httpx.Response(400, content=b"<Error>InvalidAuthenticationInfo</Error>")
    found = [one for place in world.visible() for one in place["artifacts"]]
    content = {f"/{one['id']}": one["_zip"] for one in found}.get(request.url.path)
    if content is None or request.url.params.get("sig") != "signed":
        return httpx.Response(404, content=b"<Error>BlobNotFound</Error>")
    return httpx.Response(200, content=content, headers={"content-type": "application/zip"})


def _body(world: World, request: httpx.Request, steps: list[str]) -> tuple[Any, dict[str, str]]:
    place = world.repository("/".join(steps[:2]))
    if place is None or place["id"] in world.hidden:
        raise Refused(404, "Not Found")
    params = request.url.params
    match steps[2:]:
        case ["actions", "runs"]:
            _check(params, "runs")
            return _runs(place, params), {}
        case ["actions", "runs", id_]:
            _check(params, "run")
            return _told(_run(place, id_)), {}
        case ["actions", "runs", id_, "attempts", number]:
            _check(params, "run")
            return _told(_attempt(_run(place, id_), int(number))), {}
        case ["actions", "runs", id_, "jobs"]:
            _check(params, "jobs")
            return _paged(_jobs(_run(place, id_), params), params, "jobs"), {}
        case ["actions", "artifacts"]:
            _check(params, "artifacts")
            latest = sorted(place["artifacts"], key=lambda one: (one["created_at"], one["id"]), reverse=True)
            return _paged(list(map(_told, latest)), params, "artifacts"), {}
        case ["actions", "artifacts", id_, "zip"]:
            _check(params, "zip")
            found = next((one for one in place["artifacts"] if str(one["id"]) == id_), None)
            if found is None:
                raise Refused(404, "Not Found")
            if found["expired"]:
                raise Refused(410, "Artifact has expired")
            return None, {"location": found.get("_at") or f"https://{BLOBS}/{id_}?sig=signed"}
    raise Refused(404, "Not Found")


def _check(params: httpx.QueryParams, kind: str) -> None:
    unknown = set(params) - _PARAMETERS[kind]
    if unknown:
        raise Refused(400, f"Unknown parameters {sorted(unknown)}")
    if not 1 <= int(params.get("per_page", 30)) <= 100:
        raise Refused(400, "per_page is at most 100")


def _runs(place: Thing, params: httpx.QueryParams) -> Thing:
    chosen = [run for run in place["runs"] if _is_created(run, params.get("created", ""))]
    chosen.sort(key=lambda run: (run["created_at"], run["id"]), reverse=True)
    body = _paged(list(map(_told, chosen)), params, "workflow_runs")
    if params.get("created") and int(params.get("page", 1)) * int(params.get("per_page", 30)) > MOST:
        body["workflow_runs"] = []
    return body


def _is_created(run: Thing, created: str) -> bool:
    at = datetime.fromisoformat(run["created_at"])
    since, dots, until = created.partition("..")
    if dots:
        return _moment(since) <= at <= _moment(until)
    if created.startswith(">="):
        return at >= _moment(created[2:])
    if created.startswith("<="):
        return at <= _moment(created[2:])
    if created:
        raise Refused(400, f"created={created} is no range")
    return True


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, f"{text} is no time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _run(place: Thing, id_: str) -> Thing:
    found: list[Thing] = [run for run in place["runs"] if str(run["id"]) == id_]
    if not found:
        raise Refused(404, "Not Found")
    return found[0]


def _attempt(run: Thing, number: int) -> Thing:
    if number == run["run_attempt"]:
        return run
    if number not in run["_attempts"]:
        raise Refused(404, "Not Found")
    found: Thing = run["_attempts"][number]
    return found


def _jobs(run: Thing, params: httpx.QueryParams) -> list[Thing]:
    """Of the latest attempt, unless all are asked for."""
    jobs: list[Thing] = run["_jobs"]
    is_all = params.get("filter", "latest") == "all"
    return [job for job in jobs if is_all or job["run_attempt"] == run["run_attempt"]]


def _paged(items: list[Any], params: httpx.QueryParams, key: str) -> Thing:
    size, page = int(params.get("per_page", 30)), int(params.get("page", 1))
    return {"total_count": len(items), key: items[(page - 1) * size : page * size]}


def _told(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if not key.startswith("_")}
