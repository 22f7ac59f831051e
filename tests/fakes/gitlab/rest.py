"""The REST API of the fake GitLab: lists with their pages, filters and orders, and nothing beyond."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import httpx

from tests.fakes.gitlab.world import Thing, World, rest_user

MOST = 100
Params = dict[str, list[str]]

_PAGES = {"per_page", "page"}
_CHANGES = {"order_by", "sort", "updated_after", "updated_before"}

KNOWN: dict[str, set[str]] = {
    "projects": _PAGES | {"membership", "order_by", "sort"},
    "group": _PAGES | {"include_subgroups", "with_shared", "order_by", "sort"},
    "user": _PAGES | {"order_by", "sort"},
    "merge_requests": _PAGES | _CHANGES | {"iids[]"},
    "notes": _PAGES | {"order_by", "sort"},
    "commits": _PAGES,
    "pipelines": _PAGES | _CHANGES,
    "jobs": _PAGES | {"include_retried"},
    "deployments": _PAGES | _CHANGES,
    "repository": _PAGES | {"since", "ref_name"},
    "one": set(),
}
"""By kind of list, the parameters that it takes."""


class Unheard(Exception):
    """A request that GitLab would refuse; `status` says how."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def answer(world: World, request: httpx.Request) -> Any:  # noqa: ANN401 - JSON
    """The body for a path behind /api/v4.

    Raises:
        Unheard: there is no such thing, or the request makes no sense.
    """
    raw = request.url.raw_path.decode().partition("?")[0]
    steps = [unquote(step) for step in raw.partition("/api/v4/")[2].split("/")]
    params: Params = {}
    for key, value in request.url.params.multi_items():
        params.setdefault(key, []).append(value)
    match steps:
        case ["projects"]:
            rows = [_project(each) for each in world.projects.values()]
            return _listed("projects", rows, params)
        case ["groups", path, "projects"]:
            return _owned(world, "group", path, params)
        case ["users", name, "projects"]:
            return _owned(world, "user", name, params)
        case ["projects", key, *rest]:
            return _of_project(_found(world, key), rest, params)
    raise Unheard(404, "404 Not Found")


def _owned(world: World, kind: str, owner: str, params: Params) -> list[Thing]:
    """A group is whatever has a path below it, but for what begins with a tilde: that is a person."""
    rows = [_project(each) for each in world.projects.values() if each["path"].startswith(f"{owner}/")]
    if not rows or (kind == "user") is not owner.startswith("~"):
        raise Unheard(404, f"404 {kind.title()} Not Found")
    if kind == "group" and params.get("include_subgroups") != ["true"]:
        rows = [row for row in rows if row["path_with_namespace"].count("/") == owner.count("/") + 1]
    return _listed(kind, rows, params)


def _found(world: World, key: str) -> Thing:
    found = world.projects.get(int(key)) if key.isdigit() else world.project(key)
    if found is None:
        raise Unheard(404, "404 Project Not Found")
    return found


def _of_project(project: Thing, steps: list[str], params: Params) -> Any:  # noqa: ANN401 - JSON
    match steps:
        case []:
            return _one(_project(project), params)
        case ["merge_requests", *rest]:
            _assert_on(project, "merge_requests")
            return _merge_requests(project, rest, params)
        case ["pipelines", *rest]:
            _assert_on(project, "builds")
            return _pipelines(project, rest, params)
        case ["deployments"]:
            _assert_on(project, "environments")
            return _listed("deployments", project["deployments"], params)
        case ["deployments", number]:
            return _one(_by(project["deployments"], "id", number), params)
        case ["repository", "commits"]:
            _assert_on(project, "repository")
            return _commits(project, params)
    raise Unheard(404, "404 Not Found")


def _assert_on(project: Thing, feature: str) -> None:
    if feature in project["off"]:
        raise Unheard(403, "403 Forbidden")


