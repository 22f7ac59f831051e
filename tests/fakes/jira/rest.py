"""What the fake Jira's REST API answers: of the Cloud, and of a server of one's own."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any, Protocol

from tests.fakes.jira.search import Refusal, behind, found, token
from tests.fakes.jira.telling import Telling
from tests.fakes.jira.world import Thing, World

Params = dict[str, list[str]]


class Settings(Protocol):
    """What the API needs to know of the site."""

    is_cloud: bool
    most: int
    most_listed: int
    most_changes: int
    epoch: str
    tells_histories: bool
    misfiled: str


class Rest:
    """One request's answers."""

    def __init__(self, site: Settings, world: World) -> None:
        self._site = site
        self._world = world
        self._telling = Telling(world, is_cloud=site.is_cloud)

    def told(self, method: str, steps: list[str], params: Params, body: Thing) -> object:
        if method == "POST":
            return self._posted("/".join(steps), body)
        match steps:
            case ["search"] | ["search", "jql"]:
                return self._posted("/".join(steps), question(params))
            case ["project", "search"] if self._site.is_cloud:
                return self._projects(params)
            case ["project", id_]:
                return one(self._world.projects, id_, "No project could be found with this id.")
            case ["issue", id_] if not self._site.is_cloud:
                return self._issue(id_, params)
        return self._listed("/".join(steps), params)

    def _listed(self, path: str, params: Params) -> object:
        """What comes in one piece."""
        whoami = {"accountId": "5f:me", "displayName": "Leadline", "timeZone": self._world.zone}
        lists = {"myself": whoami, "field": self._world.fields, "status": self._world.statuses}
        if not self._site.is_cloud:
            lists["project"] = self._world.projects
        if path not in lists:
            raise Refusal("Not Found", 404)
        return only(params) or lists[path]

    def _posted(self, path: str, body: Thing) -> object:
        of_cloud: dict[str, Callable[[Thing], object]] = {
            "search/jql": self._search_jql,
            "search/approximate-count": lambda asked: {"count": len(found(self._world, asked["jql"]))},
            "changelog/bulkfetch": self._histories,
            "issue/bulkfetch": self._issues,
            "search": _removed,
        }
        answers = of_cloud if self._site.is_cloud else {"search": self._search}
        if path not in answers:
            raise Refusal("Not Found", 404)
        return answers[path](body)

    def _projects(self, params: Params) -> Thing:
        asked = only(params, "startAt", "maxResults", "orderBy", "keys")
        keys = params.get("keys")
        there = [each for each in self._world.projects if keys is None or each["key"] in keys]
        ordered = sorted(there, key=lambda each: str(each["key"]))
        start, size = int(asked["startAt"]), min(int(asked["maxResults"]), self._site.most_listed)
        some = ordered[start : start + size]
        last = start + size >= len(ordered)
        return {"startAt": start, "maxResults": size, "total": len(ordered), "isLast": last, "values": some}

    def _search_jql(self, body: Thing) -> Thing:
        allowed(body, "jql", "maxResults", "fields", "nextPageToken")
        there = found(self._world, body["jql"])
        if "nextPageToken" in body:
            there = behind(there, body["jql"], body["nextPageToken"])
        some = there[: min(body["maxResults"], self._site.most)]
        page = {"issues": [self._telling.issue(issue, body["fields"]) for issue in some]}
        is_last = len(some) == len(there)
        return {
            **page,
            "isLast": is_last,
            **({} if is_last else {"nextPageToken": token(some[-1], body["jql"])}),
        }

    def _search(self, body: Thing) -> Thing:
        allowed(body, "jql", "maxResults", "fields", "startAt", "expand")
        there = found(self._world, body["jql"])
        start, size = body.get("startAt", 0), min(body["maxResults"], self._site.most)
        changelog = self._site.tells_histories and "changelog" in body.get("expand", [])
        some = there[start : start + size]
        told = [self._telling.issue(issue, body["fields"], changelog=changelog) for issue in some]
        for issue in told if self._site.misfiled else ():
            issue["fields"]["project"] = {
                **issue["fields"]["project"],
                "id": self._site.misfiled,
                "key": "PAY",
            }
        return {"startAt": start, "maxResults": size, "total": len(there), "issues": told}

    def _issue(self, id_: str, params: Params) -> Thing:
        asked = only(params, "fields", "expand")
        keys = {issue["key"]: of for of, issue in self._world.issues.items()}
        id_ = keys.get(id_, id_)
        if id_ not in self._world.issues:
            raise Refusal("Issue Does Not Exist", 404)
        names = asked["fields"].split(",")
        return self._telling.issue(self._world.issues[id_], names, changelog=asked["expand"] == "changelog")

    def _issues(self, body: Thing) -> Thing:
        allowed(body, "issueIdsOrKeys", "fields")
        if not 0 < len(body["issueIdsOrKeys"]) <= 100:
            raise Refusal("issueIdsOrKeys must have between 1 and 100 entries.")
        there = [self._world.issues[id_] for id_ in body["issueIdsOrKeys"] if id_ in self._world.issues]
        told = [self._telling.issue(issue, body["fields"]) for issue in there]
        return {"expand": "names,schema", "issueErrors": [], "issues": told}

    def _histories(self, body: Thing) -> Thing:
        """All changes by time, and of each page those of one issue together."""
        allowed(body, "issueIdsOrKeys", "fieldIds", "maxResults", "nextPageToken")
        if not 0 < len(body["issueIdsOrKeys"]) <= 1000 or len(body["fieldIds"]) > 10:
            raise Refusal("At most 1000 issues and 10 fields.")
        if not 0 < body["maxResults"] <= 10_000:
            raise Refusal("maxResults must be between 1 and 10000.")
        told = self._sorted(body["issueIdsOrKeys"], set(body["fieldIds"]))
        start = int(json.loads(urlsafe_b64decode(body["nextPageToken"]))) if "nextPageToken" in body else 0
        size = min(body["maxResults"], self._site.most_changes)
        by_issue: dict[str, list[Thing]] = {}
        for id_, entry in told[start : start + size]:
            by_issue.setdefault(id_, []).append(entry)
        logs = [{"issueId": id_, "changeHistories": entries} for id_, entries in by_issue.items()]
        if start + size >= len(told):
            return {"issueChangeLogs": logs}
        return {
            "issueChangeLogs": logs,
            "nextPageToken": urlsafe_b64encode(str(start + size).encode()).decode(),
        }

    def _sorted(self, ids: list[str], wanted: set[str]) -> list[tuple[str, Thing]]:
        pairs = [
            (id_, entry)
            for id_ in ids
            for entry in self._world.issues.get(id_, {"histories": []})["histories"]
            if any(item.get("fieldId") in wanted for item in entry["items"])
        ]
        pairs.sort(key=lambda pair: (pair[1]["created"], int(pair[0])))
        return [(id_, self._narrowed(entry, wanted)) for id_, entry in pairs]

    def _narrowed(self, entry: Thing, wanted: set[str]) -> Thing:
        items = [item for item in entry["items"] if item.get("fieldId") in wanted]
        seconds = entry["created"].timestamp()
        times: dict[str, Any] = {"s": int(seconds), "ms": round(seconds * 1000), "iso": None}
        return self._telling.history({**entry, "items": items}, times[self._site.epoch])


def _removed(_: Thing) -> object:
    raise Refusal("The requested API has been removed. Please migrate to /rest/api/3/search/jql.", 410)


def question(params: Params) -> Thing:
    """A search in the address as the body that would ask the same."""
    told: Thing = {name: values[0] for name, values in params.items()}
    for name in ("fields", "expand"):
        told |= {name: told[name].split(",")} if name in told else {}
    for name in ("maxResults", "startAt"):
        told |= {name: int(told[name])} if name in told else {}
    return told


def one(things: list[Thing], id_: str, otherwise: str) -> Thing:
    for thing in things:
        if str(thing["id"]) == id_:
            return thing
    raise Refusal(otherwise, 404)


def only(params: Params, *names: str) -> dict[str, str]:
    """The parameters, if all are known here."""
    for name in params:
        if name not in names:
            raise Refusal(f"Unknown parameter '{name}'.")
    return {name: values[0] for name, values in params.items()}


def allowed(body: Thing, *names: str) -> None:
    for name in body:
        if name not in names:
            raise Refusal(f'Unrecognized field "{name}"')
    if body.get("fields", ["id"]) in ([], ["*all"]):
        raise Refusal("Say which fields.")