def _merge_requests(project: Thing, steps: list[str], params: Params) -> Any:  # noqa: ANN401 - JSON
    if not steps:
        rows = [_merge_request(pr) for pr in project["mergeRequests"]]
        iids = params.get("iids[]")
        return _listed("merge_requests", [r for r in rows if iids is None or str(r["iid"]) in iids], params)
    pr = _by(project["mergeRequests"], "iid", steps[0])
    match steps[1:]:
        case ["notes"]:
            return _listed("notes", [_note(note) for note in pr["notes"]], params)
        case ["commits"]:
            return _listed("commits", [_commit(commit) for commit in pr["commits"]], params)
        case ["approvals"]:
            return _one({"approved_by": [{"user": rest_user(user)} for user in pr["approvedBy"]]}, params)
    raise Unheard(404, "404 Not Found")


def _pipelines(project: Thing, steps: list[str], params: Params) -> Any:  # noqa: ANN401 - JSON
    if not steps:
        rows = [_pipeline(each) for each in project["pipelines"]]
        for row in rows:
            for key in ("started_at", "finished_at", "user"):
                del row[key]
        return _listed("pipelines", rows, params)
    pipeline = _by(project["pipelines"], "number", steps[0])
    match steps[1:]:
        case []:
            return _one(_pipeline(pipeline), params)
        case ["jobs"]:
            jobs = [_job(job) for job in pipeline["jobs"]]
            return _listed(
                "jobs", jobs if params.get("include_retried") == ["true"] else _latest(jobs), params
            )
        case ["test_report"]:
            empty = {"total_count": 0, "test_suites": []}
            return _one(project["reports"].get(pipeline["number"], empty), params)
    raise Unheard(404, "404 Not Found")


def _commits(project: Thing, params: Params) -> list[Thing]:
    rows = project["commits"]
    if not rows:
        raise Unheard(404, "404 Repository Not Found")
    (head,) = params.get("ref_name", [rows[0]["id"]])
    shas = [row["id"] for row in rows]
    if head not in shas:
        raise Unheard(404, "404 Commit Not Found")
    rows = rows[shas.index(head) :]
    if since := params.get("since"):
        rows = [row for row in rows if _at(row["committed_date"]) >= _at(since[0])]
    return _listed("repository", rows, params)


def _listed(kind: str, rows: list[Thing], params: Params) -> list[Thing]:
    """Filtered, ordered and cut as asked for."""
    _assert_known(kind, params)
    for key, keeps in (("updated_after", _is_after), ("updated_before", _is_before)):
        if key in params:
            rows = [row for row in rows if keeps(row["updated_at"], params[key][0])]
    by = params.get("order_by", [""])[0]
    if by:
        if by not in ("updated_at", "created_at", "id"):
            raise Unheard(400, "order_by does not have a valid value")
        rows = sorted(rows, key=lambda row: (str(row[by]), row["id"]), reverse=params.get("sort") != ["asc"])
        if by == "id":
            rows.sort(key=lambda row: row["id"], reverse=params.get("sort") != ["asc"])
    size = min(int(params.get("per_page", ["20"])[0]), MOST)
    page = int(params.get("page", ["1"])[0])
    return rows[(page - 1) * size : page * size]


def _one(row: Thing, params: Params) -> Thing:
    _assert_known("one", params)
    return row


def _assert_known(kind: str, params: Params) -> None:
    unknown = params.keys() - KNOWN[kind]
    if unknown:
        raise Unheard(400, f"{', '.join(sorted(unknown))} is invalid")
    for name in ("membership", "include_subgroups", "with_shared", "include_retried"):
        if params.get(name, ["true"])[0] not in ("true", "false"):
            raise Unheard(400, f"{name} is invalid")


def _by(things: list[Thing], key: str, value: str) -> Thing:
    found = next((each for each in things if str(each[key]) == value), None)
    if found is None:
        raise Unheard(404, "404 Not Found")
    return found


def _project(project: Thing) -> Thing:
    levels = ("merge_requests", "builds", "environments", "repository")
    return {
        "id": project["number"],
        "path_with_namespace": project["path"],
        "web_url": f"https://gitlab.com/{project['path']}",
        "default_branch": project["branch"],
        "archived": project["archived"],
        "empty_repo": not project["commits"],
        "marked_for_deletion_on": project.get("leaving"),
        **{f"{name}_access_level": "disabled" if name in project["off"] else "enabled" for name in levels},
    }


def _merge_request(pr: Thing) -> Thing:
    return {
        "id": pr["number"],
        "iid": int(pr["iid"]),
        "project_id": pr["projectId"],
        "title": pr["title"],
        "description": pr["description"],
        "web_url": pr["webUrl"],
        "state": pr["state"],
        "draft": pr["draft"],
        "created_at": _rest_time(pr["createdAt"]),
        "updated_at": _rest_time(pr["updatedAt"]),
        "merged_at": _rest_time(pr["mergedAt"]),
        "closed_at": pr.get("closedAt"),
        "source_branch": pr["sourceBranch"],
        "target_branch": pr["targetBranch"],
        "sha": pr["diffHeadSha"],
        "merge_commit_sha": pr["mergeCommitSha"],
        "squash_commit_sha": pr["squashCommitSha"],
        "squash": pr["squashOnMerge"],
        "author": _user(pr["author"]),
        "merge_user": _user(pr["mergeUser"]),
        "labels": [label["title"] for label in pr["labels"]],
        "assignees": [rest_user(user) for user in pr["assignees"]],
        "reviewers": [rest_user(user) for user in pr["reviewers"]],
    }


def _note(note: Thing) -> Thing:
    return {
        "id": int(note["id"].rpartition("/")[2]),
        "type": "DiffNote" if note["position"] else None,
        "body": note["body"],
        "system": note["system"],
        "created_at": _rest_time(note["createdAt"]),
        "author": _user(note["author"]),
    }


def _commit(commit: Thing) -> Thing:
    return {
        "id": commit["sha"],
        "title": commit["title"],
        "authored_date": _rest_time(commit["authoredDate"]),
        "committed_date": _rest_time(commit["committedDate"]),
        "author_email": commit["authorEmail"],
        "author_name": "Somebody",
    }


def _pipeline(pipeline: Thing) -> Thing:
    return {
        "id": pipeline["number"],
        "iid": int(pipeline["iid"]),
        "sha": pipeline["sha"],
        "ref": pipeline["ref"],
        "source": pipeline["source"],
        "status": pipeline["status"].lower(),
        "created_at": _rest_time(pipeline["createdAt"]),
        "updated_at": _rest_time(pipeline["updatedAt"]),
        "started_at": _rest_time(pipeline["startedAt"]),
        "finished_at": _rest_time(pipeline["finishedAt"]),
        "user": _user(pipeline["user"]),
    }


def _job(job: Thing) -> Thing:
    return {
        "id": job["number"],
        "name": job["name"],
        "status": job["status"].lower(),
        "allow_failure": job["allowFailure"],
        "created_at": _rest_time(job["createdAt"]),
        "started_at": _rest_time(job["startedAt"]),
        "finished_at": _rest_time(job["finishedAt"]),
    }


def _latest(jobs: list[Thing]) -> list[Thing]:
    return list({job["name"]: job for job in jobs}.values())


def _user(user: Thing | None) -> Thing | None:
    return rest_user(user) if user else None


def _rest_time(value: str | None) -> str | None:
    return value and value.replace("Z", ".000Z")


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


_is_after: Callable[[str, str], bool] = lambda told, asked: _at(told) >= _at(asked)  # noqa: E731 - a table's entry
_is_before: Callable[[str, str], bool] = lambda told, asked: _at(told) <= _at(asked)  # noqa: E731 - a table's entry
